"""How a program ended."""

from __future__ import annotations


def ending(exit_code: int) -> str:
    """How a program ended, in words."""
    if exit_code < 0:
        return f"was killed by {_signal_name(-exit_code)}"
    return f"failed with exit code {exit_code}"


def _signal_name(number: int) -> str:
    import signal  # noqa: PLC0415

    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def recorded_end(exit_file: str) -> int | None:
    """The exit code that was written down (negative: the signal that killed it); None where there is none."""
    try:
        with open(exit_file, encoding="ascii") as file:
            return int(file.read())
    except (OSError, ValueError):
        return None
