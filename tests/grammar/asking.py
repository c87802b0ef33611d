"""Short ways to ask the grammar about words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from heracles.errors import Place, UsageError
from heracles.grammar import Choices, Fixed, RandomSeeds, parse

if TYPE_CHECKING:
    from heracles.errors import Fault
    from heracles.grammar import Argument, Groups


def argument(word: str, groups: Groups | None = None) -> Argument:
    return parse([(word, Place("argument 1"))], groups)[0]


def fixed(word: str) -> Any:
    """The value of a word that does not sweep, and that is passed on as it was typed."""
    answer = argument(word)
    assert isinstance(answer, Fixed)
    assert answer.override.text == word
    return answer.override.value


def swept(word: str, groups: Groups | None = None) -> list[str]:
    """The words that a word sweeps over."""
    answer = argument(word, groups)
    assert isinstance(answer, Choices)
    return [override.text for override in answer.overrides]


def swept_values(word: str) -> list[Any]:
    answer = argument(word)
    assert isinstance(answer, Choices)
    return [override.value for override in answer.overrides]


def seeds(word: str) -> int:
    answer = argument(word)
    assert isinstance(answer, RandomSeeds)
    return answer.count


def faults(*words: str, groups: Groups | None = None) -> tuple[Fault, ...]:
    """What is wrong with the words, all together."""
    with pytest.raises(UsageError) as caught:
        parse([(word, Place(f"argument {number}")) for number, word in enumerate(words, 1)], groups)
    return caught.value.faults


def shown(*words: str, groups: Groups | None = None) -> str:
    """The faults as a user sees them, each as what is wrong, the word, the caret and the cure."""
    return "\n".join(_lines(fault) for fault in faults(*words, groups=groups))


def _lines(fault: Fault) -> str:
    assert fault.place is not None
    caret = "" if fault.place.column is None else " " * fault.place.column + "^"
    return "\n".join([fault.what, fault.place.text, caret, fault.cure])
