"""The key element of an override: ``+group/name@package``, ``~a.b``, ``a[0].c``, as Hydra's grammar defines it."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar.lexer import DIGITS, ID_CHARS, LETTERS, skip

if TYPE_CHECKING:
    from heracles.errors import Place

_SPECIAL_STARTS = LETTERS | {"$"}
_SPECIAL_CHARS = ID_CHARS | {"$"}
_ESCAPABLE = frozenset(".[]=")


class Key(NamedTuple):
    """A key element as typed, its prefix (``+``, ``++``, ``~`` or nothing), and the config group or path it names."""

    text: str
    prefix: str
    name: str

    @property
    def is_deletion(self) -> bool:
        return self.prefix == "~"

    @property
    def is_of_hydra_itself(self) -> bool:
        """Whether Hydra takes the override for its own configuration, not for the application's."""
        return self.name == "hydra" or self.name.startswith(("hydra.", "hydra/", "hydra["))


def key_end(word: str) -> int:
    """The offset of the ``=`` that ends the key; the length of the word if there is none."""
    at = word.find("=")
    while at > 0 and word[at - 1] == "\\":
        at = word.find("=", at + 1)
    return len(word) if at == -1 else at


def parse_key(text: str, source: Place) -> str:
    """``text``, if it is a key as Hydra writes them (``+group/name@package``, ``a[0].b``); raises UsageError if not."""
    return read_key(source._replace(text=text), len(text)).text


def read_key(source: Place, stop: int, start: int = 0) -> Key:
    """The key element ``source.text[start:stop]``; raises UsageError."""
    text = source.text[start:stop]
    prefix = _prefix(text)
    rest = text[len(prefix) :]
    if not rest:
        raise _no_key(source.at(stop))
    if _is_value_path(rest):
        return Key(text, prefix, rest)
    name, _, package = rest.partition("@")
    if not (_is_package(name) or _is_group(name)):
        raise _not_a_key(source, start + len(prefix), name)
    if not _is_package(package):
        raise _not_a_key(source, stop - len(package), package)
    return Key(text, prefix, name)


def _prefix(text: str) -> str:
    if text.startswith("++"):
        return "++"
    return text[:1] if text[:1] in ("+", "~") else ""


def _is_package(name: str) -> bool:
    segments = name.split(".")
    if len(segments) == 1:
        return not name or _is_special(name)
    return all(_is_special(segment) or _is_unsigned(segment) for segment in segments)


def _is_group(name: str) -> bool:
    return all(part[:1] in LETTERS and ID_CHARS.issuperset(part) for part in name.split("/"))


def _is_special(segment: str) -> bool:
    return segment[:1] in _SPECIAL_STARTS and _SPECIAL_CHARS.issuperset(segment)


def _is_unsigned(segment: str) -> bool:
    if segment[:1] == "0":
        return segment == "0"
    return segment[:1] in DIGITS and all(part and DIGITS.issuperset(part) for part in segment.split("_"))


def _is_value_path(name: str) -> bool:
    if "[" not in name and "\\" not in name:
        return False
    at = _segment_end(name, 0)
    if not _is_segment(name[:at]) or (name[at : at + 1] == "[" and _is_unsigned(name[:at])):
        return False
    while at < len(name):
        behind = _behind_step(name, at)
        if behind == at:
            return False
        at = behind
    return True


def _behind_step(name: str, at: int) -> int:
    """Behind the ``.segment`` or ``[index]`` at ``at``; ``at`` itself if there is none."""
    stop = _segment_end(name, at + 1)
    if name[at] == "." and _is_segment(name[at + 1 : stop]):
        return stop
    if name[at] == "[" and stop > at + 1 and name[stop : stop + 1] == "]":
        return stop + 1
    return at


def _is_segment(text: str) -> bool:
    return "\\" in text or _is_special(text) or _is_unsigned(text)


def _segment_end(name: str, at: int) -> int:
    at = skip(name, at, _SPECIAL_CHARS)
    while name[at : at + 1] == "\\" and name[at + 1 : at + 2] in _ESCAPABLE:
        at = skip(name, at + 2, _SPECIAL_CHARS)
    return at


def _no_key(place: Place) -> UsageError:
    return UsageError("there is no key", place, "write key=value")


def _not_a_key(source: Place, start: int, name: str) -> UsageError:
    return UsageError(
        f"{name!r} is not a key that Hydra reads",
        source.at(start + _first_foreign(name)),
        "keys look like a.b, group/name, group@package, a[0]",
    )


def _first_foreign(name: str) -> int:
    at = skip(name, 0, _SPECIAL_CHARS | frozenset("./[]\\"))
    return at if at < len(name) else 0
