"""The same sweep, declared or given on the command line, is the same: products, ids and copies, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles

PAIRS = {
    "two axes": (
        """
        axes.env.num_envs = [8, 16, 32]
        axes."env.name" = ["HalfCheetah", "Reacher"]
        """,
        ["env.num_envs=8,16,32", "env.name=HalfCheetah,Reacher"],
    ),
    "words": (
        'overrides = ["+trainer=ddp", "a=1,2", "~b", "c=range(2,10,2)"]',
        ["+trainer=ddp", "a=1,2", "~b", "c=range(2,10,2)"],
    ),
    "words, axes and seeds in this order": (
        """
        overrides = ["z=1,2"]
        seeds = [3, 4]
        axes.a = ["x", "y"]
        """,
        ["z=1,2", "a=x,y", "seed=3,4"],
    ),
    "random seeds": ("seeds = 3\nentropy = 42\naxes.a = [1, 2]", ["a=1,2", "seed=__randseed(3)__", "--entropy=42"]),
    "random seeds of another key": (
        'seeds = { key = "trainer.seed", count = 2 }\nentropy = "x"',
        ["trainer.seed=__randperm:2__", "--entropy", "x"],
    ),
    "the name of the sweep is the entropy": ("seeds = 2", ["seed=__randseed:2__", "--entropy=same"]),
    "a scalar is one value": ("axes.a = 5\naxes.b = true", ["a=5", "b=true"]),
    "one value in a list is a sweep of one": ("axes.a = [5]", ["a=choice(5)"]),
    "types": (
        """axes.a = [1, 1.5, "true", "1", "", [1, "b"], { c = [2] }]""",
        ["a=choice(1,1.5,'true','1','',[1,b],{c:[2]})"],
    ),
    "floats": ("axes.lr = [1e-3, 1e5, inf, -0.0]", ["lr=1e-3,1e5,inf,-0.0"]),
    "placement": ('placement = "append"\naxes.a = [1, 2]', ["a=1,2", "--placement", "append"]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("declared", "words"), PAIRS.values(), ids=PAIRS)
def test_both_ways_are_one(declared: str, words: list[str], heracles: Heracles, project: Path) -> None:
    (project / "heracles.toml").write_text(f'[sweeps.same]\nscript = "sbatch.sh"\n{declared}\n')
    for form in ([], ["--json"]):
        assert heracles("show", "same", *form).out == heracles("sbatch.sh", *words, *form).out != ""
    assert copies(heracles("write", "same").out, project) == copies(heracles("sbatch.sh", "-w", *words).out, project)


def copies(paths: str, project: Path) -> dict[str, bytes]:
    written = {path: (project / path).read_bytes() for path in paths.splitlines()}
    assert written
    for path in written:
        (project / path).unlink()
    return written
