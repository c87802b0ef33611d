"""``heracles logs TARGET ...``: the ends of the logs of products, or where they are."""

from __future__ import annotations

import os

from heracles import logs
from heracles.commands.outputs.found_logs import ALL_LINES, find_outputs, refuse_many
from heracles.commands.outputs.log_wording import in_words_of, missing, short, without_log
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.commands.outputs.found_logs import Found, Request
    from heracles.commands.outputs.places import Output
    from heracles.logs import End
    from heracles.terminal import Terminal

LINES = 40


def print_ends(request: Request, terminal: Terminal) -> int:
    """Prints the last lines of each log, under a heading where there are several; says where there is none, and why."""
    found = find_outputs(request, terminal)
    refuse_many(found, request)
    shown = 0
    for output in found.outputs:
        shown += _print_ends(found, output, request.lines, shown, terminal)
    return 0 if shown else 1


def print_paths(request: Request, terminal: Terminal) -> int:
    """Prints where the tasks write, a path a line, whether there is a file yet or not."""
    found = find_outputs(request, terminal)
    terminal.results(dict.fromkeys(path for output in found.outputs for path in output.paths))
    for output in found.outputs:
        if output.written.why:
            terminal.warn(f"{found.title(output)}: {output.written.why}")
    return 0 if any(output.paths for output in found.outputs) else 1


def _print_ends(found: Found, output: Output, lines: int | None, before: int, terminal: Terminal) -> int:
    """Prints the end of each file that a task writes to, and returns how many there were; ``before`` it so many."""
    ends = {path: end_of(path, lines) for path in output.paths}
    there = {path: end for path, end in ends.items() if end is not None}
    tell_missing(found, output, terminal)
    for number, (path, end) in enumerate(there.items(), start=before):
        _print_heading(f"{found.title(output)}  {in_words_of(output.state)}  {short(path)}", found, number, terminal)
        terminal.results(map(os.fsdecode, end.lines))
    return len(there)


def _print_heading(heading: str, found: Found, number: int, terminal: Terminal) -> None:
    """Above each of several ends; of a single one, nothing is among the results that it has not."""
    if sum(len(output.paths) for output in found.outputs) == 1:
        terminal.note(heading)
    else:
        terminal.results((*([""] if number else []), f"==> {heading} <=="))


def tell_missing(found: Found, output: Output, terminal: Terminal) -> None:
    """Says of each log that is not there why it is not."""
    title = found.title(output)
    for path in output.paths:
        if not os.path.exists(path):
            terminal.note(f"{title}: {missing(output.state, path)}")
    if not output.paths:
        terminal.note(f"{title}: {without_log(output)}")


def end_of(path: str, lines: int | None) -> End | None:
    """The last lines of a log; where all are asked for, everything."""
    if lines == ALL_LINES:
        return logs.end_of(path, ALL_LINES, ALL_LINES)
    return logs.end_of(path, LINES if lines is None else lines)


def fields_of(output: Output) -> dict[str, object]:
    """What JSON Lines say of a task beside its product."""
    state = output.state
    return {
        "state": state.state,
        "job": output.job,
        "task": state.task,
        "exit_code": state.exit_code,
        "launch": output.product.launch.id,
        "stdout": output.written.stdout,
        "stderr": output.written.stderr,
        "why": output.written.why,
    }


def print_json(request: Request, terminal: Terminal) -> int:
    """Prints JSON Lines: an object a task, with the paths of its logs and their last lines (null: there is no file)."""
    found = find_outputs(request, terminal)
    terminal.results(_json_lines(found, request))
    return 0


def _json_lines(found: Found, request: Request) -> Iterator[str]:
    from heracles.commands.json_lines import json_line  # noqa: PLC0415

    for output in found.outputs:
        ends = {path: end_of(path, request.lines) for path in output.paths}
        lines = {path: end and [line.decode("utf-8", "replace") for line in end.lines] for path, end in ends.items()}
        yield json_line(found.products[output.product.id], **fields_of(output), lines=lines)
