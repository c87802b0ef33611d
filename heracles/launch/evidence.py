"""What can be known of a launch's submissions: from the queue, from accounting, and from the processes of this host."""

from __future__ import annotations

import time
from math import inf

from heracles import ledger, reconcile
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.reconcile import Dead, Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.launch.course import Course
    from heracles.launchers.base import Finds, Found
    from heracles.reconcile import Standing

SKEW_SECONDS = 5.0


class Seen(NamedTuple):
    """The jobs that carry a tag of the launch, those of the queue first, and what else is known.

    ``strange`` are jobs of the launch that the queue shows without their tags.
    """

    found: tuple[Found, ...]
    evidence: Evidence
    strange: tuple[str, ...] = ()


class Deaths:
    """The attempts whose program has ended for certain, and when that was seen first, by the steady clock."""

    def __init__(self) -> None:
        self._since: dict[tuple[int, int], float] = {}

    def seen(self, course: Course, now: float) -> tuple[Dead, ...]:
        for doubt in reconcile.doubts(course.journal.entries):
            if not doubt.submitting.held and _has_ended(doubt):
                # Without a process of its own, the program was not let begin.
                self._since.setdefault((doubt.copy, doubt.attempt), now if doubt.process else -inf)
        return tuple(Dead(copy, attempt, since) for (copy, attempt), since in self._since.items())


def _has_ended(doubt: Standing) -> bool:
    caller = doubt.process or doubt.submitting.process
    is_ours = doubt.process is None and caller == ledger.this_process()
    return caller.host == ledger.host() and (is_ours or not ledger.runs(caller))


def look(course: Course, launcher: Finds, deaths: Deaths) -> Seen:
    """Asks the queue, and where a job is missing in it, accounting; raises a LaunchError where the queue is silent."""
    asked, steady = time.time(), time.monotonic()
    queued = launcher.find(course.launch.id)
    unseen = _unseen(course, queued)
    strange = _strange(launcher, [each.job for each in unseen if each.phase == "held" and each.job])
    evidence = Evidence(asked, SKEW_SECONDS, deaths.seen(course, steady), steady=steady)
    if not unseen:
        return Seen(queued, evidence)
    try:
        finished = launcher.find_finished(course.launch.id, course.launch.created - SKEW_SECONDS)
    except LaunchError:
        return Seen(queued, evidence._replace(accounted=False), strange)
    return Seen((*queued, *finished), evidence, strange)


def _unseen(course: Course, queued: Sequence[Found]) -> list[Standing]:
    seen = {(each.copy, each.attempt) for each in queued}
    standings = reconcile.submissions(course.journal.entries)
    return [each for each in standings if each.phase in reconcile.UNSETTLED and (each.copy, each.attempt) not in seen]


def _strange(launcher: Finds, jobs: Sequence[str]) -> tuple[str, ...]:
    return launcher.untagged(jobs) if jobs else ()


def refuse_strange(jobs: Sequence[str]) -> None:
    """Raises a LaunchError where jobs are queued without their tags: then a lost answer could never be made good."""
    if jobs:
        names = " ".join(jobs)
        what = f"the queue shows jobs without the comment that heracles gave them: {names}"
        cure = f'this site seems to change comments; cancel them (scancel {names}), and use kind = "command"'
        raise LaunchError(what, cure=cure)
