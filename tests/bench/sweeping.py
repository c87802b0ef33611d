"""A million products of a declared sweep: exclusions, a zip and random seeds."""

from __future__ import annotations

import subprocess
import sys
from collections import deque
from typing import TYPE_CHECKING

from heracles import grammar, sweep as sweeps
from heracles.errors import Place

from .rows import NotMeasured, Row, compared

if TYPE_CHECKING:
    from collections.abc import Iterator

MILLION = ("a=range(100)", "b=range(100)", "c=range(100)")
SEEDED = ("a=range(101)", "z=zip(b=range(100),c=range(100,200))")
EXCLUDED = 100
"""Of 101 x 100 combinations so many; each of the 10^4 that are left is in 100 products."""
ROUNDS = 7

EXPANSION = """
import sys
from tests.bench.sweeping import seeded_sweep
from heracles import sweep as sweeps
number = 0
for product in sweeps.products(seeded_sweep(1)):
    number += 1
"""
SET_ALONE = """
import sys
from random import getrandbits
from tests.bench.sweeping import seeded_sweep
seeded_sweep(1)
number, taken = 0, set()
while number < 1_000_000:
    taken.update([getrandbits(31) for _ in range(100)])
    number += 100
"""
PEAK = """
with open("/proc/self/status") as status:
    print(number, *(line.split()[1] for line in status if line.startswith("VmHWM:")))
"""


def sweep_of(words: tuple[str, ...]) -> sweeps.Sweep:
    arguments = grammar.parse((word, Place("argument", word)) for word in words)
    return sweeps.Sweep("bench", "sbatch.sh", ".", (arguments,), "1")


def seeded_sweep(seeds: int) -> sweeps.Sweep:
    """A million products with so many seeds for each combination of values; exclusions leave out a diagonal."""
    exclude = tuple(
        sweeps.Exclusion((sweeps.Condition("a", (number,)), sweeps.Condition("b", (number,))), Place("exclude"))
        for number in range(EXCLUDED)
    )
    return sweep_of((*SEEDED, f"d=range({100 // seeds})", f"seed=__randseed:{seeds}__"))._replace(exclude=exclude)


def rows() -> Iterator[Row | NotMeasured]:
    yield against_plain("five seeds", 5)
    yield against_plain("one, which is remembered alone", 1)
    if not sys.platform.startswith("linux"):
        yield NotMeasured("peak memory of 10^6 seeds", "Linux alone says how much one process took")
        return
    ours, theirs = peak_memory(EXPANSION), peak_memory(SET_ALONE)
    what = f"peak memory of these ({ours:.1f} MiB), against the set of as many seeds alone ({theirs:.1f} MiB)"
    yield Row(what, ours, theirs, 1.1)


def against_plain(what: str, seeds: int) -> Row:
    return compared(
        f"10^6 products through exclusions, a zip and seeds ({what} for each), against 10^6 plain ones, as values",
        lambda: deque(sweeps.products(seeded_sweep(seeds)), maxlen=0),
        lambda: deque(sweeps.products(sweep_of(MILLION)), maxlen=0),
        3,
        ROUNDS,
    )


def peak_memory(program: str) -> float:
    """The most that a process had in memory that makes a million of something, in MiB."""
    done = subprocess.run([sys.executable, "-c", program + PEAK], check=True, capture_output=True, text=True)
    number, kibibytes = map(int, done.stdout.split())
    assert number == 1_000_000
    return kibibytes / 1024
