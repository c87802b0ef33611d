"""Waiting for one thing while another is done."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")


def begun(call: Callable[[], T]) -> Callable[[], T]:
    """Begins a call in a thread; what is returned waits for its result, or raises what it raised.

    An interrupt reaches whoever waits, at once; the call is left to itself then, and does not keep the program from
    ending.
    """
    from threading import Thread  # noqa: PLC0415

    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(call())
        except BaseException as error:  # raised again where it is waited for
            errors.append(error)

    def result() -> T:
        thread.join()
        if errors:
            raise errors[0]
        return results[0]

    thread = Thread(target=run, daemon=True)
    thread.start()
    return result
