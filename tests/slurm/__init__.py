"""A real Slurm and a real Hydra in a real container, on this machine, for the tests of this folder."""
