"""Where each part of a sweep comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles import config
from heracles.errors import UsageError
from tests.config.telling import block, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


def explained(folder: Path, text: str) -> str:
    write(folder, text)
    return "\n".join(" | ".join(part[:3]) for part in config.explain("heracles.toml", "a"))


def test_all_parts_in_the_order_of_the_product(folder: Path) -> None:
    text = """
        default_launcher = "local"
        [defaults]
        script = "sbatch.sh"
        overrides = ["+trainer=ddp", "lr=0.1"]
        seeds = { array = "1-90" }
        exclude = [{ "env.name" = "A", n = [1, 2] }]
        check = "python main.py"
        axes.n = [1, 2, 3, 4, 5, 6, 7, 8, 9]
        [sweeps.a]
        description = "what for"
        overrides = ["lr=0.2,0.3", "depth=range(3)"]
        entropy = 42
        axes.env.name = ["A", "x,y"]
        [sweeps.a.zip.mo]
        model = ["resnet", "vit"]
        "opt.name" = ["sgd", "adamw"]
        [[sweeps.a.variants]]
        overrides = ["optimizer=sgd"]
        [sweeps.a.variants.axes]
        momentum = 0.9
        [[sweeps.a.variants]]
        zip.q = { x = [1], y = [2] }
    """
    assert explained(folder, text) == block("""
        description | what for | heracles.toml:11: sweeps.a.description
        script | sbatch.sh | heracles.toml:4: defaults.script
        launcher | local | heracles.toml:2: default_launcher
        check | python main.py | heracles.toml:8: defaults.check
        entropy | 42 | heracles.toml:13: sweeps.a.entropy
        override | +trainer=ddp | heracles.toml:5: defaults.overrides[0]
        override | lr=0.2,0.3 | heracles.toml:12: sweeps.a.overrides[0]
        override | depth=range(3) | heracles.toml:12: sweeps.a.overrides[1]
        axis | n=1,2,3,4,5,6,7,8,... | heracles.toml:9: defaults.axes.n
        axis | env.name=A,'x,y' | heracles.toml:14: sweeps.a.axes.env.name
        zip | model=resnet,vit opt.name=sgd,adamw | heracles.toml:15: sweeps.a.zip.mo
        variant 1: override | optimizer=sgd | heracles.toml:19: sweeps.a.variants[0].overrides[0]
        variant 1: axis | momentum=0.9 | heracles.toml:21: sweeps.a.variants[0].axes.momentum
        variant 2: zip | x=1 y=2 | heracles.toml:23: sweeps.a.variants[1].zip.q
        seeds | seed=__env(SLURM_ARRAY_TASK_ID)__ --array=1-90 | heracles.toml:6: defaults.seeds
        exclude | env.name=A n=1,2 | heracles.toml:7: defaults.exclude[0]
    """)


def test_what_nobody_declared(folder: Path) -> None:
    assert explained(folder, '[sweeps.a]\nscript = "s.sh"') == block("""
        script | s.sh | heracles.toml:2: sweeps.a.script
        entropy | a | the sweep's name
    """)


@pytest.mark.parametrize(
    ("seeds", "text"),
    [
        ("3", "seed=__randseed(3)__"),
        ("[1, 2]", "seed=1,2"),
        ('{ key = "s", values = [1, 2] }', "s=1,2"),
    ],
)
def test_seeds(folder: Path, seeds: str, text: str) -> None:
    last = explained(folder, f'[sweeps.a]\nscript = "s.sh"\nseeds = {seeds}').splitlines()[-1]
    assert last.startswith(f"seeds | {text} | heracles.toml:3: sweeps.a.seeds")


def test_each_part_is_one_line(folder: Path) -> None:
    text = """
        [sweeps.a]
        script = "s.sh"
        description = '''
        two
        lines'''
        overrides = ["x='a\\nb'"]
        axes.y = ["c\\nd"]
    """
    assert explained(folder, text) == block("""
        description | two lines | heracles.toml:4: sweeps.a.description
        script | s.sh | heracles.toml:3: sweeps.a.script
        entropy | a | the sweep's name
        override | x='a b' | heracles.toml:7: sweeps.a.overrides[0]
        axis | y='c d' | heracles.toml:8: sweeps.a.axes.y
    """)


def test_a_sweep_that_is_not_there(folder: Path) -> None:
    write(folder, '[sweeps.b]\nscript = "s.sh"')
    with pytest.raises(UsageError, match="there is no sweep a in"):
        config.explain("heracles.toml", "a")
