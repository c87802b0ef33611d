"""``heracles logs TARGET --failed``: failed products by their causes, each cause once."""

from __future__ import annotations

import os
from itertools import groupby

from heracles import logs
from heracles.commands.logs import LINES, end_of, fields_of
from heracles.commands.outputs.found_logs import find_outputs
from heracles.commands.outputs.log_wording import in_words_of, missing, short, without_log
from heracles.commands.outputs.places import last_words
from heracles.commands.wording import counted
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.status import FAILED
from heracles.terminal.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from heracles.commands.outputs.found_logs import Found, Request
    from heracles.commands.outputs.places import Output
    from heracles.logs import Group
    from heracles.terminal import Terminal

EXAMPLE_LINES = 10
SHOWN_RUNS = 10
SILENT = "no line of the log says why"


def print_groups(request: Request, terminal: Terminal) -> int:
    """Prints each cause, which products it ended, and the last lines of one; the most frequent cause first."""
    failed = _failed(find_outputs(request, terminal))
    for number, group in enumerate(_grouped(failed, terminal)):
        terminal.results((*([""] if number else []), *_lines(group, failed, request.lines)))
    _tell_none(failed, request, terminal)
    return 0


def print_groups_json(request: Request, terminal: Terminal) -> int:
    """Prints JSON Lines: an object a failed task, with its ``cause``; those of the most frequent cause first."""
    from heracles.commands.json_lines import json_line  # noqa: PLC0415

    failed = _failed(find_outputs(request, terminal))
    for group in _grouped(failed, terminal):
        outputs = [failed.outputs[member] for member in group.members]
        terminal.results(
            json_line(failed.products[each.product.id], **fields_of(each), cause=group.cause) for each in outputs
        )
    return 0


def _failed(found: Found) -> Found:
    """The tasks that failed, of the products that did."""
    return found._replace(outputs=tuple(each for each in found.outputs if each.state.state in FAILED))


def _grouped(failed: Found, terminal: Terminal) -> tuple[Group, ...]:
    said = last_words(failed.target.home, (each.known for each in failed.products.values()), terminal.note)
    return logs.groups(map(_end, failed.outputs), said)


def _end(output: Output, number: int = LINES) -> Sequence[bytes]:
    """The last lines of what a task wrote, its errors behind its output; without any, why there are none."""
    try:
        ends = [end_of(path, number) for path in output.paths]
    except LaunchError as error:
        return [os.fsencode(error.faults[0].what)]
    lines = [line for end in ends if end for line in end.lines]
    if lines:
        return lines
    return [os.fsencode(missing(output.state, output.paths[0]) if output.paths else without_log(output))]


def _lines(group: Group, failed: Found, number: int | None) -> Iterator[str]:
    outputs = [failed.outputs[member] for member in group.members]
    example, indices = outputs[0], {failed.products[each.product.id].index for each in outputs}
    yield f"{_number_of(outputs)}: {' '.join(printable(group.cause).split()) or SILENT}"
    if len(indices) > 1:
        yield f"  index {_in_short(indices)}"
    yield f"  {'for example ' if len(outputs) > 1 else ''}{failed.title(example)}  {in_words_of(example.state)}"
    yield from (f"  {short(path)}" for path in example.paths)
    lines = group.example[-EXAMPLE_LINES:] if number is None else map(os.fsdecode, _end(example, number))
    yield from (f"    {line}".rstrip() for line in lines)


def _number_of(outputs: Sequence[Output]) -> str:
    products = counted(len({each.product.id for each in outputs}), "product", "products")
    if all(each.product.state.total == 1 for each in outputs):
        return products
    return f"{counted(len(outputs), 'task', 'tasks')} of {products}"


def _in_short(numbers: Iterable[int]) -> str:
    """Numbers in few words: ``0-12, 17``."""
    ordered = enumerate(sorted(numbers))
    runs = [[number for _, number in run] for _, run in groupby(ordered, key=lambda each: each[1] - each[0])]
    words = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ", ".join(words[:SHOWN_RUNS]) + (", ..." if len(words) > SHOWN_RUNS else "")


def _tell_none(failed: Found, request: Request, terminal: Terminal) -> None:
    if not failed.outputs:
        terminal.note(f"no product of {failed.target.name} failed{' among these' if request.narrowing.only else ''}")
