"""The launcher for Slurm."""

from heracles.launchers.slurm.launcher import SlurmLauncher

__all__ = ["SlurmLauncher"]
