"""Launchers of other packages: found by entry points of the group ``heracles.launchers``, and called with care."""

from __future__ import annotations

import sys
from functools import wraps

from heracles.errors import HeraclesError, LaunchError, UsageError, nearest
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import (
    Cancelled,
    Cancels,
    CancelsTasks,
    Counts,
    Declined,
    Finds,
    Found,
    Holds,
    Released,
    Reports,
    Runs,
    Submits,
    Taken,
    TaskState,
    Unsure,
    Watches,
)
from heracles.launchers.base.logs import Logs, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.metadata import EntryPoint
    from typing import Any, TypeVar

    from heracles.launchers.base import Launcher, PluginSettings, Submission

    T = TypeVar("T")

GROUP = "heracles.launchers"
CAPABILITIES = (Submits, Runs, Finds, Watches, Holds, Cancels, CancelsTasks, Counts, Reports, Logs)
LAZY = frozenset({"run"})
"""The methods that give what they do one by one."""

ANSWERS: dict[str, tuple[type, ...]] = {
    "submit": (Taken, Declined, Unsure),
    "find_job": (Found, type(None)),
    "release": (Released,),
    "cancel": (Cancelled,),
    "cancel_tasks": (Cancelled,),
    "queued": (int,),
    "mine": (int,),
}
ITEMS: dict[str, type] = {
    "command_line": str,
    "find": Found,
    "find_finished": Found,
    "untagged": str,
    "states": TaskState,
    "written": Written,
}
"""What there may be any number of in an answer."""


def names() -> tuple[str, ...]:
    """The kinds of launchers that other packages bring."""
    return tuple(dict.fromkeys(point.name for point in _entry_points()))


def made(settings: PluginSettings, surroundings: object) -> Launcher:
    """The launcher of another package; whatever breaks in it is a LaunchError from now on.

    Raises a UsageError where the package is not there, cannot be imported, or refuses its options.
    """
    point = _entry_point(settings.name)
    with_care = _Care(settings.name, _package(point))
    launcher = with_care.at_first(lambda: point.load()(settings.values, surroundings))
    able = [capability for capability in CAPABILITIES if isinstance(launcher, capability)]
    if not {Submits, Runs}.intersection(able):
        raise with_care.useless(f"what it makes can neither submit nor run: {type(launcher).__name__}")
    careful: Launcher = with_care.around(launcher, able)
    return careful


def absent(settings: PluginSettings) -> Launcher:
    """What stands for the launcher of a package that is gone: it can do nothing, and says so when it has to."""
    return _Absent(settings)


class _Absent:
    def __init__(self, settings: PluginSettings) -> None:
        self._settings = settings

    def command_line(self, _submission: Submission) -> tuple[str, ...]:
        raise _unknown(self._settings.name)

    def submit(self, _submission: Submission, _called: object, _meanwhile: object) -> Declined:
        raise _unknown(self._settings.name)


class _Care:
    """What is said where the code of another package breaks."""

    def __init__(self, kind: str, package: str) -> None:
        self._kind, self._package = kind, package

    def at_first(self, make: Callable[[], T]) -> T:
        try:
            return make()
        except HeraclesError:
            raise
        except (Exception, SystemExit) as error:
            raise self.useless(_words(error)) from None

    def useless(self, why: str) -> UsageError:
        what = f"the launcher {self._kind} of the package {self._package} cannot be used: {why}"
        return UsageError(what, cure=f"mend or update {self._package}")

    def around(self, launcher: object, able: list[Any]) -> Any:
        """An object with the methods of these capabilities, and no others."""
        methods = {name: self._method(getattr(launcher, name), name) for each in able for name in _methods(each)}
        return type(f"Launcher_{self._kind}", (), methods)()

    def _method(self, method: Callable[..., Any], name: str) -> Callable[..., Any]:
        if name in LAZY:
            return lambda _self, *given, **named: self._each(method(*given, **named), name)

        @wraps(method)
        def careful(_self: object, *given: Any, **named: Any) -> Any:
            return self._checked(self._at_work(lambda: method(*given, **named), name), name)

        return careful

    def _each(self, events: Iterator[T], name: str) -> Iterator[T]:
        try:
            yield from events
        except HeraclesError:
            raise
        except Exception as error:
            raise self._broken(name, _words(error)) from None

    def _at_work(self, call: Callable[[], T], name: str) -> T:
        try:
            return call()
        except HeraclesError:
            raise
        except Exception as error:
            raise self._broken(name, _words(error)) from None

    def _checked(self, answer: T, name: str) -> T:
        wanted, item = ANSWERS.get(name), ITEMS.get(name)
        if wanted and not isinstance(answer, wanted):
            raise self._broken(name, f"it answers with {answer!r}, not with {wanted[0].__name__}")
        if item and not (isinstance(answer, tuple) and all(isinstance(each, item) for each in answer)):
            raise self._broken(name, f"it answers with {answer!r}, not with a tuple of {item.__name__}")
        return answer

    def _broken(self, name: str, why: str) -> LaunchError:
        what = f"the launcher {self._kind} of the package {self._package} broke in {name}: {why}"
        return LaunchError(what, cure=f"tell those who make {self._package}")


def _methods(capability: type) -> Iterator[str]:
    return (name for name in vars(capability) if not name.startswith("_"))


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _entry_point(kind: str) -> EntryPoint:
    found = next((point for point in _entry_points() if point.name == kind), None)
    if found is None:
        raise _unknown(kind)
    return found


def _unknown(kind: str) -> UsageError:
    likely = nearest(kind, names())
    cure = f"did you mean {likely}?" if likely else "install it where heracles is installed"
    return UsageError(f"no package brings a launcher of the kind {kind}", cure=cure)


def _entry_points() -> tuple[EntryPoint, ...]:
    from importlib import metadata  # noqa: PLC0415  # takes longer to load than most commands run

    if sys.version_info >= (3, 10):
        return tuple(metadata.entry_points(group=GROUP))
    else:  # noqa: RET505  # else mypy would call it unreachable
        return tuple(metadata.entry_points().get(GROUP, ()))


def _package(point: EntryPoint) -> str:
    """The name of the package that brings it; Python 3.9 knows that of its module only."""
    dist = getattr(point, "dist", None)
    return dist.metadata["Name"] if dist else point.value.partition(":")[0].partition(".")[0]
