"""Lists of things with their states, one line each where it fits."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.terminal.text import GAP, padded, printable, shortened, widest, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.terminal.colors import Paint
    from heracles.terminal.values import Item, Listing

LONGEST_NOTE = 24


def lines(listing: Listing, width: int, paint: Paint) -> Iterator[str]:
    """Number, state, note and words of each item; words that do not fit stand below the others."""
    items = listing.items
    notes = [shortened(printable(item.note), min(LONGEST_NOTE, width // 4)) for item in items]
    digits, states, beside = widest(item.number for item in items), widest(map(_state, items)), widest(notes)
    room = width - digits - states - beside - len(GAP) * (3 if beside else 2)
    indent = " " * (width - room)
    for item, note in zip(items, notes):
        state = paint(_state(item), item.cell.sign.color) + " " * (states - len(_state(item)))
        first, *rest = [*wrapped(map(printable, item.words), room)] or [""]
        parts = (item.number.rjust(digits), state, *([padded(note, beside)] if beside else []), first)
        yield GAP.join(parts).rstrip()
        yield from (f"{indent}{line}" for line in rest)


def _state(item: Item) -> str:
    return f"{item.cell.sign.word} {item.cell.detail}".rstrip()
