"""Some tasks of a script's own array, asked for in its place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from heracles.launchers.slurm import ranges
from heracles.launchers.slurm.options import components, demands, without
from heracles.script.slurm_options import options_in

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from heracles.script import Script


def of_script(tasks: Collection[int], script: Script, args: Sequence[str]) -> tuple[str, ...]:
    """The arguments that ask for these tasks, at most as many at once as script or arguments allow."""
    return _asking(tasks, demands(script, args, {}).value("array"), args)


def of_args(tasks: Collection[int], args: Sequence[str]) -> tuple[str, ...]:
    """Arguments that ask for some tasks, asking for these in their place, at most as many at once as before."""
    return _asking(tasks, _array(args), args)


def is_asked_for(args: Sequence[str]) -> bool:
    """Whether arguments ask for an array."""
    return bool(_array(args))


def _array(args: Sequence[str]) -> str:
    first, _ = components(args)
    return next((option.value for option in reversed([*options_in(first)]) if option.name == "array"), "")


def _asking(tasks: Collection[int], array: str, args: Sequence[str]) -> tuple[str, ...]:
    _, percent, limit = array.partition("%")
    first, further = components(args)
    numbers = "".join(ranges.texts(sorted(tasks), sys.maxsize))
    return (*without(("array",), first), f"--array={numbers}{percent}{limit}", *further)
