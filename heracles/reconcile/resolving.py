"""From the journal and the jobs that the scheduler knows to what is to be done: no product lost, none run twice.

It rests on two rules of whoever writes the journal: ``Submitting`` is on the disk before a copy is submitted, and
``Releasing`` before a job is released. So a job that is held, and that no line says is being released, never ran.
"""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.reconcile.decisions import (
    Adopt,
    Ask,
    Confirm,
    Doubled,
    Evidence,
    Release,
    Resubmit,
    Wait,
    Withdraw,
)
from heracles.reconcile.standings import LATEST_ACCEPTANCE, UNSETTLED, submissions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from heracles.launchers.base import Found
    from heracles.ledger.values import Entry, Process
    from heracles.reconcile.decisions import Decision
    from heracles.reconcile.standings import Standing

    Tag = tuple[int, int]

SHORTEST_MEMORY = 60.0
"""Seconds for which a queue knows a job, whatever became of it."""

NO_EVIDENCE = Evidence()


def resolve(entries: Iterable[Entry], found: Iterable[Found], evidence: Evidence = NO_EVIDENCE) -> tuple[Decision, ...]:
    """What is to be done about each copy that is not launched, and about each job that stands for none.

    ``found`` are all jobs with a tag of this launch that the scheduler's queue knows, asked for with success: without
    such an answer nothing can be decided. Where a job is told of twice, the first counts: accounting comes after the
    queue. Copies that are launched, or not submitted, need nothing.
    """
    jobs = _without_repeats(found)
    tagged = _by_tag(jobs)
    owned = [(standing, _own(standing, tagged)) for standing in submissions(entries)]
    own = {job for _, job in owned}
    decisions = (_decision(standing, job, evidence) for standing, job in owned)
    strays = (_stray(job) for job in jobs if job not in own and not job.gone)
    return (*(decision for decision in decisions if decision is not None), *strays)


def held_again(entries: Iterable[Entry], found: Iterable[Found]) -> tuple[Release, ...]:
    """The jobs that are held although they were released: by somebody, or by a scheduler that forgot it in a crash."""
    held = {(job.copy, job.attempt, job.job) for job in found if job.held}
    launched = (standing for standing in submissions(entries) if standing.phase == "launched" and standing.job)
    own = ((each.copy, each.attempt, each.job) for each in launched)
    return tuple(Release(*each) for each in own if each in held)


def interrupted(entries: Iterable[Entry], dead: Collection[Process]) -> tuple[Resubmit, ...]:
    """The runs on this machine that are to be done again: their process has ended, and nobody recorded how."""
    running = (standing for standing in submissions(entries) if standing.phase == "running")
    return tuple(_next_attempt(standing) for standing in running if standing.process in dead)


def _without_repeats(found: Iterable[Found]) -> tuple[Found, ...]:
    first: dict[tuple[str, int, int], Found] = {}
    for job in found:
        first.setdefault((job.job, job.copy, job.attempt), job)
    return tuple(first.values())


def _by_tag(jobs: tuple[Found, ...]) -> dict[Tag, list[Found]]:
    by_tag: dict[Tag, list[Found]] = {}
    for job in jobs:
        by_tag.setdefault((job.copy, job.attempt), []).append(job)
    return by_tag


def _own(standing: Standing, by_tag: Mapping[Tag, list[Found]]) -> Found | None:
    """The job that stands for a copy: the one recorded for it, or where none is, one under its tag."""
    tagged = by_tag.get((standing.copy, standing.attempt), [])
    if standing.job is not None:
        tagged = [job for job in tagged if job.job == standing.job]
    if standing.phase == "not submitted" or not tagged:
        return None
    return min(tagged, key=_preference)


def _preference(job: Found) -> tuple[bool, bool, int, str]:
    """One that runs already, since it cannot be withdrawn; then the oldest that can still run."""
    return job.gone, job.held, len(job.job), job.job


def _decision(standing: Standing, own: Found | None, evidence: Evidence) -> Decision | None:
    if own is None:
        return _unseen(standing, evidence) if standing.phase in UNSETTLED else None
    if standing.phase == "launched":
        return Adopt(standing.copy, standing.attempt, own.job) if standing.job is None else None
    if standing.phase not in UNSETTLED:
        return None
    return _next_attempt(standing) if own.gone else _seen(standing, own)


def _seen(standing: Standing, own: Found) -> Decision:
    kind = Adopt if standing.phase == "in doubt" else Release if own.held else Confirm
    return kind(standing.copy, standing.attempt, own.job)


def _unseen(standing: Standing, evidence: Evidence) -> Decision:
    if standing.phase == "releasing":
        why = f"job {standing.job} was about to be released, and now neither the queue nor accounting knows it"
        return Ask(standing.copy, standing.attempt, why)
    if not evidence.accounted and evidence.asked > standing.submitting.time + SHORTEST_MEMORY:
        why = "the queue does not know it (any more), and accounting does not answer; somebody may have released it"
        return Ask(standing.copy, standing.attempt, why)
    return _next_attempt(standing) if standing.submitting.held else _lost(standing, evidence)


def _lost(standing: Standing, evidence: Evidence) -> Decision:
    """Whether a submission that would not be held was lost for certain: not while its request may be under way."""
    since = {(dead.copy, dead.attempt): dead.since for dead in evidence.dead}.get((standing.copy, standing.attempt))
    if since is None:
        why = f"the program on {standing.submitting.process.host} that submitted it may still be at it"
        return Ask(standing.copy, standing.attempt, why)
    until = since + LATEST_ACCEPTANCE + evidence.skew
    if evidence.steady < until:
        return Wait(standing.copy, standing.attempt, until)
    return _next_attempt(standing)


def _next_attempt(standing: Standing) -> Resubmit:
    return Resubmit(standing.copy, standing.attempt + 1, standing.first, standing.last)


def _stray(job: Found) -> Withdraw | Doubled:
    kind = Withdraw if job.held else Doubled
    return kind(job.job, job.copy, job.attempt)
