"""Projects whose runs can be counted, and the judge of "exactly once"."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from heracles import ledger
from heracles.reconcile import submissions

from .cluster import ACTIVE_STATES
from .daemons import wait_until
from .project import HERACLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from heracles.ledger import Launch
    from heracles.reconcile import Standing

    from .cluster import Cluster

    Products = Mapping[str, tuple[str, ...]]

SWEEP = "counted"
SINGLY, ARRAYS = "array = false", "array = true"
WITHOUT_HOLD = "array = false\nhold = false"
SCRIPT = '#!/bin/bash\n#SBATCH --output=/dev/null\n\n./record "$@"\n'
RECORD = """\
#!/bin/bash
printf '%s\\n' "$@" >> "ran/$HERACLES_ID.${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}.${SLURM_ARRAY_TASK_ID-}"
"""
"""A file a run, in which a second run of the same job leaves a second line."""

QUEUE_FIELDS = ("ArrayJobID", "State", "PriorityLong", "WorkDir", "Comment")


class Run(NamedTuple):
    """A run of a product: by which job, as which of its tasks ("": no array)."""

    product: str
    job: str
    task: str


class Queued(NamedTuple):
    """A job that waits or runs."""

    job: str
    held: bool
    comment: str


class Counted(NamedTuple):
    """A project in ``folder`` with one sweep over ``n``; ``settings`` are lines of its launcher's table.

    ``expected`` are the words of each product by its id. ``program`` is heracles, run by ``user`` (None: by whoever
    runs the tests), with ``variables`` besides the cluster's.
    """

    folder: Path
    cluster: Cluster
    products: int = 12
    settings: str = SINGLY
    expected: Products = MappingProxyType({})
    variables: tuple[tuple[str, str], ...] = ()
    program: tuple[str, ...] = (str(HERACLES),)
    user: str | None = None

    def write(self) -> Counted:
        """The project's files, as they are before anything was launched."""
        (self.folder / "ran").mkdir(parents=True)
        self.write_program("sbatch.sh", SCRIPT)
        self.write_program("record", RECORD)
        self.declare()
        return self

    def write_program(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o755)

    def declare(self) -> None:
        """heracles.toml, as these values say."""
        launcher = f'[launchers.site]\nkind = "slurm"\n{self.settings}\n'
        sweep = f'[sweeps.{SWEEP}]\nscript = "sbatch.sh"\nlauncher = "site"\noverrides = ["n=range({self.products})"]\n'
        (self.folder / "heracles.toml").write_text(f"{launcher}\n{sweep}")

    def under(self, variables: Mapping[str, str]) -> Counted:
        """The same project, in another environment."""
        return self._replace(variables=(*self.variables, *variables.items()))

    @property
    def environment(self) -> dict[str, str]:
        return {**self.cluster.environment, **dict(self.variables)}

    def heracles(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs heracles to its end."""
        process = self.start(*words, stderr=subprocess.PIPE)
        said, complaints = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, said, complaints)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Launches the sweep."""
        return self.heracles("run", SWEEP, *words)

    def start(self, *words: str, stderr: int = subprocess.STDOUT) -> subprocess.Popen[str]:
        """Starts heracles in a session of its own."""
        return subprocess.Popen(
            [*self.program, *words],
            cwd=self.folder,
            env=self.environment,
            user=self.user,
            group=self.user,
            extra_groups=None if self.user is None else [],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            start_new_session=True,
        )

    def with_settings(self, settings: str, products: int | None = None) -> Counted:
        """The same project with other settings, and with as many products, declared."""
        project = self._replace(settings=settings, products=products or self.products)
        project.declare()
        return project

    def as_shown(self, *words: str) -> Counted:
        """The project with what heracles shows as expected; ``words`` are a command line, if not for the sweep."""
        shown = self.heracles(*(words or ("show", SWEEP)), "--json")
        assert shown.returncode == 0, shown.stderr
        fields = (json.loads(line) for line in shown.stdout.splitlines())
        return self._replace(expected={each["id"]: tuple(each["overrides"]) for each in fields})

    @property
    def home(self) -> str:
        return str(self.folder / ".heracles")

    def standings(self) -> list[tuple[Launch, Standing]]:
        """How far each copy is, by the journals."""
        records = (ledger.read(self.home, launch.id) for launch in ledger.launches(self.home))
        return [(record.launch, standing) for record in records for standing in submissions(record.entries)]

    def runs(self) -> list[Run]:
        """Which runs left a trace."""
        return [Run(*path.name.split(".")) for path in (self.folder / "ran").iterdir()]

    def said_by(self, run: Run) -> list[str]:
        """The overrides that a run was given."""
        return (self.folder / "ran" / ".".join(run)).read_text().splitlines()

    def queue(self) -> list[Queued]:
        """The jobs from this folder that wait or run."""
        return queues(self.cluster).get(str(self.folder), [])

    def settle(self, seconds: float = 60) -> None:
        """Returns when no job of this folder waits or runs but held ones."""
        settled([self], seconds)


@contextmanager
def in_use(project: Counted) -> Iterator[Counted]:
    """Writes the project; behind the block nothing of it is left in the queue."""
    yield project.write()
    project.cluster.cancel_tasks(project.folder)


def queues(cluster: Cluster) -> dict[str, list[Queued]]:
    """The jobs that wait or run, by the folder that they were submitted from."""
    form = ",".join(f"{field}:|" for field in QUEUE_FIELDS)
    jobs: dict[str, list[Queued]] = {}
    for line in cluster.read("squeue", "--noheader", "--all", "--states=all", f"--Format={form}").splitlines():
        job, state, priority, folder, comment = line.removesuffix("|").split("|", 4)
        if state in ACTIVE_STATES:
            jobs.setdefault(folder, []).append(Queued(job, state == "PENDING" and priority == "0", comment))
    return jobs


def settled(projects: Sequence[Counted], seconds: float = 60) -> None:
    """Returns when no job of these projects waits or runs but held ones."""
    folders = {str(project.folder) for project in projects}
    cluster = projects[0].cluster

    def are_settled() -> bool:
        jobs = queues(cluster)
        return all(job.held for folder in folders & jobs.keys() for job in jobs[folder])

    wait_until(are_settled, seconds, "the jobs of the sweep end", pause=0.25)


def faults(project: Counted) -> list[str]:
    """What speaks against that each product ran exactly once, that nothing is left of it, and that the journal agrees.

    To be asked when heracles has ended; waits for the jobs.
    """
    assert project.expected
    project.settle()
    runs = project.runs()
    return [
        *_wrong_counts(Counter(run.product for run in runs), project.expected),
        *(f"{run} got {project.said_by(run)}" for run in runs if _is_misled(project, run)),
        *(f"job {job.job} was left in the queue: {job}" for job in project.queue()),
        *_against_the_journal(project, set(runs)),
    ]


def launch(project: Counted) -> None:
    """Launches, or goes on."""
    ran = project.run()
    assert ran.returncode == 0, ran.stderr


def has_begun(project: Counted) -> bool:
    return bool(list((project.folder / ".heracles").glob("launches/*/launch.json")))


def wait_for_a_submission(project: Counted, copies: int = 1) -> None:
    """Returns when so many copies are submitted, or about to be."""
    wait_until(lambda: has_begun(project) and len(project.standings()) >= copies, 30, "copies are submitted", 0.02)


def assert_exactly_once(project: Counted) -> None:
    """By the traces of the runs, the queue and the journal; asked once more, heracles says so, and does nothing."""
    found = faults(project)
    assert found == [], found
    standings = project.standings()
    again = project.run()
    assert told(again) == f"{project.products} completed, nothing new", again.stderr
    assert project.standings() == standings


def told(ran: subprocess.CompletedProcess[str]) -> str:
    """The line in which heracles counts what there is now, when nothing was left to launch."""
    assert ran.returncode == 0, ran.stderr
    [line] = [line for line in ran.stderr.splitlines() if "nothing new" in line]
    return line


def _wrong_counts(counted: Counter[str], expected: Products) -> Iterator[str]:
    for product in {**expected, **counted}:
        times = int(product in expected)
        if counted[product] != times:
            yield f"{product} ran {counted[product]} times, not {times}"


def _is_misled(project: Counted, run: Run) -> bool:
    return run.product in project.expected and project.said_by(run) != list(project.expected[run.product])


def _against_the_journal(project: Counted, runs: set[Run]) -> Iterator[str]:
    recorded: set[Run] = set()
    for launch, standing in project.standings():
        if standing.phase not in ("launched", "not submitted"):
            yield f"the journal says that copy {standing.copy} of {launch.id} is {standing.phase}"
        if standing.phase == "launched":
            recorded |= _recorded(project.home, launch, standing)
    yield from (f"{run} is not in the journal" for run in runs - recorded)
    yield from (f"the journal tells of {run}" for run in recorded - runs)


def _recorded(home: str, launch: Launch, standing: Standing) -> set[Run]:
    """The runs that a copy stands for."""
    products = ledger.products(home, launch.id, standing.first, standing.last)
    first = standing.first if launch.terms.per_copy > 1 else None
    return {
        Run(product.id, standing.job or "?", "" if first is None else str(product.place - first))
        for product in products
    }
