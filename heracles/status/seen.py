"""A product as it is seen, and the signs of its state."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.reconcile.states import WORST_FIRST, counts
from heracles.terminal.values import Cell, Sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from heracles.launchers.base import State
    from heracles.reconcile import ProductState

SIGNS: dict[State, Sign] = {
    "completed": Sign("ok", "#", "green", "completed"),
    "running": Sign("run", "=", "cyan", "running"),
    "pending": Sign("pend", ".", "yellow", "pending"),
    "waiting": Sign("wait", "-", "", "waiting"),
    "held": Sign("held", "h", "yellow", "held"),
    "unknown": Sign("?", "?", "magenta", "unknown"),
    "preempted": Sign("PREE", "P", "red", "preempted"),
    "cancelled": Sign("CANC", "C", "magenta", "cancelled"),
    "node_fail": Sign("NODE", "N", "red", "lost to a failed node"),
    "timeout": Sign("TIME", "T", "red", "timed out"),
    "out_of_memory": Sign("OOM", "M", "red", "out of memory"),
    "failed": Sign("FAIL", "F", "red", "failed"),
}
"""What has not come to a good end stands in capitals, so that it meets the eye without colour too."""

FAILED = ("failed", "out_of_memory", "timeout", "node_fail", "preempted")
"""Ended, but neither well nor because somebody wished it."""

BADNESS = {state: -place for place, state in enumerate(WORST_FIRST)}


class Seen(NamedTuple):
    """A product and how far it is.

    ``declared``: the sweep, as it is declared now, has it; ``launch`` is the id of the launch that it was last in.
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, as in Product
    id: str
    overrides: tuple[str, ...]
    values: dict[str, Any]
    state: ProductState
    declared: bool = True
    launch: str = ""


def in_words(states: Iterable[State], unknown: str = SIGNS["unknown"].meaning) -> str:
    """How many are in which state: ``21 completed, 3 failed``; ``unknown`` is what is said of unknown ones."""
    meanings = {**{state: sign.meaning for state, sign in SIGNS.items()}, "unknown": unknown}
    return ", ".join(f"{number} {meanings[state]}" for state, number in reversed(counts(states)))


def cell(states: Sequence[ProductState]) -> Cell:
    """The worst of some states, and how many of all their tasks have completed, where there are several."""
    worst = max(states, key=lambda each: BADNESS[each.state])
    total = sum(each.total for each in states)
    done = sum(each.done for each in states)
    return Cell(SIGNS[worst.state], f"{done}/{total}" if total > 1 else "")
