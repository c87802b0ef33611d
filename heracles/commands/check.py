"""``heracles check NAME``: whether the application accepts every value of a sweep, found out here in seconds."""

from __future__ import annotations

import os

from heracles import plan, process, script as scripts, sweep as sweeps
from heracles.commands import preparation, wording
from heracles.commands.launching.code import tell_preview_of
from heracles.commands.requests import EVERYTHING
from heracles.commands.trying import globs
from heracles.commands.trying.culprits import Tried, causes
from heracles.commands.trying.trials import LAUNCH, Application, variables
from heracles.errors import Fault, LaunchError, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar import RandomSeeds
from heracles.sweep.filling import filled_product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from heracles.commands.preparation import Prepared, Template
    from heracles.commands.requests import Declared
    from heracles.commands.trying.culprits import Cause
    from heracles.errors import Place
    from heracles.sweep import Product, Sweep
    from heracles.terminal import Progress, Terminal

DONE, REFUSED = 0, 1


class _Check(NamedTuple):
    """A sweep, the application that is asked, and a few products with every value, each with its variant's number."""

    sweep: Sweep
    application: Application
    products: tuple[tuple[int, Product], ...]


def check(source: Declared, workers: int | None, terminal: Terminal) -> int:
    """Has the application read a few products in which every value occurs; says which values it refuses, and why."""
    asked = _prepared(source, workers, terminal)
    common = set(asked.sweep.written).difference(asked.sweep.of_variants)
    with process.interrupts_at_once(), terminal.progress(len(asked.products)) as progress:
        tried = _tried(asked, lambda each: _tell(each, common, progress))
        progress.status("looking for the values that are refused" if any(each.refusal for each in tried) else "")
        faults = tuple(_faults(asked, tried))
    return _concluded(asked, tried, faults, terminal)


def check_telling_json(source: Declared, workers: int | None, terminal: Terminal) -> int:
    """The same, with one JSON object a product on stdout: ``accepted``, and what the application said (``refusal``)."""
    asked = _prepared(source, workers, terminal)
    with process.interrupts_at_once():
        tried = _tried(asked, lambda each: terminal.result(_json(each, asked.sweep)))
        faults = tuple(_faults(asked, tried))
    return _concluded(asked, tried, faults, terminal)


def _prepared(source: Declared, workers: int | None, terminal: Terminal) -> _Check:
    prepared = preparation.prepare(source, EVERYTHING, terminal)
    sweep, directory = prepared.sweep, preparation.path(prepared.sweep, os.curdir)
    if not sweep.check:
        raise _without_command(prepared)
    if process.find(sweep.check[0], directory) is None:
        what = f"there is no command {sweep.check[0]}, which check calls"
        raise UsageError(what, _place(prepared), "is it installed, and on PATH?")
    products = tuple((number, each) for number, chosen in enumerate(sweeps.covering(sweep)) for each in chosen)
    of_jobs = variables(sweep, (product for _, product in products), terminal)
    application = Application(sweep.check, directory, sweep.name, of_jobs, workers or process.cpus())
    return _Check(sweep, application, products)


def _place(prepared: Prepared) -> Place | None:
    return prepared.project and prepared.project.place(prepared.sweep.name, "check")


def _without_command(prepared: Prepared) -> UsageError:
    from heracles import config  # noqa: PLC0415  # has been loaded for the sweep

    sweep = prepared.sweep
    words = _words(preparation.template(sweep, prepared.project))
    check = f'check = "{" ".join(words)} --cfg job"' if words else config.SAMPLE_CHECK
    what = f"the sweep {sweep.name} has no check, the command that tells what the application accepts"
    return UsageError(what, _place(prepared), f"write what prints the configuration, in [sweeps.{sweep.name}]: {check}")


def _words(template: Template) -> tuple[str, ...]:
    """The script's command, where it means the same without a shell, outside of a job; else nothing."""
    placement = template.placement
    before, line = ["", *template.script.text.split("\n")][placement.line - 1 : placement.line + 1]
    is_whole = line.lstrip().startswith(placement.command) and not before.endswith("\\")
    words = tuple(placement.command.replace('"$@"', "").split())
    is_plain = "=" not in words[0] and all(scripts.quote(word) == word for word in words)
    return words if is_whole and is_plain and words[0] != "srun" else ()


def _tried(asked: _Check, tell: Callable[[Tried], object]) -> list[Tried]:
    """Each product as it was accepted or refused, in their order; told as soon as it is known."""
    words = [asked.application.overrides(product) for _, product in asked.products]
    tried: dict[int, Tried] = {}
    for number, refusal in asked.application.refusals(words):
        tried[number] = Tried(*asked.products[number], refusal)
        tell(tried[number])
    return [tried[number] for number in sorted(tried)]


def _tell(tried: Tried, common: set[str], progress: Progress) -> None:
    word, color = ("Refused", "red") if tried.refusal else ("Accepted", "green")
    progress.outcome(plan.title(plan.varying(tried.product.overrides, common)), word, color)


def _json(tried: Tried, sweep: Sweep) -> str:
    from heracles.commands.json_lines import json_line  # noqa: PLC0415

    product = filled_product(tried.product, sweep.name, LAUNCH)
    return json_line(product, accepted=not tried.refusal, refusal=tried.refusal or None)


def _faults(asked: _Check, tried: Sequence[Tried]) -> Iterator[Fault]:
    for cause in causes(tried, asked.sweep, asked.application):
        yield Fault(_refused(cause, asked.sweep), cause.place, cause.refusal)
    yield from globs.unseen(tried, asked.sweep, asked.application)


def _refused(cause: Cause, sweep: Sweep) -> str:
    if not cause.what:
        return f"the check fails whatever the values are: {' '.join(map(scripts.quote, sweep.check))}"
    return f"the application does not accept {cause.what}"


def _concluded(asked: _Check, tried: Sequence[Tried], faults: Sequence[Fault], terminal: Terminal) -> int:
    checked = wording.counted(len(tried), "product", "products")
    accepted = sum(not each.refusal for each in tried)
    if faults:
        terminal.error(LaunchError.of(faults))
        terminal.note(f"{accepted} of {checked} accepted")
        return REFUSED
    terminal.note(f"{checked} checked: {_all_of(asked.sweep)}")
    if asked.sweep.snapshot:
        tell_preview_of(asked.sweep, terminal)
    return DONE


def _all_of(sweep: Sweep) -> str:
    """What was found out, in words; of random seeds one is tried, so that they do not count."""
    axes = sum(sweeps.length(each) > 1 for each in sweep.arguments if not isinstance(each, RandomSeeds))
    if not axes:
        return "all overrides are accepted"
    return f"every value of {wording.counted(axes, 'axis', 'axes')} is accepted"
