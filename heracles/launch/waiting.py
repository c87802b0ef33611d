"""Waiting, in a way that an interrupt ends at once."""

from __future__ import annotations

import time

from heracles.errors import LaunchError, NotStarted
from heracles.frozen import TYPE_CHECKING
from heracles.launch.events import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from typing import TypeVar

    from heracles.launch.course import Course
    from heracles.launch.events import Event

    T = TypeVar("T")

SLICE = 0.1
GROWTH = 1.5


def pauses(course: Course) -> Iterator[float]:
    """Seconds between looks at a queue: growing, since sites ask that nobody loops over squeue."""
    pause = course.pace.first_poll
    while True:
        yield pause
        pause = min(pause * GROWTH, course.pace.longest_poll)


def wait(course: Course, seconds: float, why: str) -> Iterator[Event]:
    """Waits, and says why; less long where somebody asks us to end."""
    yield Waiting(why)
    deadline = time.monotonic() + seconds
    while not course.stopped() and (left := deadline - time.monotonic()) > 0:
        time.sleep(min(SLICE, left))
    yield Waiting("")


def insisted(course: Course, ask: Callable[[], T]) -> Generator[Event, None, T]:
    """The answer to a question that a scheduler may be too busy for: asked again until it is away for too long.

    Raises the LaunchError of the last try.
    """
    deadline = time.monotonic() + course.pace.away
    for pause in pauses(course):
        try:
            return ask()
        except NotStarted:
            raise
        except LaunchError as error:
            if course.stopped() or time.monotonic() + pause > deadline:
                raise
            yield from wait(course, pause, f"the scheduler does not answer ({error.faults[0].what})")
    raise AssertionError  # pauses never end
