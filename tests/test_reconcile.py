"""The judgement over a launch's journal: a story each, and whatever a kill and a congested scheduler can do to it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings, strategies as st

from heracles.launchers.base import Found, Tag, TaskState
from heracles.ledger import (
    Ended,
    NotSubmitted,
    Process,
    Released,
    Releasing,
    Started,
    Submitted,
    Submitting,
    Withdrawn,
)
from heracles.reconcile import (
    Adopt,
    Ask,
    Confirm,
    Dead,
    Doubled,
    Evidence,
    ProductState,
    Range,
    Release,
    Resubmit,
    Wait,
    Withdraw,
    counts,
    doubts,
    interrupted,
    joined,
    next_copy,
    product_states,
    remaining,
    resolve,
    submissions,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from heracles.launchers.base import State
    from heracles.ledger import Entry
    from heracles.reconcile import Decision

LOGIN = Process("login1", 4711, "1")
CHILD = Process("login1", 4712, "2")
TAG = Tag("20260101-120000-0a1b2c3d", 0, 1)


def submitting(copy: int, attempt: int = 1, first: int = 0, last: int = 9, held: bool = True) -> Submitting:
    return Submitting(copy, attempt, first, last, held, LOGIN, 1000.0)


def told(decisions: tuple[Decision, ...]) -> list[str]:
    """Decisions with their kinds: as tuples alone, a Release equals a Confirm."""
    return [repr(decision) for decision in decisions]


def expect(decisions: tuple[Decision, ...], *expected: Decision) -> None:
    assert told(decisions) == told(expected)


@pytest.mark.parametrize(
    ("entries", "phase"),
    [
        ([submitting(0)], "in doubt"),
        ([submitting(0), Submitted(0, 1, "7")], "held"),
        ([submitting(0), Submitted(0, 1, "7"), Releasing(("7",))], "releasing"),
        ([submitting(0), Submitted(0, 1, "7"), Releasing(("7",)), Released(("7",))], "launched"),
        ([submitting(0, held=False), Submitted(0, 1, "7")], "launched"),
        ([submitting(0), Submitted(0, 1, None)], "launched"),
        ([submitting(0), NotSubmitted(0, 1, "a limit")], "not submitted"),
        ([submitting(0), Submitted(0, 1, "7"), Withdrawn("7", 0, 1)], "not submitted"),
        ([submitting(0), Submitted(0, 1, "7"), Withdrawn("6", 0, 1)], "held"),
        ([submitting(0), NotSubmitted(0, 1, "a limit"), submitting(0, 2)], "in doubt"),
        ([submitting(0), submitting(0, 2), Submitted(0, 1, "7")], "in doubt"),
        ([submitting(0), Started(0, 1, CHILD)], "running"),
        ([submitting(0), Started(0, 1, CHILD), Ended(0, 1, 1, 2.5)], "ended"),
    ],
)
def test_how_far_a_copy_has_come(entries: list[Entry], phase: str) -> None:
    (standing,) = submissions(entries)
    assert standing.phase == phase


def test_a_job_id_that_was_given_twice_lets_go_of_the_later_copy_alone() -> None:
    entries: list[Entry] = [submitting(0), Submitted(0, 1, "7"), submitting(1), Submitted(1, 1, "7"), Released(("7",))]
    assert [standing.phase for standing in submissions(entries)] == ["held", "launched"]


def test_what_must_be_asked_of_the_scheduler() -> None:
    entries: list[Entry] = [submitting(0), submitting(1), Submitted(1, 1, "7")]
    entries += [submitting(2), Submitted(2, 1, "8"), Releasing(("8",))]
    assert [(standing.copy, standing.phase) for standing in doubts(entries)] == [(0, "in doubt"), (2, "releasing")]


def test_places_that_no_copy_carries_remain() -> None:
    entries: list[Entry] = [
        submitting(0, first=0, last=3),
        submitting(1, first=4, last=5),
        NotSubmitted(1, 1, "a limit"),
        submitting(2, first=8, last=8),
        Submitted(2, 1, "7"),
    ]
    assert remaining(entries, 12) == (Range(4, 7), Range(9, 11))
    assert remaining([], 12) == (Range(0, 11),)
    assert remaining([], 0) == ()
    assert remaining([submitting(0, first=0, last=11)], 12) == ()
    assert next_copy(entries) == 3
    assert next_copy([]) == 0


def test_a_submission_in_doubt_is_adopted_where_its_tag_is_found() -> None:
    expect(resolve([submitting(0)], [Found("7", 0, 1, held=True)]), Adopt(0, 1, "7"))
    expect(resolve([submitting(0, held=False)], [Found("7", 0, 1, held=False)]), Adopt(0, 1, "7"))


def test_a_held_submission_that_is_not_found_is_made_again_since_a_late_one_stays_held() -> None:
    entries: list[Entry] = [submitting(3, first=20, last=29)]
    expect(resolve(entries, []), Resubmit(3, 2, 20, 29))
    late = Found("9", 3, 1, held=True)
    entries += [submitting(3, 2, 20, 29), Submitted(3, 2, "8")]
    expect(resolve(entries, [Found("8", 3, 2, held=True), late]), Release(3, 2, "8"), Withdraw("9", 3, 1))


def test_what_was_cancelled_before_it_began_is_submitted_again() -> None:
    gone = [Found("7", 0, 1, held=False, gone=True)]
    for held in (True, False):
        expect(resolve([submitting(0, held=held)], gone), Resubmit(0, 2, 0, 9))
    expect(resolve([submitting(0), Submitted(0, 1, "7")], gone), Resubmit(0, 2, 0, 9))
    expect(resolve([submitting(0)], [*gone, Found("8", 0, 1, held=True)]), Adopt(0, 1, "8"))


def test_of_two_jobs_with_one_tag_one_is_adopted_and_the_other_withdrawn() -> None:
    twice = [Found("10", 0, 1, held=True), Found("9", 0, 1, held=True)]
    expect(resolve([submitting(0)], twice), Adopt(0, 1, "9"), Withdraw("10", 0, 1))
    running = [Found("9", 0, 1, held=True), Found("10", 0, 1, held=False)]
    expect(resolve([submitting(0)], running), Adopt(0, 1, "10"), Withdraw("9", 0, 1))


def test_a_stray_that_runs_is_told_and_one_that_was_cancelled_is_none() -> None:
    entries: list[Entry] = [submitting(0), NotSubmitted(0, 1, "Socket timed out")]
    expect(resolve(entries, [Found("7", 0, 1, held=True)]), Withdraw("7", 0, 1))
    expect(resolve(entries, [Found("7", 0, 1, held=False)]), Doubled("7", 0, 1))
    expect(resolve(entries, [Found("7", 0, 1, held=False, gone=True)]))


def test_a_job_is_released_only_if_it_is_there_with_its_own_tag() -> None:
    entries: list[Entry] = [submitting(0), Submitted(0, 1, "7"), submitting(1), Submitted(1, 1, "7")]
    found = [Found("7", 1, 1, held=True)]
    expect(resolve(entries, found), Resubmit(0, 2, 0, 9), Release(1, 1, "7"))


def test_a_release_of_unknown_outcome() -> None:
    entries: list[Entry] = [submitting(0), Submitted(0, 1, "7"), Releasing(("7",))]
    expect(resolve(entries, [Found("7", 0, 1, held=True)]), Release(0, 1, "7"))
    expect(resolve(entries, [Found("7", 0, 1, held=False)]), Confirm(0, 1, "7"))
    expect(resolve(entries, [Found("7", 0, 1, held=False, gone=True)]), Resubmit(0, 2, 0, 9))
    why = "job 7 was about to be released, and now neither the queue nor accounting knows it"
    expect(resolve(entries, []), Ask(0, 1, why))


def test_where_a_job_is_told_of_twice_the_first_counts() -> None:
    entries: list[Entry] = [submitting(0), Submitted(0, 1, "7"), Releasing(("7",))]
    queue, accounting = Found("7", 0, 1, held=True), Found("7", 0, 1, held=False)
    expect(resolve(entries, [queue, accounting]), Release(0, 1, "7"))


def test_a_job_whose_name_was_not_known_is_adopted_when_it_is_found() -> None:
    expect(resolve([submitting(0), Submitted(0, 1, None)], [Found("7", 0, 1, held=True)]), Adopt(0, 1, "7"))


def test_without_holding_only_a_dead_client_time_and_the_queue_together_prove_a_loss() -> None:
    entries: list[Entry] = [submitting(0, held=False)]
    dead = (Dead(0, 1, since=500.0),)
    why = "the program on login1 that submitted it may still be at it"
    expect(resolve(entries, [], Evidence(asked=9999.0)), Ask(0, 1, why))
    early = Evidence(asked=9999.0, skew=3.0, dead=dead, steady=802.9)  # by the clock that somebody set, it is late
    expect(resolve(entries, [], early), Wait(0, 1, until=803.0))
    expect(resolve(entries, [], Evidence(asked=1.0, skew=3.0, dead=dead, steady=803.0)), Resubmit(0, 2, 0, 9))


def test_what_is_launched_needs_nothing() -> None:
    entries: list[Entry] = [submitting(0), Submitted(0, 1, "7"), Releasing(("7",)), Released(("7",))]
    expect(resolve(entries, []))
    expect(resolve(entries, [Found("7", 0, 1, held=True)]))  # the user's own hold


def test_a_run_on_this_machine_whose_process_died_unseen_is_done_again() -> None:
    entries: list[Entry] = [submitting(0, first=4, last=4), Started(0, 1, CHILD)]
    expect(interrupted(entries, dead=[CHILD]), Resubmit(0, 2, 4, 4))
    expect(interrupted(entries, dead=[LOGIN]))
    entries.append(Ended(0, 1, 0, 1.0))
    expect(interrupted(entries, dead=[CHILD]))


# States


def launched(first: int, last: int, job: str = "7") -> list[Entry]:
    return [submitting(0, first=first, last=last), Submitted(0, 1, job), Releasing((job,)), Released((job,))]


def test_a_task_of_an_array_is_a_place_of_its_copy() -> None:
    tasks = [TaskState(TAG, 0, "completed", 0), TaskState(TAG, 2, "failed", 3, "NonZeroExitCode", True)]
    states = product_states(launched(1, 3), 5, tasks)
    assert [product.state for product in states] == ["waiting", "completed", "unknown", "failed", "waiting"]
    assert states[3] == ProductState("failed", 0, 1, 3, "7", 2, "NonZeroExitCode", True)
    assert counts(product.state for product in states) == (
        ("failed", 1),
        ("unknown", 1),
        ("waiting", 2),
        ("completed", 1),
    )


def test_a_job_that_is_no_array_and_an_array_not_yet_split_are_told_of_as_a_whole() -> None:
    (single,) = product_states(launched(0, 0), 1, [TaskState(TAG, None, "timeout", 0)])
    assert single == ProductState("timeout", 0, 1, 0, "7")
    whole = product_states(launched(0, 1), 2, [TaskState(TAG, None, "pending"), TaskState(TAG, 1, "running")])
    assert [product.state for product in whole] == ["pending", "running"]


def own_array(*told: TaskState, numbers: Sequence[int] = range(1, 4)) -> ProductState:
    """A product whose script has an array of its own of which this is told."""
    (state,) = product_states(launched(0, 0), 1, told, numbers, TAG.launch)
    return state


def test_a_script_with_its_own_array_shows_its_worst_task() -> None:
    tasks = tuple(TaskState(TAG, task, "completed", 0) for task in (1, 2, 3))
    assert own_array(*tasks) == ProductState("completed", 3, 3, 0, "7", tasks=tasks, states=frozenset(("completed",)))
    untold = own_array(*tasks, numbers=range(1, 5))
    assert untold[:5] == ("unknown", 3, 4, None, "7")
    assert untold.tasks == (*tasks, TaskState(TAG, 4, "unknown", began=False))
    failed = own_array(*tasks, TaskState(TAG, 4, "failed", 9), TaskState(TAG, 5, "running"), numbers=range(1, 6))
    assert failed[:5] == ("failed", 3, 5, 9, "7")
    assert failed.of_tasks == {"completed", "failed", "running"}
    assert [task.state for task in own_array(TaskState(TAG, None, "pending")).tasks] == ["pending"] * 3


def test_tasks_that_were_launched_again_stand_beside_the_others() -> None:
    ends: tuple[State, ...] = ("failed", "timeout", "completed")
    before = own_array(*(TaskState(TAG, task, state) for task, state in enumerate(ends, 1)))
    tag = TAG._replace(launch="later")
    tasks = (TaskState(tag, 1, "completed", 0), TaskState(tag, 2, "cancelled", began=False))
    (later,) = product_states((Submitting(0, 1, 0, 0, False, LOGIN, 0.0, (1, 2)), Submitted(0, 1, "8")), 1, tasks)
    assert later[:5] == ("cancelled", 1, 2, None, "8")
    both = joined(before, later)
    assert both[:5] == ("timeout", 2, 3, None, "8"), "one that was cancelled before it began is as it was"
    assert [(task.task, task.tag.launch) for task in both.tasks] == [(1, "later"), (2, TAG.launch), (3, TAG.launch)]
    assert joined(later, before) == before
    assert joined(ProductState("failed", 0, 1), later) == later


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ([submitting(0, first=0, last=0)], "unknown"),
        ([submitting(0, first=0, last=0), NotSubmitted(0, 1, "a limit")], "waiting"),
        ([submitting(0, first=0, last=0), Submitted(0, 1, "7")], "held"),
        (launched(0, 0), "unknown"),
        ([submitting(0, first=0, last=0), Started(0, 1, CHILD)], "running"),
        ([submitting(0, first=0, last=0), Started(0, 1, CHILD), Ended(0, 1, 0, 1.0)], "completed"),
        ([submitting(0, first=0, last=0), Started(0, 1, CHILD), Ended(0, 1, -9, 1.0)], "failed"),
    ],
)
def test_what_the_journal_alone_says_of_a_product(entries: list[Entry], state: str) -> None:
    (product,) = product_states(entries, 1, [])
    assert product.state == state


def test_a_copy_that_was_not_submitted_does_not_hide_those_that_took_its_products() -> None:
    entries: list[Entry] = [submitting(0, first=0, last=1), NotSubmitted(0, 1, "too large")]
    entries += [submitting(copy, first=copy - 1, last=copy - 1) for copy in (1, 2)]
    entries += [Submitted(1, 1, "7"), Submitted(2, 1, "8"), NotSubmitted(0, 1, "told twice")]
    tasks = [TaskState(TAG._replace(copy=1), None, "completed", 0), TaskState(TAG._replace(copy=2), None, "running")]
    assert [product.state for product in product_states(entries, 2, tasks)] == ["completed", "running"]


# Whatever happens


ENOUGH_ROUNDS = 200


class Killed(Exception):
    """Heracles was killed here."""


class Fates:
    """What goes wrong at each chance for it: a number for each, and 0 once there are no more: all goes well."""

    def __init__(self, numbers: bytes) -> None:
        self._numbers: Iterator[int] = iter(numbers)

    def next(self, choices: int) -> int:
        return next(self._numbers, 0) % choices

    def perhaps_kill(self) -> None:
        if self.next(6) == 5:
            raise Killed


class Job(NamedTuple):
    id: str
    copy: int
    attempt: int
    places: range
    held: bool


class Cluster:
    """A scheduler that takes over, loses, delays and forgets; what is released runs at once."""

    def __init__(self, fates: Fates) -> None:
        self.fates = fates
        self.queue: list[Job] = []
        self.ran: list[Job] = []
        self.cancelled: list[Job] = []
        self.under_way: list[Callable[[], object]] = []
        self.last_id = 0

    def submit(self, copy: int, attempt: int, places: range) -> str | None:
        """The job's id; None where the answer did not come. "" says that it was refused."""
        fate = self.fates.next(8)
        if fate == 1:  # the request was lost
            return None
        if fate == 2:  # it comes through when its client is long dead
            self.under_way.append(lambda: self._accept(copy, attempt, places))
            return None
        if fate == 6:
            return ""
        job = self._accept(copy, attempt, places)
        if fate == 7:  # refused, it is said, and taken over all the same
            return ""
        if fate == 3:  # the answer was lost
            return None
        if fate == 4:  # killed before it saved its state: the job is gone, and its id is free again
            self.queue.remove(job)
            self.last_id -= 1
        if fate == 5:  # the request came through twice
            self.under_way.append(lambda: self._accept(copy, attempt, places))
        return job.id

    def release(self, jobs: list[str]) -> bool:
        fate = self.fates.next(4)
        if fate == 1:
            return False
        if fate == 2:
            self.under_way.append(lambda: self._release(jobs))
            return False
        self._release(jobs)
        return fate == 0

    def cancel(self, job: str) -> bool:
        fate = self.fates.next(3)
        if fate != 1:
            self._cancel(job)
        return fate == 0

    def found(self) -> list[Found]:
        while self.under_way and self.fates.next(3) == 0:
            self.under_way.pop()()
        if self.queue and self.fates.next(8) == 7:  # somebody cancels it by hand
            self._cancel(self.queue[0].id)
        gone = [Found(job.id, job.copy, job.attempt, held=False, gone=True) for job in self.cancelled]
        waiting = [Found(job.id, job.copy, job.attempt, held=True) for job in self.queue]
        return gone + waiting + [Found(job.id, job.copy, job.attempt, held=False) for job in self.ran]

    def _accept(self, copy: int, attempt: int, places: range) -> Job:
        self.last_id += 1
        job = Job(str(self.last_id), copy, attempt, places, held=True)
        self.queue.append(job)
        return job

    def _cancel(self, job: str) -> None:
        self.cancelled += [queued for queued in self.queue if queued.id == job]
        self.queue = [queued for queued in self.queue if queued.id != job]

    def _release(self, jobs: list[str]) -> None:
        self.ran += [job for job in self.queue if job.id in jobs]
        self.queue = [job for job in self.queue if job.id not in jobs]


class Launching:
    """Heracles, as it works by the decisions, killed wherever fate has it."""

    def __init__(self, cluster: Cluster, products: int) -> None:
        self.cluster = cluster
        self.products = products
        self.journal: list[Entry] = []

    def go_on(self) -> None:
        """Does what is to be done until there is nothing more."""
        for _ in range(ENOUGH_ROUNDS):
            decisions = self.decide()
            if not decisions:
                return
            releases = [decision for decision in decisions if isinstance(decision, Release)]
            for decision in decisions:
                self.apply(decision)
            self.release([decision.job for decision in releases])
        raise AssertionError("it goes on for ever")

    def decide(self) -> tuple[Decision, ...]:
        decisions = resolve(self.journal, self.cluster.found())
        return (*decisions, *(piece for free in remaining(self.journal, self.products) for piece in self.cut(free)))

    def cut(self, free: Range) -> Iterator[Resubmit]:
        """Submissions of one to three products, of copies that have no number yet."""
        first = free.first
        while first <= free.last:
            last = min(free.last, first + self.cluster.fates.next(3))
            yield Resubmit(-1, 1, first, last)
            first = last + 1

    def apply(self, decision: Decision) -> None:
        assert not isinstance(decision, (Doubled, Ask, Wait)), decision
        if isinstance(decision, Resubmit):
            self.submit(decision)
        elif isinstance(decision, Adopt):
            self.record(Submitted(decision.copy, decision.attempt, decision.job))
        elif isinstance(decision, Confirm):
            self.record(Released((decision.job,)))
        elif isinstance(decision, Withdraw) and self.cluster.cancel(decision.job):
            self.record(Withdrawn(decision.job, decision.copy, decision.attempt))

    def submit(self, decision: Resubmit) -> None:
        copy = decision.copy if decision.copy >= 0 else next_copy(self.journal)
        self.record(Submitting(copy, decision.attempt, decision.first, decision.last, True, LOGIN, 0.0))
        job = self.cluster.submit(copy, decision.attempt, range(decision.first, decision.last + 1))
        if job:
            self.record(Submitted(copy, decision.attempt, job))
        elif job is not None:
            self.record(NotSubmitted(copy, decision.attempt, "refused"))

    def release(self, jobs: list[str]) -> None:
        if jobs:
            self.record(Releasing(tuple(jobs)))
            if self.cluster.release(jobs):
                self.record(Released(tuple(jobs)))

    def record(self, entry: Entry) -> None:
        self.cluster.fates.perhaps_kill()
        self.journal.append(entry)
        self.cluster.fates.perhaps_kill()


@pytest.mark.once
@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=30, max_size=120), st.integers(1, 7))
def test_every_product_runs_exactly_once_whatever_dies_is_lost_or_late(numbers: bytes, products: int) -> None:
    cluster = Cluster(Fates(numbers))
    launching = Launching(cluster, products)
    for _ in range(len(numbers) + 2):
        try:
            launching.go_on()
        except Killed:
            continue
    launching.go_on()
    assert not cluster.under_way
    assert not cluster.queue
    assert Counter(place for job in cluster.ran for place in job.places) == Counter(range(products))
    assert {product.state for product in product_states(launching.journal, products, tasks_of(cluster))} == {
        "completed"
    }


def tasks_of(cluster: Cluster) -> list[TaskState]:
    return [
        TaskState(TAG._replace(copy=job.copy, attempt=job.attempt), task, "completed", 0)
        for job in cluster.ran
        for task in range(len(job.places))
    ]
