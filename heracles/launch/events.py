"""What happens in a launch, as it is told."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Union

    from heracles.errors import Fault


class Submitted(NamedTuple):
    """The products at the places ``first`` to ``last`` were handed over, as a job (None: it has no name)."""

    first: int
    last: int
    title: str
    job: str | None
    cluster: str = ""
    is_array: bool = False


class Ended(NamedTuple):
    """The product at a place ran here to its end; ``exit_code`` is negative where a signal ended it."""

    place: int
    title: str
    exit_code: int
    log: str


class Waiting(NamedTuple):
    """The launch waits, and why; "": it goes on."""

    why: str


class Warned(NamedTuple):
    """Something that the user should know."""

    text: str


class Failed(NamedTuple):
    """The launch ends here, and why."""

    fault: Fault


if TYPE_CHECKING:
    Event = Union[Submitted, Ended, Waiting, Warned, Failed]
