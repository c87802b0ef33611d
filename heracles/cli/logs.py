"""``heracles logs``: its options, and the command behind each."""

from __future__ import annotations

from heracles.cli import dispatch, syntax
from heracles.cli.syntax import Option, Syntax, Words
from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from types import SimpleNamespace
    from typing import Callable

    from heracles.commands.outputs.found_logs import Request
    from heracles.terminal import Terminal

ALL = "all"
_HOW = "how"
"""Only one of these options may be given."""


def run(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.narrowing import FAILED_ONES, Narrowing  # noqa: PLC0415
    from heracles.commands.outputs.found_logs import ALL_LINES, Request  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    states = FAILED_ONES.states if options.failed else ()
    narrowing = Narrowing(tuple(options.only), states, options.product)
    lines = ALL_LINES if options.lines == ALL else _number("--lines", options.lines, f"write a number, or {ALL}")
    task = _number("--task", options.task, "write the number of a task in the script's own array")
    return _action(options)(Request(options.target, narrowing, task, lines, options.config), terminal)


def _action(options: SimpleNamespace) -> Callable[[Request, Terminal], int]:
    from heracles.commands import logs  # noqa: PLC0415

    if options.follow:
        from heracles.commands import log_following  # noqa: PLC0415

        return log_following.follow
    if options.path:
        return logs.print_paths
    if options.failed:
        from heracles.commands import log_groups  # noqa: PLC0415

        return log_groups.print_groups_json if options.json else log_groups.print_groups
    return logs.print_json if options.json else logs.print_ends


def _number(option: str, text: str | None, cure: str) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise UsageError(f"{text} is no number", Place(option, text), cure)
    return int(text)


LOGS = Syntax(
    "logs",
    "usage: heracles logs [TARGET [INDEX]] [options]",
    "Prints the last lines of what products wrote; with --failed, an example a cause.",
    ("heracles logs ablation-a 17 -f", "heracles logs ablation-a --failed"),
    (syntax.TARGET_OR_NEWEST, Words("product", "INDEX", "of a product, or the beginning of its id (default: all)")),
    (
        syntax.ONLY,
        Option(("--failed",), "failed", "those that failed, grouped by their causes", group=syntax.WHICH),
        Option(("--task",), "task", "that task of the script's own array alone", "N", syntax.WHICH),
        Option(("-n", "--lines"), "lines", "how many, or all (default: 40; --failed: 10)", "LINES", syntax.OUTPUT),
        Option(("-f", "--follow"), "follow", "go on until the tasks end, or ^C", "", syntax.OUTPUT, exclusive=_HOW),
        Option(("--path",), "path", "print where the logs are, nothing else", "", syntax.OUTPUT, exclusive=_HOW),
        syntax.json("task")._replace(exclusive=_HOW),
        *syntax.COMMON,
    ),
    run,
)
