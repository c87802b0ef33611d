"""The forms of ``seeds``: random ones, and those that make a job array."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.config.declaring import declared, faults
from tests.config.telling import block, refusal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("seeds", "key", "array"),
    [
        ('{ array = "1-90" }', "seed", "1-90"),
        ('{ key = "trainer.seed", array = "0-15:4" }', "trainer.seed", "0-15:4"),
        ('{ key = "+seed", array = "1,3,5-7,9-9%2" }', "+seed", "1,3,5-7,9-9%2"),
        ('{ array = "0" }', "seed", "0"),
    ],
)
def test_the_index_of_a_job_array_is_the_seed(folder: Path, seeds: str, key: str, array: str) -> None:
    sweep = declared(folder, f"seeds = {seeds}\naxes.a = [1, 2]")
    override = sweep.arguments[1].overrides[0]  # type: ignore[union-attr]  # a Fixed
    assert (sweep.array, override.text) == (array, f"{key}=__env(SLURM_ARRAY_TASK_ID)__")
    assert override.source == ("heracles.toml:3: sweeps.a.seeds", f"seeds = {seeds}", 0)


@pytest.mark.parametrize("seeds", ["5", "[1, 2]", "{ count = 5 }", '{ key = "s", values = [1] }'])
def test_other_seeds_make_no_array(folder: Path, seeds: str) -> None:
    assert declared(folder, f"seeds = {seeds}").array == ""


def test_a_range_that_slurm_would_refuse(folder: Path) -> None:
    text = """
        [sweeps.a]
        script = "s.sh"
        seeds = { array = "1-90,x" }
    """
    assert refusal(folder, text) == block("""
        x is no range of indices of a job array
          heracles.toml:4: sweeps.a.seeds.array
            1-90,x
                 ^
          write: 1-90   or, every fourth: 0-15:4   or: 1,3,5-7   or, two at a time: 1-90%2
    """)


@pytest.mark.parametrize(
    ("array", "what"),
    [
        ("1-", "1- is no range of indices of a job array"),
        ("-3", "-3 is no range of indices of a job array"),
        ("1,,2", "nothing is no range of indices of a job array"),
        ("1-9:0", "1-9:0 is no range of indices of a job array"),
        ("1:2", "1:2 is no range of indices of a job array"),
        ("1 - 9", "1 - 9 is no range of indices of a job array"),
        ("\u0661-9", "\u0661-9 is no range of indices of a job array"),
        (f"0-{5000 * '9'}", f"0-{5000 * '9'} is no range of indices of a job array"),
        ("9-1", "a range of indices goes up, and 9-1 does not"),
        ("1-9%", "nothing cannot be how many tasks run at a time"),
        ("1-9%0", "0 cannot be how many tasks run at a time"),
        ("1-9%2,11", "2,11 cannot be how many tasks run at a time"),
    ],
)
def test_what_is_no_range(folder: Path, array: str, what: str) -> None:
    cure = "write: 1-90   or, every fourth: 0-15:4   or: 1,3,5-7   or, two at a time: 1-90%2"
    assert faults(folder, f'seeds.array = "{array}"') == [(what, "heracles.toml:3: sweeps.a.seeds.array", cure)]


@pytest.mark.parametrize(
    ("seeds", "what", "path", "cure"),
    [
        ('{ array = "" }', "array is empty", ".array", 'write: array = "1-90"'),
        ("{ array = 90 }", "array must be a string, not 90", ".array", 'write: array = "90"'),
        (
            '{ count = 2, array = "1-90" }',
            "seeds takes one of count, values and array",
            "",
            'write: seeds = { count = 5 }   or: seeds = { values = [1, 2, 3] }   or: seeds = { array = "1-90" }',
        ),
        (
            '{ key = "hydra.seed", array = "1-90" }',
            "Hydra's own configuration cannot be swept",
            ".key",
            "give it one value",
        ),
    ],
)
def test_what_is_no_table_of_seeds(folder: Path, seeds: str, what: str, path: str, cure: str) -> None:
    assert faults(folder, f"seeds = {seeds}") == [(what, f"heracles.toml:3: sweeps.a.seeds{path}", cure)]


def test_more_random_seeds_than_there_are(folder: Path) -> None:
    assert declared(folder, "seeds = 2147483648").arguments[0].count == 2**31
    assert faults(folder, "seeds = 2147483649") == [
        ("seeds must be 2147483648 or less, not 2147483649", "heracles.toml:3: sweeps.a.seeds", "write: seeds = 5")
    ]
    what = f"count must be 2147483648 or less, not {10**20}"
    assert faults(folder, f"seeds = {{ count = {10**20} }}") == [
        (what, "heracles.toml:3: sweeps.a.seeds.count", "write: count = 5")
    ]
