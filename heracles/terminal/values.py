"""What can be drawn: tables of states, bars of states, and lists; nothing of it is fit for a terminal before."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Union


class Sign(NamedTuple):
    """A state as it is drawn: ``word`` is short, ``mark`` one character, ``color`` "" is none; its ``meaning``."""

    word: str
    mark: str
    color: str
    meaning: str


class Cell(NamedTuple):
    """What stands at one place of a table: a sign, and in smaller print how far it is (``3/5``)."""

    sign: Sign
    detail: str = ""


class Row(NamedTuple):
    """A row of a table: as many labels as the table has heads, and a cell for each of its columns, or None."""

    labels: tuple[str, ...]
    cells: tuple[Cell | None, ...]


class Grid(NamedTuple):
    """A table of cells; ``heads`` stand above the labels of its rows, ``axis`` above the labels of its columns."""

    title: str
    heads: tuple[str, ...]
    axis: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Share(NamedTuple):
    """How many are in one state."""

    sign: Sign
    number: int


class Tally(NamedTuple):
    """How many of something are in which state."""

    labels: tuple[str, ...]
    shares: tuple[Share, ...]

    @property
    def total(self) -> int:
        return sum(share.number for share in self.shares)


class Chart(NamedTuple):
    """A bar and the exact numbers for each of at least one tally, of things that are called ``one`` and ``many``."""

    tallies: tuple[Tally, ...]
    one: str = ""
    many: str = ""


class Numbers(NamedTuple):
    """The numbers of tallies, at least one, below each other; all have the same signs, also where a number is 0."""

    heads: tuple[str, ...]
    tallies: tuple[Tally, ...]


class Item(NamedTuple):
    """A line of a list: its number, a cell, a note or "", and words."""

    number: str
    cell: Cell
    note: str
    words: tuple[str, ...]


class Listing(NamedTuple):
    """One line for each of several things."""

    items: tuple[Item, ...]


class Table(NamedTuple):
    """Texts under heads: ``labels`` columns of labels, then values, of which those that are ``right`` end in line."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: int
    right: tuple[bool, ...]


class Legend(NamedTuple):
    """What the signs mean that occur above."""

    signs: tuple[Sign, ...]


class Heading(NamedTuple):
    """What the panels below it are."""

    text: str


class Note(NamedTuple):
    """What is to be said of the panel above it."""

    text: str


if TYPE_CHECKING:
    Panel = Union[Grid, Chart, Numbers, Listing, Table, Legend, Heading, Note]
