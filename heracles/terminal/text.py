"""Text in columns of a terminal: made harmless, measured, padded, shortened, wrapped."""

from __future__ import annotations

from os.path import commonprefix
from unicodedata import category, east_asian_width

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CUT = ".."
LONGEST_END = 300
"""Characters that are looked at of a very long text, at each of its ends."""

GAP = "  "
SHORTEST_LABEL = 8
INVISIBLE = ("Mn", "Me")
"""Categories of characters that stand on the one before them, such as accents."""


def printable(text: str) -> str:
    """The text with what would move the cursor, change colours or turn lines around written out (``\\x1b``).

    Of a text that is longer than any screen is wide only the beginning and the end are left.
    """
    if len(text) > 2 * LONGEST_END:
        text = text[:LONGEST_END] + CUT + text[-LONGEST_END:]
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text)


def columns(text: str) -> int:
    """How wide printable text is on a terminal, by Unicode's annex 11 (East Asian Width)."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if category(character) in INVISIBLE:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def widest(texts: Iterable[str]) -> int:
    return max(map(columns, texts), default=0)


def shortened(text: str, limit: int) -> str:
    """The text, without its middle where it is wider than ``limit`` (at least 4)."""
    if columns(text) <= limit:
        return text
    room = limit - len(CUT)
    return _beginning(text, room - room // 2) + CUT + _beginning(text[::-1], room // 2)[::-1]


def _beginning(text: str, limit: int) -> str:
    used = 0
    for place, character in enumerate(text):
        used += _columns(character)
        if used > limit:
            return text[:place]
    return text


def shortened_apart(texts: Sequence[str], limit: int, most: int) -> list[str]:
    """The texts shortened to ``limit``, or as little more as leaves different ones different, but at most ``most``."""
    tried = (_all_shortened(texts, each) for each in range(limit, most + 1))
    return next((cut for cut in tried if _differ(cut, texts)), None) or distinct(texts, max(limit, most))


def distinct(texts: Sequence[str], limit: int) -> list[str]:
    """The texts shortened to ``limit``, by their common beginning where those would be alike that lose their middle."""
    cut = _all_shortened(texts, limit)
    if _differ(cut, texts):
        return cut
    common = len(commonprefix([text for text in texts if text]))  # noqa: RUF071 letters count, not folders
    return _all_shortened([CUT + text[common:] if text else text for text in texts], limit)


def _all_shortened(texts: Sequence[str], limit: int) -> list[str]:
    return [shortened(text, limit) for text in texts]


def _differ(cut: Sequence[str], texts: Sequence[str]) -> bool:
    return len(set(cut)) == len(set(texts))


def widths(table: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column of a table is."""
    return [widest(texts) for texts in zip(*table)]


def narrowed(wide: Sequence[int], room: int) -> list[int]:
    """The widths with the widest made narrower, until all fit into ``room`` or none is above the shortest label."""
    fitted = [min(width, max(room, SHORTEST_LABEL)) for width in wide]
    while sum(fitted) > room and max(fitted) > SHORTEST_LABEL:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def narrowed_from_left(wide: Sequence[int], room: int) -> list[int]:
    """The same with the first made as narrow as a label may be before the second gets narrower."""
    fitted = list(wide)
    for place, width in enumerate(fitted):
        fitted[place] = max(min(width, SHORTEST_LABEL), width - max(0, sum(fitted) - room))
    return fitted


def beside(table: Sequence[Sequence[str]], fitted: Sequence[int]) -> list[str]:
    """The texts of each row of a table in one, cut or padded to these widths, each with a gap behind it."""
    cut = [distinct(texts, width) for texts, width in zip(zip(*table), fitted)]
    shown = [[padded(text, width) + GAP for text in texts] for texts, width in zip(cut, fitted)]
    return ["".join(texts) for texts in zip(*shown)] if shown else [""] * len(table)


def blocks(wide: Sequence[int], room: int, gap: int) -> Iterator[range]:
    """Which of several things stand beside each other, with gaps between them: as many as fit, at least one."""
    first = used = 0
    for place, width in enumerate(wide):
        if place > first and used + gap + width > room:
            yield range(first, place)
            first = place
        used = width if place == first else used + gap + width
    if wide:
        yield range(first, len(wide))


def wrapped(words: Iterable[str], width: int, between: str = " ") -> Iterator[str]:
    """The words in lines of at most ``width`` columns; a word that is wider has its middle cut out."""
    shown = [shortened(word, max(width, 4)) for word in words]
    for block in blocks([*map(columns, shown)], width - len(between.rstrip()), len(between)):
        end = between.rstrip() if block.stop < len(shown) else ""
        yield between.join(shown[place] for place in block) + end
