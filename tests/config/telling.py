"""What a user is told of an error, as plain text."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from heracles import config
from heracles.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heracles.errors import Fault


def told(error: UsageError) -> str:
    """The faults of an error: what, where, the line with a caret, the cure."""
    return "\n".join(line for fault in error.faults for line in _lines(fault))


def refusal(folder: Path, text: str) -> str:
    """What a user is told of a heracles.toml, seen from its folder."""
    write(folder, text)
    with pytest.raises(UsageError) as caught:
        config.load("heracles.toml")
    return told(caught.value)


def write(folder: Path, text: str) -> None:
    (folder / "heracles.toml").write_text(dedent(text), encoding="utf-8")


def block(text: str) -> str:
    """An indented text as it is meant."""
    return dedent(text).strip("\n")


def _lines(fault: Fault) -> Iterator[str]:
    yield fault.what
    if fault.place:
        yield f"  {fault.place.label}"
        if fault.place.text:
            yield f"    {fault.place.text}"
        if fault.place.column is not None:
            yield " " * (4 + fault.place.column) + "^"
    if fault.cure:
        yield f"  {fault.cure}"
