"""``heracles show TARGET INDEX``: one product, what became of it in each launch, and how to run it by hand."""

from __future__ import annotations

import time

from heracles import script as scripts
from heracles.commands.launching.code import described
from heracles.commands.outputs.log_wording import in_words_of, job_name, short
from heracles.commands.showing import hand_copy
from heracles.commands.showing.one_product import one_product
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.commands.outputs.places import Output
    from heracles.commands.showing.one_product import OneProduct, Part
    from heracles.terminal import Terminal


class Request(NamedTuple):
    """The product ``name`` of a target; ``words`` are a command line that asks for its script."""

    target: str
    name: str
    config: str | None
    words: tuple[str, ...]


def show_product(request: Request, terminal: Terminal) -> int:
    """Prints a product: its overrides, its launches with their jobs and logs, and the command that runs it here."""
    found = one_product(request.target, request.name, request.config, terminal)
    terminal.results(_lines(found, request))
    return 0


def show_product_json(request: Request, terminal: Terminal) -> int:
    """Prints the same as one line of JSON."""
    from heracles.commands.json_lines import json_line  # noqa: PLC0415

    found = one_product(request.target, request.name, request.config, terminal)
    state = found.seen.state
    line = json_line(
        found.seen,
        state=state.state,
        job=state.job,
        task=state.task,
        exit_code=state.exit_code,
        launch=found.seen.launch or None,
        launches=[_fields(part) for part in found.parts],
        command=hand_copy.command(found.by_hand, request.words),
    )
    terminal.result(line)
    return 0


def print_script(request: Request, terminal: Terminal) -> int:
    """Prints a copy of the script that runs the product by hand, as it was launched last, or as it would be."""
    found = one_product(request.target, request.name, request.config, terminal)
    terminal.results((hand_copy.text(found.by_hand).removesuffix("\n"),))
    return 0


def _lines(found: OneProduct, request: Request) -> Iterator[str]:
    seen = found.seen
    yield f"product {seen.index} of {found.target.name}, id {seen.id}"
    if not seen.declared:
        yield "declared no more"
    yield from (f"  {scripts.quote(word)}" for word in seen.overrides)
    for part in found.parts:
        yield ""
        yield from _lines_of(part)
    if not found.parts:
        yield from ("", "not launched yet")
    yield from ("", "to run it here:", f"  {hand_copy.command(found.by_hand, request.words)}")


def _lines_of(part: Part) -> Iterator[str]:
    launch, state = part.known.launch, part.known.state
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(launch.created))
    yield f"launched {when}, launcher {launch.launcher}, launch {launch.id}"
    code = described(launch)
    if code:
        yield f"  code: {code}"
    if part.why:
        yield f"  {job_name(state.job, state.task)}{in_words_of(state)}"
        yield f"    {part.why}"
    for output in part.outputs:
        yield f"  {job_name(output.job, output.state.task)}{in_words_of(output.state)}"
        yield from (f"    {line}" for line in _logs(output))


def _logs(output: Output) -> Iterator[str]:
    yield from map(short, output.paths)
    if output.written.why and output.job:
        yield output.written.why


def _fields(part: Part) -> dict[str, object]:
    launch, state = part.known.launch, part.known.state
    return {
        "launch": launch.id,
        "created": launch.created,
        "launcher": launch.launcher,
        "code": launch.code or None,
        "commit": launch.commit,
        "changed": launch.changed,
        "state": state.state,
        "job": state.job,
        "exit_code": state.exit_code,
        "reason": state.reason,
        "tasks": [_fields_of_task(output) for output in part.outputs],
    }


def _fields_of_task(output: Output) -> dict[str, object]:
    state, written = output.state, output.written
    return {
        "task": state.task,
        "state": state.state,
        "exit_code": state.exit_code,
        "reason": state.reason,
        "stdout": written.stdout,
        "stderr": written.stderr,
    }
