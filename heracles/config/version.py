"""Whether this heracles is new enough for a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heracles.errors import UsageError
from heracles.version import __version__

if TYPE_CHECKING:
    from heracles.config.document import Document

KEY = "minimum_heracles_version"


def require_version(document: Document) -> None:
    """Raises a UsageError where the file asks for a newer heracles, or not for a version.

    Comes before anything else is checked, since the newer one may know keys that this one does not.
    """
    minimum = document.data.get(KEY)
    if not isinstance(minimum, str):
        return
    place = document.entry(KEY).value
    if not _is_release(minimum):
        raise UsageError(f"{minimum} is not a version of heracles", place, f'write: {KEY} = "{__version__}"')
    if _release(minimum) > _release(__version__):
        what = f"the file needs heracles {minimum} or later, this is {__version__}"
        raise UsageError(what, place, "install it with: pip install --upgrade heracles-sweep")


def _is_release(version: str) -> bool:
    return all(part.isdecimal() for part in version.split("."))


def _release(version: str) -> tuple[int, ...]:
    """The numbers of a version, without trailing zeros and whatever follows them: 0.2.0.dev1 is of 0.2."""
    numbers: list[int] = []
    for part in version.split("."):
        if not part.isdecimal():
            break
        numbers.append(int(part))
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
