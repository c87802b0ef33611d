"""Which launches nobody needs any more, and why the others stay."""

from __future__ import annotations

import os

from heracles import ledger, reconcile, script as scripts
from heracles.commands import wording
from heracles.commands.cancelling.living import LIVE
from heracles.commands.claiming import claimed_as
from heracles.commands.known import progress, survey
from heracles.commands.known.remainder import has_loose_ends, is_open
from heracles.commands.launching.code import of_launch
from heracles.errors import LaunchError, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.snapshot import left_by_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.commands.known.progress import Tasks
    from heracles.commands.requests import Cleaning
    from heracles.ledger import Launch, Record
    from heracles.terminal import Terminal


class Old(NamedTuple):
    """A launch that may go; by so many products it ``guards``, `run` would launch more than it would now.

    ``owns_copies``: what lies beside the script under the names of its copies can only be its own.
    """

    record: Record
    guards: int
    owns_copies: bool


class Kept(NamedTuple):
    """A launch that is old and stays."""

    launch: Launch
    why: str


def looked_through(
    home: str, before: float, request: Cleaning, terminal: Terminal
) -> tuple[tuple[Old, ...], tuple[Kept, ...]]:
    """The launches that began before a moment (epoch seconds): those that may go, and those that stay, oldest first."""
    records = [ledger.read(home, launch.id) for launch in ledger.launches(home)]
    tasks = _tasks(home, records, terminal)
    guarded = _guarded(home, records, tasks, _declared(request.config, terminal))
    newest = {launch.id for launch in _newest(records, request.keep)}
    old: list[Old] = []
    kept: list[Kept] = []
    rest = _Rest(home, records, tasks)
    for record in reversed(records):
        if record.launch.created >= before or record.launch.id in newest:
            rest.stays(record)
            continue
        guards = guarded[record.launch.id]
        why = _why_kept(home, record, tasks, request)
        if not (why or request.forget):
            why = _why_guarding(record, guards) or _why_of_rest(rest.known_from(record))
        if why:
            rest.stays(record)
            kept.append(Kept(record.launch, why))
        else:
            old.append(Old(record, guards, _owns_copies(record.launch, records)))
    return tuple(reversed(old)), tuple(reversed(kept))


class _Rest:
    """The products of which launches that stay, seen newest first, launched some tasks of the script's own array alone.

    How the rest of such a product is, only earlier launches tell, back to the last one that launched all of it.
    """

    def __init__(self, home: str, records: Sequence[Record], tasks: Tasks) -> None:
        self._home, self._tasks = home, tasks
        self._launches = {record.launch.id: record.launch for record in records}
        self._products: set[tuple[str, str]] = set()

    def stays(self, record: Record) -> None:
        for product, is_part in self._launched(record):
            (self._products.add if is_part else self._products.discard)(product)

    def known_from(self, record: Record) -> int:
        """Of how many of the products a launch has further tasks."""
        return sum(product in self._products for product, _ in self._launched(record))

    def _launched(self, record: Record) -> Iterator[tuple[tuple[str, str], bool]]:
        if not (self._products or any(each.submitting.tasks for each in reconcile.submissions(record.entries))):
            return
        family = self._family(record.launch)
        for each in progress.known(self._home, record, self._tasks):
            if progress.is_launched(each.state):
                yield (family, each.id), each.state.is_part

    def _family(self, launch: Launch) -> str:
        """What the launches have in common that are shown as one: a sweep, or what all of them retry."""
        if not launch.ad_hoc:
            return f"sweep {launch.sweep}"
        while launch.retries in self._launches:
            launch = self._launches[launch.retries]
        return launch.retries or launch.id


def _tasks(home: str, records: Sequence[Record], terminal: Terminal) -> Tasks:
    answers = survey.answers(home, records, terminal.note)
    for silence in answers.silences:
        terminal.warn(f"{silence.words}; so nobody can tell of some launches whether they are over")
    return answers.tasks


def _newest(records: Sequence[Record], number: int) -> Iterator[Launch]:
    """The last so many launches of each sweep and of each script."""
    by_name: dict[tuple[bool, str, str], list[Launch]] = {}
    for record in records:
        launch = record.launch
        by_name.setdefault((launch.ad_hoc, launch.sweep, launch.script if launch.ad_hoc else ""), []).append(launch)
    for launches in by_name.values():
        yield from launches[len(launches) - min(number, len(launches)) :]


def _why_kept(home: str, record: Record, tasks: Tasks, request: Cleaning) -> str:
    """Why a launch is not over, or may not be; "" where it is."""
    if ledger.is_claimed(home, claimed_as(record.launch)):
        return "a heracles is launching it"
    if is_open(record):
        return "not all of it is launched, or in doubt; heracles resume goes on, heracles cancel closes it"
    if has_loose_ends(record):
        return "a submission that nobody answered may have come up; heracles resume looks for it"
    states = [state.of_tasks for state in progress.states(record, tasks)]
    live = sum(not state.isdisjoint(LIVE) for state in states)
    if live:
        return f"{live} of {len(states)} products wait or run"
    unknown = sum("unknown" in state for state in states)
    if unknown and not request.assume_ended:
        return f"nobody tells of {unknown} of {len(states)} products whether they are over; --assume-ended says so"
    return _why_of_results(home, record.launch)


def _why_of_results(home: str, launch: Launch) -> str:
    """Why a snapshot stays: nobody but the user knows whether what runs wrote in there is kept elsewhere too."""
    if not os.path.isdir(launch.code):
        return ""
    snapshot = of_launch(home, launch.id)
    try:
        left = sum(1 for path in left_by_runs(snapshot) if not scripts.is_copy(launch.script, path))
    except LaunchError as error:
        return f"{error.faults[0].what}; move away its folder {os.path.relpath(snapshot.code)}"
    files = wording.counted(left, "file", "files")
    where = os.path.relpath(snapshot.code)
    return f"its runs wrote {files} into {where}; move or delete what matters, then the folder" if left else ""


def _why_guarding(record: Record, guards: int) -> str:
    if not guards:
        return ""
    what = f"`heracles run {record.launch.sweep}` would launch {guards} of its products again without it"
    return f"{what}; --forget removes it all the same"


def _why_of_rest(products: int) -> str:
    if not products:
        return ""
    number = wording.counted(products, "product", "products")
    return f"of {number} a retry launched some tasks, and only this has the others; --forget removes it all the same"


def _guarded(home: str, records: Sequence[Record], tasks: Tasks, declared: frozenset[str] | None) -> dict[str, int]:
    """Of how many products each launch is the last that surely launched them, as `run` counts."""
    settled: set[tuple[str, str]] = set()
    guarded = {}
    for record in reversed(records):
        sweep = record.launch.sweep
        known = [] if record.launch.ad_hoc else list(progress.known(home, record, tasks))
        mine = [each for each in known if progress.is_launched(each.state) and (sweep, each.id) not in settled]
        guarded[record.launch.id] = len(mine) if declared is None or sweep in declared else 0
        settled.update((sweep, each.id) for each in mine if each.state.state in progress.ENDED)
    return guarded


def _declared(file: str | None, terminal: Terminal) -> frozenset[str] | None:
    """The sweeps that are declared today; None where nobody can see that, so that each counts as declared.

    Of a declared sweep, also those products count that are not declared: words of a command line may have made them.
    """
    from heracles import config  # noqa: PLC0415

    path = file or config.nearest(os.curdir)
    if path is None:
        return None
    try:
        project = config.load(path)
    except UsageError as error:
        terminal.warn(f"{path} is not looked at: {error.faults[0].what}; so every sweep counts as declared")
        return None
    return frozenset(sweep.name for sweep in project.sweeps)


def _owns_copies(launch: Launch, records: Sequence[Record]) -> bool:
    """Whether no other launch may have left copies beside the same script."""
    if launch.terms.spools:
        return False
    script = os.path.join(launch.working_directory, launch.script)
    others = (each.launch for each in records if each.launch.id != launch.id and not each.launch.terms.spools)
    return all(os.path.join(other.working_directory, other.script) != script for other in others)
