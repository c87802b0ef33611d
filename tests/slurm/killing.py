"""Launches that are killed at random points, and begun again at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from heracles.errors import HeraclesError

from .counting import SWEEP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .counting import Counted

AT_ONCE = 3
MOST_KILLS = 8
MOST_TRIES = 10
STILL_AT_IT = "may still be at it"
LOOK_SECONDS = 0.005
LONGEST_PAUSE = 0.03
"""Seconds between two lines of a journal, about."""
LONGEST_START = 0.6
"""Seconds until the first one, about."""


class Kill(NamedTuple):
    """When heracles is killed: when so many further lines are in the journals, and ``seconds`` later.

    ``whole``: with all that it started.
    """

    lines: int
    seconds: float
    whole: bool


class Killed(NamedTuple):
    """A launch after its kills: what the journal said of its copies at each of them."""

    project: Counted
    hits: tuple[str, ...]


def descendants(pid: int) -> list[int]:
    """A process and all that it started, in whatever session they are."""
    children: dict[int, list[int]] = {}
    for child, parent in _parents():
        children.setdefault(parent, []).append(child)
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def _parents() -> Iterator[tuple[int, int]]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        yield int(process.name), int(fields[1])


def kill(process: subprocess.Popen[str], *, whole: bool) -> None:
    """kill -9, of a process alone or with all that it started."""
    process.send_signal(signal.SIGSTOP)  # it starts nothing more while its children are looked for
    for pid in descendants(process.pid) if whole else [process.pid]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.communicate()


def killed_at(project: Counted, moment: Kill, *words: str) -> bool:
    """Starts heracles and kills it; whether it still ran then."""
    lines = lines_of_journals(project) + moment.lines
    process = project.start(*words)
    while lines_of_journals(project) < lines and process.poll() is None:
        time.sleep(LOOK_SECONDS)
    try:
        said, _ = process.communicate(timeout=moment.seconds)
    except subprocess.TimeoutExpired:
        kill(process, whole=moment.whole)
        return True
    assert process.returncode == 0 or STILL_AT_IT in said, said
    return False


def lines_of_journals(project: Counted) -> int:
    journals = (project.folder / ".heracles" / "launches").glob("*/journal.jsonl")
    return sum(journal.read_bytes().count(b"\n") for journal in journals)


def next_kill(chance: random.Random, left: int) -> Kill:
    """A moment of a launch that has about so many lines left to write."""
    lines = chance.randint(0, max(0, left))
    longest = LONGEST_PAUSE if lines else LONGEST_START
    return Kill(lines, chance.uniform(0, longest), whole=chance.random() < 0.5)


def killed_and_finished(project: Counted, seed: str, lines: int) -> Killed:
    """A launch that is killed again and again, and in the end is not."""
    chance = random.Random(seed)
    hits: list[str] = []
    while len(hits) < MOST_KILLS:
        moment = next_kill(chance, lines - lines_of_journals(project))
        if not killed_at(project, moment, "run", SWEEP):
            break
        hits.append(phases(project))
    finish(project)
    return Killed(project, tuple(hits))


def finish(project: Counted) -> None:
    """Goes on until all is launched; where jobs cannot be held, not before the last sbatch has ended."""
    finished = project.run()
    for _ in range(MOST_TRIES):
        if STILL_AT_IT not in finished.stderr:
            break
        time.sleep(0.2)
        finished = project.run()
    assert finished.returncode == 0, finished.stderr


def phases(project: Counted) -> str:
    """What the journals say of the copies now: ``3 launched, 1 in doubt``."""
    try:
        counted = Counter(standing.phase for _, standing in project.standings())
    except HeraclesError as error:
        return str(error)
    return ", ".join(f"{number} {phase}" for phase, number in counted.items()) or "nothing"


def killed_until(number: int, seed: str, new: Callable[[int], Counted]) -> list[Killed]:
    """So many kills, in as many projects as it takes; ``new`` makes one of them."""
    undisturbed = new(-1)
    assert undisturbed.run().returncode == 0
    lines = lines_of_journals(undisturbed)
    places = count()
    done: list[Killed] = []

    def work() -> None:
        while sum(len(each.hits) for each in done) < number:
            place = next(places)
            done.append(killed_and_finished(new(place), f"{seed} {place}", lines))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for worker in [pool.submit(work) for _ in range(AT_ONCE)]:
            worker.result()
    return done
