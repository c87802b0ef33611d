"""What earlier launches of a sweep have launched, and whether it was the same thing."""

from __future__ import annotations

import os

from heracles import ledger, reconcile
from heracles.commands.underway import UNFINISHED, is_open
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import CommandSettings, Reports, SlurmSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from heracles.commands.planning import Planned
    from heracles.commands.underway import Underway
    from heracles.launchers.base import Settings, State, TaskState
    from heracles.ledger import Launch, Record, Recorded
    from heracles.reconcile import ProductState

    Counted = Sequence[tuple[State, int]]


def launches_of(home: str, sweep: str) -> tuple[Record, ...]:
    """The launches of a declared sweep, oldest first; raises a LaunchError where one is damaged."""
    begun = (launch for launch in ledger.launches(home) if launch.sweep == sweep and not launch.ad_hoc)
    return tuple(ledger.read(home, launch.id) for launch in begun)


def has_launched(record: Record) -> bool:
    """Whether anything of a launch was handed over, or may have been."""
    return any(standing.phase != "not submitted" for standing in reconcile.submissions(record.entries))


def differences(launch: Launch, plan: Planned) -> tuple[str, ...]:
    """What of that which decides what runs is not as it was; the application itself is not looked at."""
    script = plan.template.script
    parts = (
        (f"{launch.script} has changed", launch.script == plan.prepared.sweep.script and launch.text != script.text),
        (f"it was begun in {launch.directory}", not is_here(launch, plan)),
        (f"its script was {launch.script}", launch.script != plan.prepared.sweep.script),
        (f"its launcher was {_described(launch.settings)}", _essence(launch.settings) != _essence(plan.settings)),
    )
    return tuple(what for what, differs in parts if differs)


def is_here(launch: Launch, plan: Planned) -> bool:
    """Whether a launch was begun in this folder; else the ledger is a copy, or its project was moved."""
    return launch.directory == os.path.abspath(plan.prepared.sweep.directory)


def begun_here(records: Iterable[Record], plan: Planned) -> tuple[Record, ...]:
    """The launches that are ours to go on with: those in a copied ledger are another project's."""
    return tuple(record for record in records if is_here(record.launch, plan))


def refuse_changes(records: Sequence[Record], plan: Planned) -> None:
    """Raises a UsageError where the newest launch that launched anything ran something else."""
    launched = [record for record in records if has_launched(record)]
    changes = differences(launched[-1].launch, plan) if launched else ()
    if changes:
        what = f"since the launch {launched[-1].launch.id} of {plan.prepared.sweep.name}: {'; '.join(changes)}"
        raise UsageError(what, cure="\n".join(_ways_on(launched[-1])))


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
    return ("command", settings.command) if isinstance(settings, CommandSettings) else ("local",)


def _described(settings: Settings) -> str:
    if isinstance(settings, SlurmSettings):
        return " ".join(("sbatch", *settings.args))
    return " ".join(settings.command) if isinstance(settings, CommandSettings) else "local"


def products_of(records: Iterable[Record], underway: Underway) -> dict[str, State]:
    """How far the products of earlier launches are, by id; those that were not launched after all are left out.

    The last launch of a product counts, but for one that was cancelled before it began. Raises a LaunchError where a
    scheduler does not answer.
    """
    records = tuple(records)
    tasks = _tasks(records, underway)
    known: dict[str, State] = {}
    for record in records:
        states = _states(record, tasks)
        for product in ledger.products(underway.home, record.launch.id, 0, record.launch.products - 1):
            state = states[product.place]
            if state.state != "waiting" and (state.began or state.state != "cancelled"):
                known[product.id] = state.state
    return known


def _states(record: Record, tasks: Mapping[str, Sequence[TaskState]]) -> list[ProductState]:
    launch = record.launch
    told = [task for job in _jobs(record) for task in tasks.get(job, ())]
    return reconcile.product_states(record.entries, launch.products, told, launch.terms.own_tasks)


def _tasks(records: Iterable[Record], underway: Underway) -> dict[str, list[TaskState]]:
    """The tasks of all jobs, by job: each cluster is asked once."""
    by_cluster: dict[str, list[Record]] = {}
    for record in records:
        by_cluster.setdefault(record.launch.terms.cluster, []).append(record)
    tasks: dict[str, list[TaskState]] = {}
    for group in by_cluster.values():
        for task in _told(group, underway):
            tasks.setdefault(task.job, []).append(task)
    return tasks


def _told(records: Sequence[Record], underway: Underway) -> Iterator[TaskState]:
    jobs = [job for record in records for job in _jobs(record)]
    for record in records:
        launcher = underway.launcher(record.launch, underway.terminal.note)
        if isinstance(launcher, Reports):
            yield from launcher.states(jobs, min(each.launch.created for each in records))
            return


def _jobs(record: Record) -> list[str]:
    return [standing.job for standing in reconcile.submissions(record.entries) if standing.job]


def nothing_new(name: str, states: Iterable[State], records: Iterable[Record]) -> str:
    """How many products are how far: ``21 completed, 3 failed, nothing new``; and what to do about failed ones."""
    counted = reconcile.counts(states)
    return f"{_in_words(counted)}, nothing new{_hint(name, counted, records)}"


def launched_before(name: str, states: Iterable[State], records: Iterable[Record]) -> str:
    """The same of products beside which others are new: ``launched before: 21 completed, 3 failed``."""
    counted = reconcile.counts(states)
    return f"launched before: {_in_words(counted)}{_hint(name, counted, records)}"


def _in_words(counted: Counted) -> str:
    return ", ".join(f"{number} {WORDS.get(state, state)}" for state, number in reversed(counted))


def _hint(name: str, counted: Counted, records: Iterable[Record]) -> str:
    states = {state for state, _ in counted}
    failed = f". Failed ones: heracles retry {name}" if states.intersection(FAILED) else ""
    is_ours = not all(record.launch.terms.stays_held for record in records)
    return failed + (f". Held ones: heracles resume {name}" if "held" in states and is_ours else "")


def left_of(home: str, record: Record) -> Iterator[Recorded]:
    """The products of a launch that may still be let run: not launched, held, in doubt, or broken off."""
    entries, number = record.entries, record.launch.products
    unfinished = (each.places for each in reconcile.submissions(entries) if each.phase in UNFINISHED)
    for part in (*reconcile.remaining(entries, number), *unfinished):
        yield from ledger.products(home, record.launch.id, part.first, part.last)


FAILED = ("failed", "timeout", "out_of_memory", "node_fail", "preempted")
WORDS = {"timeout": "timed out", "out_of_memory": "out of memory", "node_fail": "lost with their node",
         "unknown": "launched"}  # fmt: skip
