"""``heracles retry TARGET``: launches what failed once more."""

from __future__ import annotations

from functools import partial

from heracles import plan as plans
from heracles.commands import cost as costs, wording
from heracles.commands.belonging import refuse_copied
from heracles.commands.claiming import claimed
from heracles.commands.json_lines import json_line
from heracles.commands.known import launched as known, progress
from heracles.commands.launching.beginning import launched, tell_call, tell_products
from heracles.commands.launching.code import project_of, tell_preview
from heracles.commands.launching.earlier import described
from heracles.commands.launching.reports import InJson, InLines
from heracles.commands.launching.underway import Underway
from heracles.commands.narrowing import Narrowing, narrowed
from heracles.commands.preview import tell_agreement
from heracles.commands.relaunching import failures
from heracles.commands.relaunching.failure_lines import FAILED, named_states, tell_choice
from heracles.commands.relaunching.kin import Kin, refuse_unfinished
from heracles.commands.relaunching.launcher_changes import tell_changes
from heracles.commands.relaunching.recorded_code import current_code, recorded_code
from heracles.commands.relaunching.recorded_scripts import current_template, recorded_template
from heracles.commands.relaunching.replanning import relaunches
from heracles.commands.targets import target_meant
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import Cost

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from heracles.commands.launching.reports import Voice
    from heracles.commands.preparation import Template
    from heracles.commands.relaunching.failures import Choice
    from heracles.commands.relaunching.replanning import Relaunch
    from heracles.commands.requests import Launching
    from heracles.commands.targets import Target
    from heracles.config import Project
    from heracles.launchers.base import Agreement
    from heracles.ledger import Launch
    from heracles.terminal import Terminal

    Agreed = Sequence[tuple[Relaunch, Agreement]]

LIVE_CODE = "the script is as it was then; the code that it runs is as it is now, since no snapshot was made of it"


class Wanted(NamedTuple):
    """What a user wants to be launched again: of which target, in which states (None: failed), as which script.

    ``only`` are words KEY=VALUE; ``as_launched``: by the script as it was then; ``placement`` is where overrides go in
    one that has changed (None: it is read); ``config`` is the heracles.toml that declares the target.
    """

    target: str | None
    states: str | None
    only: tuple[str, ...]
    as_launched: bool
    placement: str | None
    config: str | None


def retry(wanted: Wanted, launching: Launching, terminal: Terminal) -> int:
    """Launches what failed once more; how each went is told line by line."""
    return _retry(wanted, launching, InLines(terminal), terminal)


def retry_telling_json(wanted: Wanted, launching: Launching, terminal: Terminal) -> int:
    """As ``retry``; how it goes is told as JSON Lines on stdout."""
    return _retry(wanted, launching, InJson(terminal), terminal)


def _retry(wanted: Wanted, launching: Launching, voice: Voice, terminal: Terminal) -> int:
    family = _family(wanted)
    with claimed(family.target.home, family.claim, terminal):
        whole = family.whole()
        choice = _chosen(wanted, family, whole, terminal)
        if not choice.failed:
            return 0
        agreed = _agreed(choice, whole.home, wanted, launching, terminal)
        project = _project(wanted, family.launch)
        _tell_changes(agreed, project, terminal)
        costs.confirm(_total(agreed), project and project.confirm_above, launching.sure, terminal)
        siblings = () if family.launch.ad_hoc else tuple(record.launch.id for record in whole.records)
        return _launched(agreed, Underway(whole.home, launching, voice, terminal, siblings))


def _launched(agreed: Agreed, underway: Underway) -> int:
    """Goes through with one launch after the other, until one falls short; the exit code."""
    code, waiting = 0, sum(len(relaunch.failed) for relaunch, _ in agreed)
    for relaunch, agreement in agreed:
        begun, code_of = relaunch.begun(agreement, underway.home), relaunch.code.of if relaunch.code else ""
        finished = launched(begun, partial(relaunch.products_of, begun), relaunch.template, underway, code_of)
        waiting -= len(relaunch.failed)
        if finished.falls_short:
            _tell_waiting(waiting, underway.terminal)
            return finished.code
        code = max(code, finished.code)
        underway = underway._replace(siblings=(*underway.siblings, begun.id))
    return code


def _tell_waiting(products: int, terminal: Terminal) -> None:
    """Says how many products are meant of which no launch has begun."""
    if products:
        terminal.note(f"{wording.counted(products, 'more product is', 'more products are')} to be retried after that")


def dry_run(wanted: Wanted, launching: Launching, terminal: Terminal) -> int:
    """Says what would be launched again and how; touches nothing."""
    family = _family(wanted)
    choice = _chosen(wanted, family, family.whole(), terminal)
    terminal.results(plans.title(each.product.overrides) for each in choice.failed)
    underway = Underway(family.target.home, launching, InLines(terminal), terminal)
    for relaunch, agreement in _previewed(choice, family, wanted, launching, terminal):
        begun = relaunch.begun(agreement, underway.home)
        _tell_code(relaunch, terminal)
        tell_call(begun, partial(relaunch.products_of, begun), len(relaunch.failed), underway)
    return 0


def _tell_code(relaunch: Relaunch, terminal: Terminal) -> None:
    if relaunch.code and relaunch.code.of:
        terminal.note(f"it would run in a copy of the snapshot of the launch {relaunch.code.of}")
    elif relaunch.code:
        tell_preview(project_of(relaunch.like.directory, relaunch.like.script), terminal)


def dry_run_telling_json(wanted: Wanted, launching: Launching, terminal: Terminal) -> int:
    """As ``dry_run``; the products that would be launched again are JSON Lines on stdout, as they are now."""
    family = _family(wanted)
    choice = _chosen(wanted, family, family.whole(), terminal)
    terminal.results(
        json_line(each.launched, state=each.launched.state.state, launch=each.launch.id, tasks=each.tasks)
        for each in choice.failed
    )
    _previewed(choice, family, wanted, launching, terminal)
    return 0


def _previewed(choice: Choice, family: Kin, wanted: Wanted, launching: Launching, terminal: Terminal) -> Agreed:
    """The launches that it would take, told as they are when they begin."""
    agreed = _agreed(choice, family.target.home, wanted, launching, terminal)
    _tell_changes(agreed, _project(wanted, family.launch) if agreed else None, terminal)
    return agreed


def _tell_changes(agreed: Agreed, project: Project | None, terminal: Terminal) -> None:
    if project is not None:
        tell_changes((relaunch.like for relaunch, _ in agreed), project, terminal)


def _family(wanted: Wanted) -> Kin:
    if wanted.target is None:
        raise UsageError("heracles retry needs a target", cure="a sweep, a script, or the beginning of a launch's id")
    target = target_meant(wanted.target, wanted.config)
    if not target.records:
        raise UsageError(f"nothing of {target.name} was launched", cure=f"heracles run {target.name} launches it")
    return Kin(target, target.records[-1].launch)


def _chosen(wanted: Wanted, family: Kin, whole: Target, terminal: Terminal) -> Choice:
    """What is launched again, and how far the rest is, told."""
    states = FAILED if wanted.states is None else named_states(wanted.states)
    refuse_unfinished(whole.records)
    tasks = progress.asked(whole.home, whole.records, terminal.note)
    meant = narrowed(family.meant(known.launched(whole, tasks)), Narrowing(wanted.only))
    choice = failures.chosen(meant, states)
    refuse_copied(whole.home, (each.launch for each in choice.failed), "retry")
    tell_choice(choice, whole.name, whole.records, terminal)
    return choice


def _agreed(choice: Choice, home: str, wanted: Wanted, launching: Launching, terminal: Terminal) -> Agreed:
    """The launches that it takes and the terms that their launchers take them on, told."""
    template = partial(_template, wanted=wanted, terminal=terminal)
    code = partial(recorded_code, home) if wanted.as_launched else current_code
    agreed = [(each, each.agreed()) for each in relaunches(choice.failed, template, code, launching.args)]
    for relaunch, agreement in agreed:
        number = len(relaunch.failed)
        tell_products(relaunch.template, number, terminal)
        if len(agreed) > 1:
            terminal.note(f"as they were launched last: {described(relaunch.settings)}")
        tell_agreement(agreement, number, terminal)
        if wanted.as_launched and relaunch.code is None:
            terminal.note(LIVE_CODE)
    return agreed


def _template(launch: Launch, wanted: Wanted, terminal: Terminal) -> Template:
    if wanted.as_launched:
        return recorded_template(launch)
    return current_template(launch, wanted.placement, terminal)


def _total(agreed: Agreed) -> Cost:
    costs_of = [agreement.cost for _, agreement in agreed]
    return Cost(
        sum(cost.tasks for cost in costs_of),
        _sum(cost.cpu_hours for cost in costs_of),
        _sum(cost.gpu_hours for cost in costs_of),
    )


def _sum(hours: Iterable[float | None]) -> float | None:
    """The hours of all; None where those of any are not known."""
    known = tuple(hours)
    return None if None in known else sum(each for each in known if each is not None)


def _project(wanted: Wanted, launch: Launch) -> Project | None:
    """What the heracles.toml of a launch of a declared sweep says today, where it is still there."""
    if launch.ad_hoc:
        return None
    from heracles import config  # noqa: PLC0415

    path = wanted.config or config.nearest(launch.directory)
    return config.load(path) if path else None
