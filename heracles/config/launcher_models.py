"""What the table of a launcher may hold: its keys, their types, and what each is for."""

# ruff: noqa: UP045  pydantic evaluates the annotations, and Python 3.9 has no | between types

from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from heracles.config.table import Count, Table, Text


class LocalLauncher(Table):
    """Runs the copies of the script on this machine."""

    kind: Literal["local"] = Field(description="How it launches: here, without a scheduler.", examples=["local"])
    workers: Optional[Count] = Field(
        default=None, description="How many run at a time; without it, as many as there are CPUs.", examples=[4]
    )


class SlurmLauncher(Table):
    """Submits the copies of the script with sbatch."""

    kind: Literal["slurm"] = Field(description="How it launches: sbatch, as job arrays.", examples=["slurm"])
    args: list[str] = Field(
        default=[], description="Arguments for sbatch, before the file.", examples=[["--partition=gpu"]]
    )
    array: bool = Field(
        default=True,
        description="Whether products are tasks of job arrays, as many in one as the site allows; false submits one "
        "job for each.",
        examples=[False],
    )
    hold: bool = Field(
        default=True,
        description="Whether jobs are held until they are recorded, and then released; false where the site forbids "
        "holding.",
        examples=[False],
    )
    max_running: Optional[Count] = Field(
        default=None, description="How many tasks of a launch run at a time, over all its job arrays.", examples=[50]
    )
    max_queued: Optional[Count] = Field(
        default=None,
        description="How many tasks of a sweep are in the queue at a time, running ones among them; the rest is "
        "submitted when there is room.",
        examples=[500],
    )


class CommandLauncher(Table):
    """Calls a command with each copy of the script."""

    kind: Literal["command"] = Field(
        description="How it launches: any command that takes a script.", examples=["command"]
    )
    command: Text = Field(
        description="The command, as words of a shell; it is called as COMMAND FILE, without a shell.",
        examples=["qsub -V"],
    )
    keep: bool = Field(
        default=False,
        description="Whether the copies stay, for a command that reads them after it has returned.",
        examples=[True],
    )


Launcher = Annotated[Union[LocalLauncher, SlurmLauncher, CommandLauncher], Field(discriminator="kind")]
