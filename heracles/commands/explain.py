"""``heracles show NAME --explain``: what a sweep is made of, and where each part of it was written."""

from __future__ import annotations

import json
import os

from heracles import config, grammar
from heracles.commands import preparation
from heracles.config import Part
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.commands.requests import Declared
    from heracles.grammar import Argument
    from heracles.sweep import Sweep
    from heracles.terminal import Terminal

WIDTH = 80
NARROWEST = 16
"""Of the column of texts, however long the places are."""


def explain(source: Declared, terminal: Terminal) -> int:
    """Prints a line a part: what it is, what it says, and where that stands (within the sweep, where it is its own)."""
    own = f": sweeps.{source.name}."
    parts = _parts(source)
    terminal.results(_table([part._replace(source=part.source.replace(own, ": ", 1)) for part in parts]))
    return 0


def explain_json(source: Declared, terminal: Terminal) -> int:
    """Prints the parts as JSON Lines: ``part``, ``text``, ``source``."""
    parts = _parts(source)
    terminal.results(json.dumps({"part": part.what, "text": part.text, "source": part.source}) for part in parts)
    return 0


def _parts(source: Declared) -> tuple[Part, ...]:
    """The parts of a sweep as it is declared, options and words in the place of what they replace, others behind."""
    _, sweep = preparation.declared(source)
    given = (*_options(source), *_words(sweep))
    declared = config.explain(source.config or config.find(os.curdir), source.name)
    replacing = {place: new for new in given for place, part in enumerate(declared) if _replaces(new, part)}
    parts = [
        _in_place_of(part, replacing[place]) if place in replacing else _less_lost_keys(part, given)
        for place, part in enumerate(declared)
        if place in replacing or not _is_lost(part, given)
    ]
    return (*dict.fromkeys(parts), *(new for new in given if new not in replacing.values()))


def _options(source: Declared) -> Iterator[Part]:
    for what in ("entropy", "placement", "config_dir"):
        value = getattr(source, what)
        if value is not None:
            yield Part(what, value, f"--{what.replace('_', '-')}")


def _words(sweep: Sweep) -> Iterator[Part]:
    for argument in sweep.arguments:
        if argument.source.label.startswith("argument "):
            yield Part.of(argument, _kind(argument), argument.source.text)


def _kind(argument: Argument) -> str:
    if isinstance(argument, grammar.Zip):
        return "zip"
    if isinstance(argument, grammar.RandomSeeds):
        return "seeds"
    return "override" if isinstance(argument, grammar.Fixed) else "axis"


def _replaces(new: Part, part: Part) -> bool:
    if new.source.startswith("--"):
        return new.what == part.what
    return part.zip == new.zip != "" or (bool(part.keys) and set(part.keys).issubset(new.keys))


def _lost(part: Part, given: Sequence[Part]) -> list[str]:
    """The keys of a part that words set."""
    return [key for key in part.keys if any(key in new.keys for new in given)]


def _is_lost(part: Part, given: Sequence[Part]) -> bool:
    return bool(part.keys) and len(_lost(part, given)) == len(part.keys)


def _less_lost_keys(part: Part, given: Sequence[Part]) -> Part:
    """A zip of which words replace some keys."""
    lost = _lost(part, given)
    return part._replace(source=f"{part.source}, without {', '.join(lost)}") if lost else part


def _in_place_of(part: Part, new: Part) -> Part:
    kind = new.what if new.zip else part.what.rpartition(" ")[2]
    what = part.what.rpartition(" ")[0]
    return new._replace(what=f"{what} {kind}".lstrip(), source=f"{new.source}, replacing {_line(part)}")


def _line(part: Part) -> str:
    """The file and line of a part: ``heracles.toml:12``."""
    return part.source.partition(": ")[0]


def _table(parts: Sequence[Part]) -> Iterator[str]:
    """Aligned columns; where a text is too long for its column, the place is on a line of its own."""
    kinds = max(len(part.what) for part in parts)
    room = max(NARROWEST, WIDTH - kinds - max(len(part.source) for part in parts) - 4)
    texts = min(room, max(len(part.text) for part in parts))
    for what, text, source, *_ in parts:
        if len(text) <= texts:
            yield f"{what:{kinds}}  {text:{texts}}  {source}"
        else:
            yield f"{what:{kinds}}  {text}"
            yield f"{'':{kinds}}  {'':{texts}}  {source}"
