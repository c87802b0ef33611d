"""Holds heracles' answer to a word against Hydra's."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from heracles.errors import Place, UsageError
from heracles.grammar import Choices, Fixed, RandomSeeds, Zip, parse
from tests.grammar.differential import oracle
from tests.grammar.differential.deliberate import REFUSALS

if TYPE_CHECKING:
    from hydra.core.config_loader import ConfigLoader

    from heracles.grammar import Argument, Groups, Override

ONLY_1_4 = ("json_str", "extend_list")


def check(word: str, groups: Groups | None = None, loader: ConfigLoader | None = None) -> None:
    """Fails if heracles and Hydra do not agree on the word."""
    ours = ours_of(word, groups)
    if oracle.IS_1_3 and is_newer_than_1_3(word):
        return
    hydras = oracle.ask(word, loader)
    if isinstance(ours, UsageError):
        assert hydras is None or hydras.is_endless or is_deliberate(ours), f"{word!r}: refused: {ours}; Hydra: {hydras}"
    elif not isinstance(ours, (RandomSeeds, Zip)):
        assert hydras is not None, f"{word!r}: Hydra refuses, heracles: {ours}"
        compare(word, ours, hydras)


def ours_of(word: str, groups: Groups | None = None) -> Argument | UsageError:
    try:
        return parse([(word, Place("argument 1"))], groups)[0]
    except UsageError as error:
        check_place(error, word)
        return error


def check_place(error: UsageError, word: str) -> None:
    (fault,) = error.faults
    assert fault.place is not None
    assert (fault.place.label, fault.place.text) == ("argument 1", word)
    assert fault.place.column is not None
    assert 0 <= fault.place.column <= len(word)
    assert fault.what
    assert fault.cure


def is_deliberate(error: UsageError) -> bool:
    return any(refusal.message in str(error) for refusal in REFUSALS)


def is_newer_than_1_3(word: str) -> bool:
    """Whether Hydra 1.4 is known to read the word in another way than 1.3."""
    key, _, value = word.partition("=")
    if any(name in value for name in ONLY_1_4) or "[" in key or "\\" in key:
        return True
    return "range" in value and any(sign in value for sign in (".", "e-", "e+", "int", "float", "sort", "rue", "alse"))


def compare(word: str, ours: Fixed | Choices, hydras: oracle.Answer) -> None:
    assert ours.key == hydras.key
    if isinstance(ours, Fixed):
        assert not hydras.is_sweep, f"{word!r}: Hydra sweeps"
        assert ours.override.text == word
        assert kind(ours.override.value, word) == kind(hydras.values[0], word), word
    else:
        assert hydras.is_sweep, f"{word!r}: Hydra does not sweep"
        compare_sweep(word, ours, hydras)


def compare_sweep(word: str, ours: Choices, hydras: oracle.Answer) -> None:
    if hydras.is_endless:
        assert len(ours.overrides) >= oracle.TOO_MANY
        return
    our_pairs = [(kind(one.value, word), one) for one in ours.overrides]
    their_pairs = list(zip((kind(value, word) for value in hydras.values), hydras.words))
    if "shuffle" in word:
        our_pairs.sort(key=itemgetter(0))
        their_pairs.sort(key=itemgetter(0))
    assert [value for value, _ in our_pairs] == [value for value, _ in their_pairs], word
    for (_, one), (_, theirs) in zip(our_pairs, their_pairs):
        compare_override(word, one, theirs)


def compare_override(word: str, ours: Override, theirs: str) -> None:
    key, value = oracle.read_back(ours.text)
    assert (key, kind(value)) == (ours.key, kind(ours.value)), f"{ours.text!r} is read back as {value!r}"
    answer = oracle.ask(theirs)
    if answer and not answer.is_sweep and kind(answer.values[0]) == kind(ours.value) and "shuffle" not in word:
        assert ours.text == theirs


def kind(value: Any, word: str = "") -> str:
    """A text that is the same for the same value of the same type; lists in any order if the word shuffles."""
    if isinstance(value, list):
        items = [kind(item, word) for item in value]
        return f"[{','.join(sorted(items) if 'shuffle' in word else items)}]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{kind(key)}:{kind(item, word)}" for key, item in value.items()) + "}"
    return f"{type(value).__name__} {value!r}"
