"""What heracles.toml may hold: its tables and keys, their types, and what each is for."""

# ruff: noqa: UP007, UP045  pydantic evaluates the annotations, and Python 3.9 has no | between types

from __future__ import annotations

from typing import Annotated, Any, Literal, Optional, Union

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^\w[\w.-]*$")]
"""A name that can be a word of a command line and a part of a path."""

Placement = Literal["append", "args"]
Count = Annotated[int, Field(ge=1)]
Hours = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Table(BaseModel):
    """A table of heracles.toml: its keys and no others, its types and no conversions."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LocalLauncher(Table):
    """Runs the copies of the script on this machine."""

    kind: Literal["local"] = Field(description="Which launcher this is.", examples=["local"])
    workers: Optional[Count] = Field(
        default=None, description="How many run at a time; without it, as many as there are CPUs.", examples=[4]
    )


class SlurmLauncher(Table):
    """Submits the copies of the script with sbatch."""

    kind: Literal["slurm"] = Field(description="Which launcher this is.", examples=["slurm"])
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

    kind: Literal["command"] = Field(description="Which launcher this is.", examples=["command"])
    command: str = Field(
        description="The command, as words of a shell; it is called as COMMAND FILE, without a shell.",
        min_length=1,
        examples=["qsub -V"],
    )
    keep: bool = Field(
        default=False, description="Whether the command reads the files later, so that they must stay.", examples=[True]
    )


Launcher = Annotated[Union[LocalLauncher, SlurmLauncher, CommandLauncher], Field(discriminator="kind")]


class Seeds(Table):
    """Seeds under a key of your own: a number of random ones, or these."""

    key: str = Field(
        default="seed", description="The key of the override that sets the seed.", examples=["trainer.seed"]
    )
    count: Optional[Count] = Field(
        default=None, description="How many random seeds each product gets; no two products share one.", examples=[5]
    )
    values: Optional[Annotated[list[int], Field(min_length=1)]] = Field(
        default=None, description="The seeds that every product gets.", examples=[[1, 2, 3]]
    )


CONFIG_DIR = Field(
    default=None,
    description="The application's conf folder, seen from the folder of heracles.toml: glob() selects among its files.",
    min_length=1,
    examples=["conf"],
)


class Sweep(Table):
    """A script, what varies, and how it is launched."""

    description: str = Field(default="", description="What the sweep is for, in one line.", examples=["a first try"])
    script: str = Field(
        description="The batch script, seen from the folder of heracles.toml; it is never modified.",
        min_length=1,
        examples=["sbatch.sh"],
    )
    launcher: Optional[str] = Field(
        default=None,
        description="The name of a launcher: one of this file, or `local` or `slurm`, which are built in.",
        examples=["local"],
    )
    overrides: list[str] = Field(
        default=[],
        description="Words as on the command line, in Hydra's grammar; they may sweep.",
        examples=[["+trainer=ddp"]],
    )
    axes: dict[str, Any] = Field(
        default={},
        description="What varies: keys, nested, dotted or quoted, and their typed values. A list is the values of an "
        "axis, anything else one value; a dict that is a value stands inside a list.",
        examples=[{"lr": [0.1, 0.01]}],
    )
    seeds: Optional[Union[Count, Annotated[list[int], Field(min_length=1)], Seeds]] = Field(
        default=None,
        description="A number: that many random seeds for every product, no two products sharing one. A list: these "
        "seeds for every product. A table: either, under a key other than `seed`.",
        examples=[5],
    )
    entropy: Optional[Union[int, str]] = Field(
        default=None, description="What the random seeds grow from; without it, the sweep's name.", examples=[42]
    )
    placement: Optional[Placement] = Field(
        default=None,
        description="Where the overrides go: after the last command of the script, or to its `$@`. Without it, the "
        "script is read and decides.",
        examples=["append"],
    )
    config_dir: Optional[str] = CONFIG_DIR


class Defaults(Table):
    """What holds for every sweep that does not say otherwise."""

    config_dir: Optional[str] = CONFIG_DIR


class ConfirmAbove(Table):
    """How large a launch may be before it has to be confirmed."""

    tasks: Optional[Count] = Field(default=None, description="A launch of more tasks is confirmed.", examples=[1000])
    gpu_hours: Optional[Hours] = Field(
        default=None,
        description="A launch that may take more GPU hours is confirmed, and one of which nobody knows how many.",
        examples=[100],
    )


class File(Table):
    """heracles.toml: sweeps and the launchers that launch them."""

    minimum_heracles_version: Optional[str] = Field(
        default=None, description="The oldest heracles that understands this file.", examples=["0.1.0"]
    )
    default_launcher: Optional[str] = Field(
        default=None, description="The launcher of sweeps that name none.", examples=["local"]
    )
    confirm_above: ConfirmAbove = Field(
        default=ConfirmAbove(),
        description="A launch above one of these limits is asked about on a terminal, and needs --yes elsewhere.",
        examples=[{"tasks": 1000, "gpu_hours": 100}],
    )
    defaults: Defaults = Field(
        default=Defaults(),
        description="What holds for every sweep that does not say otherwise.",
        examples=[{"config_dir": "conf"}],
    )
    launchers: dict[Name, Launcher] = Field(
        default={}, description="The launchers, by name.", examples=[{"cluster": {"kind": "slurm"}}]
    )
    sweeps: dict[Name, Sweep] = Field(
        default={}, description="The sweeps, by name.", examples=[{"a": {"script": "sbatch.sh"}}]
    )
