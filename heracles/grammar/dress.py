"""What heracles adds to Hydra's grammar, in double underscores: which names there are, and how many random seeds."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.grammar.lexer import ID_CHARS, skip

if TYPE_CHECKING:
    from heracles.errors import Place

RANDOM_SEEDS = ("randseed", "randperm")
WITH_ARGUMENTS = {"linspace": "__linspace(0,1,5)__", "logspace": "__logspace(1,100,3)__", "env": "__env(NAME)__"}
"""What the parser reads, since it need not be the whole value."""
KNOWN = (*RANDOM_SEEDS, *WITH_ARGUMENTS)
MOST_SEEDS = 2**31
LONG = 20
"""Characters of a count that is too large in any case."""


def count_of_seeds(source: Place, start: int) -> int | None:
    """How many random seeds the value ``source.text[start:]`` asks for; None if it is no form of ours.

    Raises UsageError for a wrong count, and for a name that is not ours but nearly.
    """
    text = source.text[start:].rstrip(" \t")
    name = _name(text)
    if name is None or not _is_ours(name, text, source.at(start)):
        return None
    if name in WITH_ARGUMENTS:
        _refuse_without_arguments(name, text, source.at(start))
        return None
    return _count(text, name, source.at(start))


def is_dress(text: str) -> bool:
    """Whether the whole value ``text``, unquoted, would be taken for a form of ours."""
    return _name(text) is not None


def stands_for_values(text: str) -> bool:
    """Whether ``text``, unquoted, would stand for several values or for random seeds."""
    name = _name(text)
    return name in KNOWN and name != "env"


def refuse_within_a_value(text: str, start: int, source: Place) -> None:
    """Raises UsageError if ``text``, which is not the whole value, is a form of ours."""
    name = _name(text)
    if name in RANDOM_SEEDS:
        what = f"__{name}__ stands inside another value"
        raise UsageError(what, source.at(start), f"it must be the whole value: key=__{name}(3)__")


def _name(text: str) -> str | None:
    """The name in ``__name__``, ``__name:...__`` or ``__name(...``, the last of which no Hydra value begins with."""
    stop = skip(text, 2, ID_CHARS)
    if not text.startswith("__"):
        return None
    if text[stop : stop + 1] == "(":
        return text[2:stop]
    if not text.endswith("__") or text[stop : stop + 1] not in ("", ":"):
        return None
    return text[2:stop] if stop < len(text) else text[2:-2]


def _is_ours(name: str, text: str, place: Place) -> bool:
    if name in KNOWN:
        return True
    from difflib import get_close_matches  # noqa: PLC0415 only for typing errors

    nearest = get_close_matches(name, KNOWN, 1, 0.75)
    if nearest or "(" in text:
        raise _unknown(name, text, nearest, place)
    return False


def _refuse_without_arguments(name: str, text: str, place: Place) -> None:
    if text == f"__{name}__":
        raise UsageError(f"__{name}__ has no arguments", place, f"write {WITH_ARGUMENTS[name]}; quote it if it is text")


def _unknown(name: str, text: str, nearest: list[str], place: Place) -> UsageError:
    cures = [f"did you mean __{nearest[0]}__?" if nearest else f"known are {', '.join(map('__{}__'.format, KNOWN))}"]
    if "(" not in text:
        cures.append(f"For the text itself quote it: '{text}'")
    return UsageError(f"there is no __{name}__", place, " ".join(cures))


def _count(text: str, name: str, place: Place) -> int:
    argument = text[len(name) + 2 :]
    if argument == "__":
        return 1
    if argument[0] == ":":
        return _positive(argument[1:-2], name, place)
    if not argument.endswith(")__"):
        what = f"__{name}(...) does not end in )__"
        raise UsageError(what, place, f"write __{name}(3)__ as the whole value")
    return _positive(argument[1:-3], name, place)


def _positive(digits: str, name: str, place: Place) -> int:
    cure = f"write how many seeds each product gets: __{name}(3)__"
    if not (digits.isascii() and digits.strip(" \t").isdigit()):
        what = f"{digits!r} is not a number of seeds"
        raise UsageError(what, place, cure)
    count = int(digits) if len(digits) < LONG else MOST_SEEDS + 1
    if not 0 < count <= MOST_SEEDS:
        what = "no seeds at all" if count == 0 else f"more than {MOST_SEEDS} seeds, which is all that there are"
        raise UsageError(f"__{name}__ asks for {what}", place, cure)
    return count
