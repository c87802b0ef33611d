"""What went wrong, where, and the cure: the errors that heracles shows to people."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType


class Place(NamedTuple):
    """Where a user finds the text at fault.

    ``label`` names it ("argument 3", "heracles.toml:12: sweeps.a.axes"), ``text`` is the line or word itself and
    ``column`` the offset in ``text`` (characters, from 0) under which the caret goes.
    """

    label: str
    text: str = ""
    column: int | None = None

    def at(self, column: int) -> Place:
        return self._replace(column=column)


class Fault(NamedTuple):
    """One thing that is wrong: what happened, where, and what would be right."""

    what: str
    place: Place | None = None
    cure: str = ""

    def __str__(self) -> str:
        where = (f"\n  {self.place.label}", self.place.text and f"\n    {self.place.text}") if self.place else ()
        return "".join((self.what, *where, self.cure and f"\n  {self.cure}"))


class HeraclesError(Exception):
    """Something that a user can mend; its kinds say with which exit code the program ends.

    ``faults`` are all that is wrong: each says ``what``, at which ``place``, and the ``cure``; str() shows them.
    """

    exit_code = 2

    def __init__(self, what: str, place: Place | None = None, cure: str = "") -> None:
        super().__init__(what)
        self.faults: tuple[Fault, ...] = (Fault(what, place, cure),)

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> HeraclesError:
        """An error of this kind that shows several faults together; ``faults`` must not be empty."""
        faults = tuple(faults)
        error = cls(faults[0].what)
        error.faults = faults
        return error

    def __str__(self) -> str:
        """Every fault, where it is, and the cure: what Python code sees, which has no terminal to show it on."""
        return "\n".join(map(str, self.faults))


class UsageError(HeraclesError):
    """The command line, a script or heracles.toml is not right; nothing was done."""


class LaunchError(HeraclesError):
    """Writing or launching fell short."""

    exit_code = 1


class NotStarted(LaunchError):
    """A program that is needed cannot be started; trying again does not help."""


class Faults:
    """Collects the faults that a user could mend together, and raises them as one UsageError."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, what: str, place: Place | None = None, cure: str = "") -> None:
        self._faults.append(Fault(what, place, cure))

    def collected(self) -> _Collecting:
        """A block that keeps the faults of a UsageError raised inside, and goes on behind."""
        return _Collecting(self._faults)

    def raise_any(self) -> None:
        if self._faults:
            raise UsageError.of(self._faults)


class _Collecting:
    """What contextlib would make of a generator, without the time that importing contextlib takes."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if isinstance(error, UsageError):
            self._faults.extend(error.faults)
        return kind is not None and issubclass(kind, UsageError)


LONGEST_WORD = 60


def shown(word: str) -> str:
    """A word of the user's in a message: cut short, and in quotes where it could not be seen for what it is."""
    short = word if len(word) <= LONGEST_WORD else f"{word[: LONGEST_WORD - 3]}..."
    is_plain = short and short == short.strip() and not any(character < " " for character in short)
    return short if is_plain else repr(short)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` was most likely meant to be, or None."""
    from difflib import get_close_matches  # noqa: PLC0415

    return next(iter(get_close_matches(word, list(known), n=1)), None)
