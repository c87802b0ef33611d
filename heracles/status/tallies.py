"""How many products are in which state: of a launch, of a sweep, of each value of what varies."""

from __future__ import annotations

import time

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.reconcile.states import counts
from heracles.status.seen import FAILED, SIGNS
from heracles.terminal.values import Legend, Note, Numbers, Share, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from heracles.launchers.base import State
    from heracles.status.axes import Axis
    from heracles.status.seen import Seen
    from heracles.terminal.values import Panel

ALL = "all"
MOST_VALUES = 12
WORST_VALUES = 4
STRIKING = 2
"""How many times as often as all others a value fails that is shown among many."""


class Launched(NamedTuple):
    """A launch as one line shows it: its name, when it was begun (epoch seconds), the states of its products."""

    name: str
    created: float
    states: Sequence[State]


def overview(launches: Sequence[Launched]) -> tuple[Panel, ...]:
    """A line for each launch: its name, when, how many products, a bar, and how many in which state."""
    if not launches:
        return ()
    occurring = _occurring(state for each in launches for state in each.states)
    digits = max(len(ALL), *(len(str(len(each.states))) for each in launches))
    labels = [(each.name, moment(each.created), str(len(each.states)).rjust(digits)) for each in launches]
    tallies = tuple(_spread(label, each.states, occurring) for label, each in zip(labels, launches))
    return (Numbers(("", "launched", ALL), tallies), Legend(tuple(SIGNS[state] for state in occurring)))


def moment(seconds: float) -> str:
    """A time of this time zone, to the minute."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def tally(labels: tuple[str, ...], states: Iterable[State]) -> Tally:
    """How many are in which state, those first that are farthest and well (``21 completed, 3 failed``)."""
    return Tally(labels, tuple(Share(SIGNS[state], number) for state, number in reversed(counts(states))))


def by_value(products: Sequence[Seen], axes: Sequence[Axis]) -> Iterator[Panel]:
    """A line for each value of each axis; of an axis with many values for those only that fail more often than most."""
    states = [product.state.state for product in products]
    occurring = _occurring(states)
    shown = [(axis, _shown(axis, states)) for axis in axes if len(axis.values) < len(products)]
    tallies = tuple(each for axis, found in shown for each in _tallies(axis, found, occurring))
    if tallies:
        yield Numbers(("", ""), tallies)
    yield from (Note(_left_out(axis, len(found))) for axis, found in shown if len(found) < len(axis.values))


def _left_out(axis: Axis, shown: int) -> str:
    key, number = ", ".join(axis.keys), len(axis.values)
    return f"{key}: the worst of {number} values" if shown else f"{key}: {number} values, none of which stands out"


def _shown(axis: Axis, states: Sequence[State]) -> dict[int, list[State]]:
    """The states for each value that is shown."""
    found: dict[int, list[State]] = {place: [] for place in range(len(axis.values))}
    for state, place in zip(states, axis.places):
        found[place].append(state)
    if len(found) <= MOST_VALUES:
        return found
    rates = {place: _rate(each) for place, each in found.items()}
    usual = _rate(states)
    worse = [place for place in rates if rates[place] > STRIKING * usual]
    return {place: found[place] for place in sorted(worse, key=lambda place: -rates[place])[:WORST_VALUES]}


def _rate(states: Sequence[State]) -> float:
    return sum(map(states.count, FAILED)) / len(states)


def _tallies(axis: Axis, found: dict[int, list[State]], occurring: Sequence[State]) -> Iterator[Tally]:
    key = ", ".join(axis.keys)
    for place, states in found.items():
        yield _spread((key, ", ".join(axis.values[place])), states, occurring)
        key = ""


def _occurring(states: Iterable[State]) -> list[State]:
    return [state for state, _ in reversed(counts(states))]


def _spread(labels: tuple[str, ...], states: Sequence[State], occurring: Sequence[State]) -> Tally:
    """A tally with a share for each state that occurs in any of the tallies beside it."""
    return Tally(labels, tuple(Share(SIGNS[state], states.count(state)) for state in occurring))
