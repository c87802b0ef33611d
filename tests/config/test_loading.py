"""What a right heracles.toml declares."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from heracles import config
from heracles.config import ConfirmAbove, NamedLauncher
from heracles.errors import UsageError
from heracles.grammar import Choices
from heracles.launchers.base import CommandSettings, LocalSettings, SlurmSettings
from heracles.sweep import Sweep
from tests.config.declaring import words
from tests.config.telling import block, told, write

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sweep_that_declares_everything_and_one_that_declares_least(folder: Path) -> None:
    write(
        folder,
        """
        default_launcher = "slurm"
        [sweeps.all]
        description = "what it is for"
        script = "scripts/sbatch.sh"
        launcher = "local"
        placement = "append"
        entropy = 42
        [sweeps.least]
        script = "/elsewhere/sbatch.sh"
        """,
    )
    project = config.load("heracles.toml")
    assert (project.path, project.directory) == (str(folder / "heracles.toml"), str(folder))
    assert project.sweeps == (
        Sweep("all", "scripts/sbatch.sh", str(folder), ((),), "42", "local", "append", "what it is for"),
        Sweep("least", "/elsewhere/sbatch.sh", str(folder), ((),), "least", "slurm", None, ""),
    )


def test_a_sweep_without_any_launcher_has_none(folder: Path) -> None:
    write(folder, '[sweeps.a]\nscript = "s.sh"')
    assert config.load("heracles.toml").sweep("a").launcher is None


def test_the_folder_of_the_file_is_the_directory_wherever_the_user_stands(folder: Path) -> None:
    write(folder, '[sweeps.a]\nscript = "s.sh"')
    assert config.load(str(folder / "heracles.toml")) == config.load("heracles.toml")


def test_the_order_is_overrides_axes_seeds_and_the_last_is_fastest(folder: Path) -> None:
    declared = """
        seeds = [1, 2]
        axes.b = [3, 4]
        axes.a = 0
        overrides = ["+t=ddp", "c=5,6"]
    """
    assert words(folder, declared) == [
        ("+t=ddp", f"c={c}", f"b={b}", "a=0", f"seed={seed}") for c in (5, 6) for b in (3, 4) for seed in (1, 2)
    ]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("8", "x=8"),
        ("8.0", "x=8.0"),
        ("1e-3", "x=0.001"),
        ("true", "x=true"),
        ('"true"', "x='true'"),
        ('"Reacher"', "x=Reacher"),
        ('"8"', "x='8'"),
        ('"a,b"', "x='a,b'"),
        ('""', "x="),
        ('"it\'s"', 'x="it\'s"'),
        ('["a", "b"]', "x=[a,b]"),
        ("[]", "x=[]"),
        ("{ lr = 0.1, n = [1] }", "x={lr:0.1,n:[1]}"),
        ("{}", "x={}"),
    ],
)
def test_values_keep_their_type(folder: Path, value: str, word: str) -> None:
    assert words(folder, f"axes.x = [{value}]") == [(word,)]


@pytest.mark.parametrize(
    "spelling",
    [
        "axes.env.num_envs = [8]",
        'axes."env.num_envs" = [8]',
        "axes = { env = { num_envs = [8] } }",
        "[sweeps.a.axes.env]\nnum_envs = [8]",
        '[sweeps.a.axes]\n"env" . num_envs = [\n  8,\n]',
        "axes.env.num_envs = 8",
    ],
)
def test_nested_dotted_and_quoted_keys_are_the_same_key(folder: Path, spelling: str) -> None:
    assert words(folder, spelling) == [("env.num_envs=8",)]


@pytest.mark.parametrize("key", ["+trainer", "++a.b", "db@pkg", "group/name", "a[0].b"])
def test_a_key_may_be_whatever_hydra_reads(folder: Path, key: str) -> None:
    assert words(folder, f'axes."{key}" = ["x"]') == [(f"{key}=x",)]


def test_an_override_may_come_back_to_a_key_that_it_deleted(folder: Path) -> None:
    assert words(folder, 'overrides = ["~a", "+a=5"]') == [("~a", "+a=5")]


@pytest.mark.parametrize(
    ("seeds", "expected"),
    [
        ("[7, -1]", ["seed=7", "seed=-1"]),
        ("{ values = [7] }", ["seed=7"]),
        ('{ key = "+trainer.seed", values = [7, 8] }', ["+trainer.seed=7", "+trainer.seed=8"]),
    ],
)
def test_seeds_that_are_the_same_for_every_product(folder: Path, seeds: str, expected: list[str]) -> None:
    assert words(folder, f"seeds = {seeds}\naxes.a = [1, 2]") == [(f"a={a}", seed) for a in (1, 2) for seed in expected]


@pytest.mark.parametrize(
    ("seeds", "key"),
    [("3", "seed"), ("{ count = 3 }", "seed"), ('{ key = "trainer.seed", count = 3 }', "trainer.seed")],
)
def test_random_seeds_all_differ(folder: Path, seeds: str, key: str) -> None:
    found = words(folder, f"seeds = {seeds}\naxes.a = [1, 2]")
    assert [first for first, _ in found] == ["a=1"] * 3 + ["a=2"] * 3
    assert all(second.startswith(f"{key}=") for _, second in found)
    assert len({second for _, second in found}) == 6


def test_each_argument_knows_where_it_was_written(folder: Path) -> None:
    declared = '[sweeps.a]\nscript = "s.sh"\noverrides = ["c=1"]\nseeds = 1\n[sweeps.a.axes]\n  a.b = [1, 2]\n'
    write(folder, declared)
    override, axis, seeds = (argument.source for argument in config.load("heracles.toml").sweep("a").arguments)
    assert override[:2] == ("heracles.toml:3: sweeps.a.overrides[0]", "c=1")
    assert axis == ("heracles.toml:6: sweeps.a.axes.a.b", "  a.b = [1, 2]", 4)
    assert seeds == ("heracles.toml:4: sweeps.a.seeds", "seeds = 1", 0)


def test_launchers(folder: Path) -> None:
    write(
        folder,
        """
        [launchers]
        four = { kind = "local", workers = 4 }
        cluster = { kind = "slurm", args = ["--partition=gpu", "-n 1"] }
        pbs = { kind = "command", command = "qsub -N 'my job'" }
        queue = { kind = "command", command = "tsp bash", keep = true }
        """,
    )
    assert config.load("heracles.toml").launchers == (
        NamedLauncher("local", LocalSettings()),
        NamedLauncher("slurm", SlurmSettings()),
        NamedLauncher("four", LocalSettings(workers=4)),
        NamedLauncher("cluster", SlurmSettings(args=("--partition=gpu", "-n 1"))),
        NamedLauncher("pbs", CommandSettings(command=("qsub", "-N", "my job"))),
        NamedLauncher("queue", CommandSettings(command=("tsp", "bash"), keep=True)),
    )


def test_what_a_slurm_launcher_may_say(folder: Path) -> None:
    write(folder, 'launchers.x = { kind = "slurm", array = false, hold = false, max_running = 50, max_queued = 500 }')
    assert config.load("heracles.toml").launcher("x") == SlurmSettings(
        array=False, hold=False, max_running=50, max_queued=500
    )


@pytest.mark.parametrize(
    ("declared", "limits"),
    [
        ("", ConfirmAbove(None, None)),
        ("confirm_above = {}", ConfirmAbove(None, None)),
        ("confirm_above = { tasks = 1000, gpu_hours = 100 }", ConfirmAbove(1000, 100.0)),
        ("confirm_above.gpu_hours = 0.5", ConfirmAbove(None, 0.5)),
        ("[confirm_above]\ntasks = 1", ConfirmAbove(1, None)),
    ],
)
def test_what_has_to_be_confirmed(folder: Path, declared: str, limits: ConfirmAbove) -> None:
    write(folder, declared)
    assert config.load("heracles.toml").confirm_above == limits


def test_a_launcher_may_come_instead_of_a_built_in_one(folder: Path) -> None:
    write(folder, '[launchers.slurm]\nkind = "local"\nworkers = 1')
    assert config.load("heracles.toml").launcher("slurm") == LocalSettings(workers=1)
    assert config.load("heracles.toml").launcher("local") == LocalSettings()


def test_names_that_are_not_there_are_answered_with_those_that_are(folder: Path) -> None:
    write(folder, '[sweeps.ablation-a]\nscript = "s.sh"\n[sweeps.final]\nscript = "s.sh"')
    project = config.load("heracles.toml")
    with pytest.raises(UsageError) as caught:
        project.sweep("ablation-b")
    assert told(caught.value) == block("""
        there is no sweep ablation-b in heracles.toml
          did you mean ablation-a? there is: ablation-a, final
    """)
    with pytest.raises(UsageError) as caught:
        project.launcher("cluster")
    assert told(caught.value) == block("""
        there is no launcher cluster
          there is: local, slurm
    """)


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\xef\xbb\xbfminimum_heracles_version = '0.1'\r\n"])
def test_a_file_may_declare_nothing_begin_with_a_mark_and_come_from_windows(folder: Path, content: bytes) -> None:
    (folder / "heracles.toml").write_bytes(content)
    assert config.load("heracles.toml").sweeps == ()


def test_a_list_of_many_values_in_one_line_takes_no_more_memory_than_their_number_asks_for(folder: Path) -> None:
    number = 4000
    write(folder, f'[sweeps.a]\nscript = "s.sh"\naxes.a = {list(range(number))}')
    tracemalloc.start()
    (axis,) = config.load("heracles.toml").sweep("a").arguments
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(axis, Choices)
    assert len(axis.overrides) == number
    assert peak < 10_000 * number
