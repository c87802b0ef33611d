"""What earlier launches of a sweep have launched, and whether it was the same thing."""

from __future__ import annotations

import os

from heracles import ledger, reconcile
from heracles.commands import targets
from heracles.commands.known import progress
from heracles.commands.known.remainder import is_open
from heracles.commands.launching.code import DIGITS
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import CommandSettings, PluginSettings, SlurmSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from heracles.commands.launching.planning import Planned
    from heracles.commands.launching.underway import Underway
    from heracles.launchers.base import Settings, State
    from heracles.ledger import Launch, Record
    from heracles.reconcile import ProductState
    from heracles.terminal import Terminal


def launches_of(home: str, sweep: str) -> tuple[Record, ...]:
    """The launches of a declared sweep and their journals, oldest first; raises a LaunchError where one is damaged."""
    return tuple(ledger.read(home, launch.id) for launch in targets.launches_of(home, sweep))


def has_launched(record: Record) -> bool:
    """Whether anything of a launch was handed over, or may have been."""
    return any(standing.phase != "not submitted" for standing in reconcile.submissions(record.entries))


def differences(launch: Launch, plan: Planned) -> tuple[str, ...]:
    """What of that which decides what runs is not as it was; the application itself is not looked at.

    What a retry asks of its launcher besides, more memory or time, it does for itself alone.
    """
    of_launcher = () if launch.retries else _of_launcher(launch, plan)
    return (*_of_script(launch, plan), *of_launcher, *_of_snapshot(launch, plan))


def _of_script(launch: Launch, plan: Planned) -> Iterator[str]:
    if launch.script == plan.prepared.sweep.script and launch.text != plan.template.script.text:
        yield f"{launch.script} has changed"
    if not is_here(launch, plan):
        yield f"it was begun in {launch.directory}"
    if launch.script != plan.prepared.sweep.script:
        yield f"its script was {launch.script}"


def _of_launcher(launch: Launch, plan: Planned) -> Iterator[str]:
    if _essence(launch.settings) != _essence(plan.settings):
        yield f"its launcher was {described(launch.settings)}"


def _of_snapshot(launch: Launch, plan: Planned) -> Iterator[str]:
    if bool(launch.code) != (plan.code is not None):
        yield (
            "it has a snapshot, and none is wanted now" if launch.code else "it has no snapshot, and one is wanted now"
        )


def is_here(launch: Launch, plan: Planned) -> bool:
    """Whether a launch was begun in this folder; else the ledger is a copy, or its project was moved."""
    return ledger.is_same(launch.directory, os.path.abspath(plan.prepared.sweep.directory))


def begun_here(records: Iterable[Record], plan: Planned) -> tuple[Record, ...]:
    """The launches that are ours to go on with: those in a copied ledger are another project's."""
    return tuple(record for record in records if is_here(record.launch, plan))


def refuse_changes(records: Sequence[Record], plan: Planned) -> None:
    """Raises a UsageError where the newest launch that launched anything ran something else."""
    launched = [record for record in records if has_launched(record)]
    changes = _changes([record.launch for record in launched], plan)
    if changes:
        what = f"since the launch {launched[-1].launch.id} of {plan.prepared.sweep.name}: {'; '.join(changes)}"
        raise UsageError(what, cure="\n".join(_ways_on(launched[-1])))


def _changes(launches: Sequence[Launch], plan: Planned) -> tuple[str, ...]:
    """How the newest script differs, and the newest launcher but for those of retries."""
    launchers = [launch for launch in launches if not launch.retries][-1:]
    of_launcher = (what for launch in launchers for what in _of_launcher(launch, plan))
    return (*(what for launch in launches[-1:] for what in _of_script(launch, plan)), *of_launcher)


def tell_other_commit(records: Sequence[Record], begun: Launch, terminal: Terminal) -> None:
    """Says where the newest launch that launched anything ran another commit than this one will."""
    commits = [record.launch.commit for record in records if record.launch.commit and has_launched(record)]
    if commits and begun.commit and commits[-1] != begun.commit:
        before, now = (commit[:DIGITS] for commit in (commits[-1], begun.commit))
        terminal.note(f"the code is another than that of the last launch: commit {now}, then {before}")


def _ways_on(record: Record) -> Iterator[str]:
    rest = f"the rest of {record.launch.sweep}"
    yield f"--keep-going launches what is not launched yet as it is now, and leaves {rest} as it was launched"
    yield "--again launches all products once more"
    if is_open(record):
        yield f"heracles resume {record.launch.id} launches what is left of that launch as it was then"


def _essence(settings: Settings) -> tuple[object, ...]:
    """What of a launcher's settings decides what runs, rather than when."""
    if isinstance(settings, SlurmSettings):
        return ("slurm", settings.sbatch, settings.args)
    if isinstance(settings, PluginSettings):
        return ("plugin", settings.name, settings.options)
    return ("command", settings.command) if isinstance(settings, CommandSettings) else ("local",)


def described(settings: Settings) -> str:
    """What a launcher calls, as a user would write it."""
    if isinstance(settings, SlurmSettings):
        return " ".join(("sbatch", *settings.args))
    if isinstance(settings, PluginSettings):
        return f"{settings.name} {settings.options}"
    return " ".join(settings.command) if isinstance(settings, CommandSettings) else "local"


def products_of(records: Sequence[Record], underway: Underway) -> dict[str, State]:
    """How far the products of earlier launches are, by id; those that were not launched after all are left out.

    Raises a LaunchError where a scheduler does not answer.
    """
    tasks = progress.asked(underway.home, records, underway.terminal.note)
    latest = progress.latest(underway.home, records, tasks)
    return {product: _why_launched(each.state) for product, each in latest.items()}


def _why_launched(state: ProductState) -> State:
    """The state of a product; of one of which no task began and some were cancelled, that of the worst other one."""
    if state.began or state.state != "cancelled":
        return state.state
    return reconcile.counts(state.of_tasks - {"cancelled"})[0][0]
