"""What the names of logs may have of tasks, and only Slurm knows: their own job ids, their nodes, their names."""

from __future__ import annotations

from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import Tagged
from heracles.launchers.slurm import asking, logs, ranges
from heracles.launchers.slurm.finding import INVALID_FIELD, LEADER, NO_NODES, all_of_mine, squeue_format
from heracles.launchers.slurm.logs import UNKNOWN, Whereabouts
from heracles.launchers.slurm.options import demands
from heracles.launchers.slurm.recognizing import Ours
from heracles.launchers.slurm.states import accounted_command
from heracles.launchers.slurm.tags import tag_in
from heracles.script import Script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from heracles.launchers.base import Tag, Terms
    from heracles.launchers.base.logs import Launched, Source, Written
    from heracles.process import Answer

QUEUE_FIELDS = ("ArrayJobID", "ArrayTaskID", "JobID", "BatchHost", "RestartCnt", "Name", "JobID", "Comment")
ACCOUNTED_FIELDS = ("JobID", "JobIDRaw", "NodeList", "Submit", "JobName", "JobIDRaw", "Comment", "SubmitLine")
FIELDS_BEFORE_21_08 = ACCOUNTED_FIELDS[:-1]
"""A job's name may have bars: it ends where the job's id, which is known by then, comes again."""

NO_HOST = frozenset({"", "n/a"})
NEVER = frozenset({"", "0"})


def written(source: Source, tasks: Sequence[Launched], terms: Terms) -> tuple[Written, ...]:
    """Where each of the tasks of a launch writes; Slurm is asked only where names of logs have what only it knows.

    Raises a UsageError where a directive of the script cannot be read.
    """
    told = logs.patterns_of(_script(source), terms.args, {}, source.directory, source.user)
    in_arrays = any(each.task is not None for each in tasks)
    known = whereabouts(tasks, terms.cluster) if logs.unknown_letters(told, in_arrays) else {}
    return tuple(logs.written(told, each, known.get((each.tag, each.task), UNKNOWN)) for each in tasks)


def own_tasks(source: Source, terms: Terms) -> tuple[int | None, ...]:
    """The numbers of the tasks in the script's own array; one None where it has none.

    Raises a UsageError where a directive of the script cannot be read.
    """
    return ranges.of(demands(_script(source), terms.args, {}).value("array"))


def _script(source: Source) -> Script:
    return Script(source.script, source.text, 0, ())


def whereabouts(tasks: Sequence[Launched], cluster: str = "") -> dict[tuple[Tag, int | None], Whereabouts]:
    """What Slurm knows of tasks that began: by one squeue and, where that has forgotten some, one sacct.

    What they do not answer is not known.
    """
    jobs = _jobs(tasks)
    queued = read_queued(_said(lambda: asking.answer(*queue_command(cluster))), jobs)
    missing = _jobs([each for each in tasks if (each.tag, each.task) not in queued])
    if not missing:
        return queued
    return {**read_accounted(_said(lambda: _ask_accounting(missing, cluster)), missing), **queued}


def _jobs(tasks: Sequence[Launched]) -> tuple[Tagged, ...]:
    return tuple(dict.fromkeys(Tagged(each.job, each.tag, each.since) for each in tasks if each.job))


def _said(ask: Callable[[], Answer]) -> str:
    """What a program prints, or nothing where it fails: whatever it would tell then stays unknown."""
    try:
        given = ask()
    except LaunchError:
        return ""
    return given.output if given.exit_code == 0 else ""


def queue_command(cluster: str) -> tuple[str, ...]:
    return ("squeue", *asking.of_cluster(cluster), *all_of_mine(), "--array", f"--Format={squeue_format(QUEUE_FIELDS)}")


def _ask_accounting(jobs: Sequence[Tagged], cluster: str) -> Answer:
    given = asking.answer(*accounted_command(jobs, cluster, ACCOUNTED_FIELDS))
    if given.exit_code and INVALID_FIELD in given.complaints:
        return asking.answer(*accounted_command(jobs, cluster, FIELDS_BEFORE_21_08))
    return given


def read_queued(answer: str, jobs: Sequence[Tagged]) -> dict[tuple[Tag, int | None], Whereabouts]:
    """The lines of squeue that are about tasks of these jobs (their ids, with their tags) that began."""
    ours = Ours(jobs)
    known = {}
    for job, task, own_job, host, restarts, rest in _fields(answer, len(QUEUE_FIELDS), 5):
        if job in ours and (host not in NO_HOST or restarts not in NEVER):
            node = "" if host in NO_HOST else host
            name, comment = _name_and_texts(rest, own_job)
            tag = tag_in(comment.removesuffix("|"))
            if tag and ours.has(job, tag):
                known[tag, ranges.of(task)[0]] = Whereabouts(_number(own_job), node, name, _number(restarts))
    return known


def read_accounted(answer: str, jobs: Sequence[Tagged]) -> dict[tuple[Tag, int | None], Whereabouts]:
    """The lines of sacct that are about tasks of these jobs that began; of several about one task, the last."""
    ours = Ours(jobs)
    known: dict[tuple[Tag, int | None], Whereabouts] = {}
    for words, own_job, nodes, submitted, rest in _fields(answer, len(FIELDS_BEFORE_21_08), 4):
        job, _, task = words.removesuffix(LEADER).partition("_")
        name, texts = _name_and_texts(rest, own_job)
        tag = ours.whose(job, submitted, texts) if job in ours and nodes not in NO_NODES else None
        if tag:
            key = tag, ranges.of(task)[0]
            restarts = (known[key].restarts or 0) + 1 if key in known else 0
            known[key] = Whereabouts(_number(own_job), first_node(nodes), name, restarts)
    return known


def _fields(answer: str, least: int, split: int) -> Iterator[list[str]]:
    """So many fields of each line that has all of them, and the rest of the line."""
    return (line.split("|", split) for line in answer.splitlines() if line.count("|") >= least - 1)


def _name_and_texts(rest: str, job: str) -> tuple[str, str]:
    name, _, texts = rest.partition(f"|{job}|")
    return name, texts


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() else None


def first_node(nodes: str) -> str:
    """The first of some nodes: ``n01-ib`` of ``n[01-04,7]-ib,login``."""
    stem, bracket, rest = nodes.partition("[")
    if "," in stem or not bracket:
        return stem.partition(",")[0]
    inside, _, behind = rest.partition("]")
    first = inside.partition(",")[0].partition("-")[0]
    return first_node(f"{stem}{first}{behind}")
