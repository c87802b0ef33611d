"""Which command, with what arguments; the one place where errors become exit codes."""

from __future__ import annotations

import os

from heracles.cli.arguments import parse
from heracles.cli.asked import Asked
from heracles.errors import HeraclesError, UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

BUG, INTERRUPTED = 3, 130
COMPLETE = "__complete"
"""What shells ask by, not people: it is no verb, and takes its words as they are."""


def main(argv: Sequence[str]) -> int:
    """Runs heracles with these arguments (without the program's name) and returns its exit code.

    0 done; 1 a launch fell short or runs failed; 2 a usage or configuration error, nothing done; 3 a bug in heracles;
    130 interrupted.
    """
    terminal = Terminal.of_process("auto")
    try:
        return _run(argv, terminal)
    except Asked as asked:
        terminal.results(asked.text.splitlines())
        return 0
    except HeraclesError as error:
        terminal.error(error)
        return error.exit_code
    except KeyboardInterrupt:
        terminal.note("heracles: interrupted")
        return INTERRUPTED
    except Exception as bug:
        return _report(bug, terminal)


def _run(argv: Sequence[str], terminal: Terminal) -> int:
    if argv and argv[0] == COMPLETE:
        from heracles.cli.completing import complete  # noqa: PLC0415

        return complete(argv[1:], terminal)
    invocation = parse(argv)
    _enter(invocation.directory)
    return invocation.run(terminal._replace(color=invocation.color))


def _enter(directory: str) -> None:
    try:
        os.chdir(directory)
    except OSError as error:
        raise UsageError(f"-C {directory}: {error.strerror}", cure="-C takes the folder in which to start") from None


def _report(bug: Exception, terminal: Terminal) -> int:
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    with tempfile.NamedTemporaryFile("w", prefix="heracles-bug-", suffix=".txt", delete=False) as file:
        file.writelines(traceback.format_exception(type(bug), bug, bug.__traceback__))
    terminal.note(f"heracles: this is a bug in heracles: {type(bug).__name__}; please report it with {file.name}")
    return BUG
