"""Products to look at, and how they are drawn."""

from __future__ import annotations

from itertools import product as combinations
from typing import TYPE_CHECKING, Any

from heracles.reconcile import ProductState
from heracles.status import Seen, picture
from heracles.terminal import colors, panels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from heracles.launchers.base import State

LETTERS: dict[str, State] = {
    "c": "completed", "r": "running", "p": "pending", "w": "waiting", "h": "held", "u": "unknown", "P": "preempted",
    "C": "cancelled", "N": "node_fail", "T": "timeout", "M": "out_of_memory", "F": "failed",
}  # fmt: skip


def state(letter: str, done: int | None = None, total: int = 1) -> ProductState:
    ended = 1 if letter == "F" else None
    reason = {"p": "Resources", "w": "", "T": "TimeLimit"}.get(letter, "")
    return ProductState(
        LETTERS[letter], int(letter == "c") * total if done is None else done, total, ended, reason=reason
    )


def seen(index: int, values: dict[str, Any], letter: str = "c", **more: Any) -> Seen:
    words = tuple(f"{key}={value}" for key, value in values.items())
    return Seen(index, f"{index * 7919 + 1:016x}", words, values, more.pop("state", state(letter)), **more)


def crossed(axes: Mapping[str, Sequence[Any]], letters: str = "c") -> list[Seen]:
    """A product for each combination of values, the last axis fastest, and a state for each in turn."""
    found = enumerate(combinations(*axes.values()))
    return [seen(index, dict(zip(axes, values)), letters[index % len(letters)]) for index, values in found]


def drawn(products: Sequence[Seen], width: int = 80) -> str:
    return "\n" + "\n".join(panels.lines(picture(products), colors.plain, width)) + "\n"
