"""Several things to see, one below the other."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.terminal import chart, grid, listing, numbers, table
from heracles.terminal.text import blocks, columns, printable, wrapped
from heracles.terminal.values import Chart, Grid, Heading, Legend, Listing, Note, Numbers, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from heracles.terminal.colors import Paint
    from heracles.terminal.grid import Style
    from heracles.terminal.values import Panel

WIDTH = 80
SCREEN = 20
"""Lines that fit on a small terminal together with a few others."""

BETWEEN_SIGNS = "   "


def lines(panels: Sequence[Panel], paint: Paint, width: int = WIDTH) -> list[str]:
    """The panels in lines without line ends, of at most ``width`` columns as long as that is 60 or more.

    No control characters are in them but the escape sequences of ``paint``, whatever the texts of the panels hold.
    """
    return [*_drawn(panels, _style(panels, width, paint), width, paint)]


def _style(panels: Sequence[Panel], width: int, paint: Paint) -> Style:
    """Words, unless all tables in words take more than a screen, and single characters take less."""
    grids = [panel for panel in panels if isinstance(panel, Grid)]
    in_words, in_marks = (_height(grids, style, width, paint) for style in (grid.WORDS, grid.MARKS))
    return grid.WORDS if in_words <= max(SCREEN, in_marks) else grid.MARKS


def _height(grids: Iterable[Grid], style: Style, width: int, paint: Paint) -> int:
    return sum(1 for each in grids for _ in grid.lines(each, style, width, paint))


def _drawn(panels: Iterable[Panel], style: Style, width: int, paint: Paint) -> Iterator[str]:
    """All panels, with an empty line between them, but for what belongs together."""
    above: Panel | None = None
    for panel in panels:
        if above is not None and not isinstance(above, Heading) and not isinstance(panel, Note):
            yield ""
        yield from _lines(panel, style, width, paint)
        above = panel


def _lines(panel: Panel, style: Style, width: int, paint: Paint) -> Iterator[str]:
    if isinstance(panel, (Grid, Legend)):
        return _in_style(panel, style, width, paint)
    if isinstance(panel, Chart):
        return chart.lines(panel, width, paint)
    if isinstance(panel, Numbers):
        return numbers.lines(panel, width, paint)
    if isinstance(panel, Listing):
        return listing.lines(panel, width, paint)
    if isinstance(panel, Table):
        return table.lines(panel, width)
    return wrapped(printable(panel.text).split(" "), width)


def _in_style(panel: Grid | Legend, style: Style, width: int, paint: Paint) -> Iterator[str]:
    if isinstance(panel, Grid):
        return grid.lines(panel, style, width, paint)
    return _legend(panel, style, width, paint)


def _legend(legend: Legend, style: Style, width: int, paint: Paint) -> Iterator[str]:
    entries = [(style.sign(sign), sign) for sign in legend.signs]
    shown = [f"{paint(text, sign.color)} {sign.meaning}" for text, sign in entries]
    widths = [columns(f"{text} {sign.meaning}") for text, sign in entries]
    found = blocks(widths, width, len(BETWEEN_SIGNS))
    return (BETWEEN_SIGNS.join(shown[place] for place in block) for block in found)
