"""Hydra's functions that make or order sweeps (``choice range interval glob tag sort shuffle``), and extend_list."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.grammar.elements import ONLY_WHOLE, SWEEPS, Choice, Extension, Glob, Range, Shuffled, Zipped
from heracles.grammar.lazy import shuffled
from heracles.grammar.ranges import ordered
from heracles.grammar.refusal import Refused
from heracles.grammar.zips import in_order, in_random_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.grammar.elements import Element


def choice(*items: Element) -> Choice:
    """A sweep over the items; a sweep as its only one must be of the simple kind."""
    if not items:
        raise Refused("choice() is empty", "write choice(a,b)")
    if len(items) == 1 and isinstance(items[0], Choice) and items[0].is_simple:
        return items[0]._replace(is_simple=False)
    if any(isinstance(item, Choice) for item in items):
        raise Refused("choice() inside choice()", "write all values in one: choice(a,b,c)")
    return Choice(list(items))


def range_(start: float, stop: float | None = None, step: float = 1) -> Range:
    """A sweep over numbers; the only argument is where it stops."""
    return Range(0, start, step) if stop is None else Range(start, stop, step)


def interval(start: float, end: float) -> Element:
    """What names no values; Hydra's BasicSweeper refuses it as well."""
    what = f"interval() is for optimizers: it names no values from {start} to {end}"
    raise Refused(what, "name them: key=choice(0.1,0.2) or key=range(0,1,0.1)")


def glob(include: str | list[Element], exclude: str | list[Element] | None = None) -> Glob:
    """A sweep over options of a config group; patterns are those of Python's fnmatch."""
    return Glob(_patterns(include), _patterns([] if exclude is None else exclude))


def tag(*words: Element, sweep: Element = None) -> Element:
    """The sweep behind the tags, which only optimizers read."""
    if not words:
        raise Refused("tag() needs tags and a sweep", "write tag(name,choice(a,b))")
    *tags, last = words if sweep is None else (*words, sweep)
    if not isinstance(last, (*SWEEPS, Zipped)) or not all(isinstance(text, str) for text in tags):
        raise Refused("tag() takes texts and, last, a sweep", "write tag(name,choice(a,b))")
    return last


def shuffle(*items: Element, sweep: Element = None, list: list[Element] | None = None) -> Element:  # noqa: A002 Hydra's name
    """A sweep or a list in random order; several items are a sweep."""
    if list is not None or sweep is not None:
        return _shuffled(sweep if list is None else list)
    if len(items) == 1:
        return _shuffled(items[0])
    return Choice(_no_sweeps("shuffle", items), is_simple=True, is_shuffled=True)


def sort(*items: Element, sweep: Element = None, list: list[Element] | None = None, reverse: bool = False) -> Element:  # noqa: A002 Hydra's name
    """A sweep or a list in order; several items are a sweep."""
    if list is not None or sweep is not None:
        return _sorted(sweep if list is None else list, reverse)
    if len(items) == 1:
        return _sorted(items[0], reverse)
    if not items:
        raise Refused("sort() is empty", "write sort(3,1,2)")
    return Choice(_in_order(_no_lists(_no_sweeps("sort", items)), reverse), is_simple=True)


def extend_list(*items: Element) -> Extension:
    """Values that Hydra appends to the list under the key."""
    if any(isinstance(item, ONLY_WHOLE) for item in items):
        raise Refused("extend_list() takes no sweep")
    return Extension([*items])


def _patterns(given: str | list[Element]) -> tuple[str, ...]:
    patterns = [given] if isinstance(given, str) else given
    if not all(isinstance(pattern, str) for pattern in patterns):
        raise Refused("glob() takes patterns without quotes inside its list", "write glob([a*,b*])")
    return tuple(patterns)


def _no_sweeps(name: str, items: tuple[Element, ...]) -> list[Element]:
    if any(isinstance(item, ONLY_WHOLE) for item in items):
        raise Refused(f"{name}() takes a single sweep", f"write {name}(choice(a,b))")
    return [*items]


def _no_lists(items: list[Element]) -> list[Element]:
    if any(isinstance(item, (dict, list)) for item in items):
        raise Refused("sort() of several values takes no lists or dicts", "write sort([3,1,2]) to sort one list")
    return items


def _shuffled(element: Element) -> Element:
    if isinstance(element, SWEEPS):
        return element._replace(is_shuffled=True)
    if isinstance(element, Zipped):
        return in_random_order(element)
    return Shuffled(shuffled(element)) if isinstance(element, list) else [element]


def _sorted(element: Element, reverse: bool) -> Element:
    if isinstance(element, Range):
        return ordered(element, reverse)
    if isinstance(element, Choice):
        return element._replace(items=_in_order(element.items, reverse), is_shuffled=False)
    if isinstance(element, Zipped):
        return _rows_in_order(element, reverse)
    return _in_order(element, reverse) if isinstance(element, list) else element


def _rows_in_order(rows: Zipped, reverse: bool) -> Zipped:
    try:
        return in_order(rows, reverse)
    except TypeError:
        raise Refused("sort() cannot compare these rows with each other", "give each key values of one kind") from None


def _in_order(items: Sequence[Element], reverse: bool) -> list[Element]:
    try:
        return sorted(items, reverse=reverse)
    except TypeError:
        raise Refused("sort() cannot compare these values with each other", "sort values of one kind") from None
