"""What heracles.toml may hold: its tables and keys, their types, and what each is for."""

# ruff: noqa: UP045  pydantic evaluates the annotations, and Python 3.9 has no | between types

from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from heracles.config.launcher_models import Launcher  # noqa: TC001 pydantic evaluates the annotations
from heracles.config.sweep_models import Defaults, Sweep
from heracles.config.table import Count, Table, Text

Name = Annotated[str, Field(pattern=r"^\w[\w.-]*$")]
"""A name that can be a word of a command line and a part of a path."""

Hours = Annotated[float, Field(gt=0, allow_inf_nan=False)]


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
        default=None,
        description="The oldest heracles that understands this file; an older one says so and stops.",
        examples=["0.1.0"],
    )
    default_launcher: Optional[Text] = Field(
        default=None,
        description="The launcher of sweeps that name none: one of this file, or `local` or `slurm`.",
        examples=["local"],
    )
    confirm_above: ConfirmAbove = Field(
        default=ConfirmAbove(),
        description="A launch above one of these limits is asked about on a terminal, and needs --yes elsewhere.",
        examples=[{"tasks": 1000, "gpu_hours": 100}],
    )
    defaults: Defaults = Field(
        default=Defaults(),
        description="What holds for every sweep that does not say otherwise.",
        examples=[{"script": "sbatch.sh"}],
    )
    launchers: dict[Name, Launcher] = Field(
        default={}, description="The launchers, by names of your own.", examples=[{"cluster": {"kind": "slurm"}}]
    )
    sweeps: dict[Name, Sweep] = Field(
        default={},
        description="The sweeps, by name: `heracles run NAME` launches one.",
        examples=[{"ablation-a": {"script": "sbatch.sh", "axes": {"lr": [0.1, 0.01]}}}],
    )
