"""Finding jobs by their tags: strays of a killed launch, and whether a job id still means the same job."""

from __future__ import annotations

import os
import time

from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import Found, Tag
from heracles.launchers.slurm import asking, ranges
from heracles.launchers.slurm.hopeless import doubtful, hopeless
from heracles.launchers.slurm.state_words import UNFINISHED, first_of, is_held, state_of
from heracles.launchers.slurm.tags import PREFIX, tag_in, tag_of_launch_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from heracles.launchers.base import State, Tagged

QUEUE_FIELDS = (
    "ArrayJobID", "HetJobID", "ArrayTaskID", "State", "PriorityLong", "RestartCnt", "NodeList", "Reason", "Comment",
)  # fmt: skip
NO_HETEROGENEOUS_JOB = "N/A"
LEADER = "+0"
"""Behind the id of a heterogeneous job in the accounting: the part that runs the script, as which all of it ends."""

ACCOUNTED_FIELDS = ("JobID", "State", "NodeList", "Comment", "SubmitLine")
FIELDS_BEFORE_21_08 = ACCOUNTED_FIELDS[:-1]
NO_NODES = frozenset({"", "None assigned"})
"""What squeue and sacct say of a job that never had any."""

NO_REASON = "None"
INVALID_FIELD = "Invalid field requested"
UNKNOWN_JOB = "Invalid job id specified"


def find(launch: str, cluster: str = "") -> tuple[Found, ...]:
    """The jobs of this user that carry a tag of ``launch``, as far as squeue remembers: held ones for certain.

    Raises a LaunchError where squeue does not answer: then nothing is known.
    """
    return tuple(found for _, found in tagged((launch,), cluster))


def tagged(launches: Collection[str], cluster: str) -> tuple[tuple[Tag, Found], ...]:
    """The jobs of this user that carry a tag of these launches; raises a LaunchError where squeue does not answer."""
    return read_queue(_ask_queue(cluster), launches)


def find_job(job: Tagged, cluster: str = "") -> Found | None:
    """One job, if squeue knows it by its id and tag; raises a LaunchError where squeue does not answer."""
    given = asking.answer(*queue_command(cluster), f"--jobs={job.job}")
    if given.exit_code and UNKNOWN_JOB in given.complaints:
        return None
    told = dict(read_queue(asking.successful("squeue", given), (job.tag.launch,)))
    return told.get(job.tag)


def queued(launches: Collection[str], cluster: str = "") -> int:
    """How many tasks of these launches wait or run; raises a LaunchError where squeue does not answer."""
    return sum(found.tasks for _, found in tagged(launches, cluster))


def untagged(jobs: Collection[str], cluster: str = "") -> tuple[str, ...]:
    """Those of the jobs that squeue lists without a tag of heracles; raises a LaunchError where it does not answer."""
    lines = _fields(_ask_queue(cluster).splitlines())
    strange = (fields[0] for fields in lines if fields[0] in jobs and not _tag(fields))
    return tuple(dict.fromkeys(strange))


def mine(cluster: str = "") -> int:
    """How many tasks of this user wait or run; raises a LaunchError where squeue does not answer."""
    return sum(_unfinished(fields[2], state_of(fields[3])) for fields in _fields(_ask_queue(cluster).splitlines()))


def _ask_queue(cluster: str) -> str:
    return asking.output(*queue_command(cluster))


def queue_command(cluster: str) -> tuple[str, ...]:
    return ("squeue", *asking.of_cluster(cluster), *all_of_mine(), f"--Format={squeue_format(QUEUE_FIELDS)}")


def all_of_mine() -> tuple[str, ...]:
    """Options of squeue(1) for every job of this user, in hidden partitions and at its end too."""
    return ("--noheader", "--all", "--states=all", f"--user={os.getuid()}")


def squeue_format(fields: Sequence[str]) -> str:
    """Fields of any width, a bar behind each (since Slurm 20.02)."""
    return ",".join(f"{field}:|" for field in fields)


def read_queue(answer: str, launches: Collection[str]) -> tuple[tuple[Tag, Found], ...]:
    """One job for all lines of its tasks; lines of other launches, or that a comment broke in two, are passed over.

    A queue may remember a hundred thousand tasks that have ended, so most lines are not looked at closely.
    """
    tags = tuple(f"|{PREFIX}{launch}/" for launch in launches)
    lines = (line for line in answer.splitlines() if any(tag in line for tag in tags))
    told = filter(None, map(_queued, _fields(lines)))
    return _jobs((tag, found) for tag, found in told if tag.launch in launches)


def _fields(lines: Iterable[str]) -> Iterator[list[str]]:
    """The fields of each line; what stands behind a line break in a comment has fewer of them."""
    split = (line.split("|", len(QUEUE_FIELDS) - 1) for line in lines)
    return (fields for fields in split if len(fields) == len(QUEUE_FIELDS))


def _tag(fields: Sequence[str]) -> Tag | None:
    """The tag in the comment, which is the last field and has a bar behind it."""
    return tag_in(fields[-1].removesuffix("|"))


def _queued(fields: Sequence[str]) -> tuple[Tag, Found] | None:
    tag = _tag(fields)
    if tag is None:
        return None
    job, leader, tasks, word, priority, restarts, nodes, reason, _ = fields
    state, held = state_of(word), is_held(word, priority)
    gone = restarts == "0" and _never_began(word, nodes)
    waits = held or state == "pending"
    if leader != NO_HETEROGENEOUS_JOB:  # its parts are released and cancelled by the first one's id
        job = leader
    found = Found(job, tag.copy, tag.attempt, held, gone, "held" if held else state, tasks=_unfinished(tasks, state))
    if not waits or reason == NO_REASON:
        return tag, found
    return tag, found._replace(reason=reason, hopeless=hopeless(reason), doubtful=doubtful(reason))


def _never_began(word: str, nodes: str) -> bool:
    """Whether a job was cancelled before it had nodes; one that a federation revoked may have run elsewhere."""
    return word.startswith("CANCELLED") and nodes in NO_NODES


def _unfinished(tasks: str, state: State) -> int:
    """How many of the tasks of a line wait or run."""
    return len(ranges.of(tasks)) if state in UNFINISHED else 0


def find_finished(launch: str, since: float, cluster: str = "") -> tuple[Found, ...]:
    """The jobs of this user that carry a tag of ``launch``, as far as the accounting knows; none of them waits.

    ``since`` is in seconds of the epoch. Raises a LaunchError where sacct does not answer.
    """
    given = asking.answer(*accounted_command(ACCOUNTED_FIELDS, since, cluster))
    if given.exit_code and INVALID_FIELD in given.complaints:
        return read_accounted(asking.output(*accounted_command(FIELDS_BEFORE_21_08, since, cluster)), launch)
    return read_accounted(asking.successful("sacct", given), launch)


def accounted_command(fields: Sequence[str], since: float, cluster: str) -> tuple[str, ...]:
    """The options of sacct(1); ``--duplicates`` shows the earlier runs of what was requeued as well."""
    mine = ("--allocations", "--duplicates", f"--uid={os.getuid()}", start_time(since))
    return ("sacct", *asking.of_cluster(cluster), "--noheader", "--parsable2", *mine, f"--format={','.join(fields)}")


def start_time(since: float) -> str:
    """The option of sacct(1), which reads local times."""
    return time.strftime("--starttime=%Y-%m-%dT%H:%M:%S", time.localtime(since))


def read_accounted(answer: str, launch: str) -> tuple[Found, ...]:
    """One job for all lines of its tasks; the tag is in the comment where a site stores it, else in the command.

    What is pending here and not in the queue is known of by nobody, so that such lines are passed over.
    """
    runs = filter(None, (_accounted(line, launch) for line in answer.splitlines()))
    return tuple(found for _, found in _jobs((Tag(launch, each.copy, each.attempt), each) for each in _latest(runs)))


def _accounted(line: str, launch: str) -> tuple[str, Found] | None:
    fields = line.split("|", 3)
    tag = tag_of_launch_in(fields[-1], launch)
    if tag is None or len(fields) < len(FIELDS_BEFORE_21_08):
        return None
    tasks, word, nodes, _ = fields
    job = tasks.partition("_")[0].partition("+")[0]  # of an array, or of a heterogeneous job
    if word == "PENDING" or not job.isdecimal():
        return None
    return tasks, Found(job, tag.copy, tag.attempt, False, _never_began(word, nodes), state_of(word))


def _latest(runs: Iterable[tuple[str, Found]]) -> Iterable[Found]:
    """The last run of each line that was requeued; it began if any of its runs did."""
    latest: dict[tuple[str, int, int], Found] = {}
    for tasks, found in runs:
        key = (tasks, found.copy, found.attempt)
        gone = found.gone and latest.get(key, found).gone
        latest[key] = found._replace(gone=gone)
    return latest.values()


def _jobs(lines: Iterable[tuple[Tag, Found]]) -> tuple[tuple[Tag, Found], ...]:
    jobs: dict[tuple[str, Tag], Found] = {}
    for tag, found in lines:
        earlier = jobs.get((found.job, tag))
        jobs[found.job, tag] = _both(earlier, found) if earlier else found
    return tuple((tag, found) for (_, tag), found in jobs.items())


def _both(one: Found, other: Found) -> Found:
    """Two parts of an array as one job."""
    state: State = first_of(one.state, other.state)
    both = one._replace(held=one.held or other.held, gone=one.gone and other.gone, state=state)
    return both._replace(reason=one.reason or other.reason, tasks=one.tasks + other.tasks)
