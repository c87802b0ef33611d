"""The launcher for Slurm."""

from heracles.launchers.slurm.submission import SlurmLauncher

__all__ = ["SlurmLauncher"]
