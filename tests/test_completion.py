"""What a shell offers where the cursor is: asked as its script asks, and typed into a real bash and a real zsh."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from heracles.cli.ad_hoc import AD_HOC
from heracles.cli.verbs import VERBS
from heracles.commands.completing.candidates import KINDS

from .readme import TEXT
from .shell_sessions import ALL, TAB, Shell

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles

pytestmark = pytest.mark.once

HERACLES_TOML = """
[launchers.cluster]
kind = "slurm"

[defaults]
script = "sbatch.sh"

[sweeps.ablation-a]
overrides = ["+trainer=ddp", "lr=0.1,0.01"]
seeds = 2
zip.size = { model = ["resnet", "vit"], width = [18, 16] }

[sweeps.ablation-a.axes]
env.num_envs = [8, 16, 32]
"env.name" = ["HalfCheetah", "Half Cheetah", "a:b", "it's", "true"]

[sweeps.ablation-b]
seeds = { key = "trainer.seed", values = [1, 2] }
results = { path = "m.json", keys = ["eval.return"] }
variants = [{ axes.depth = [1, 2] }, { overrides = ["depth=3"] }]

[sweeps."odd name"]
axes.a = [1]
"""
LAUNCH = "20261122-143000-12345678"
VARIED = ["trainer", "lr", "env.num_envs", "env.name", "model", "width", "seed"]


@pytest.fixture
def declared(heracles: Heracles, project: Path) -> Path:
    """A project with three sweeps, copies of its script, and a folder with a blank in its name; and a launch."""
    (project / "heracles.toml").write_text(HERACLES_TOML)
    heracles("sbatch.sh", "-r=true", "x=1", "y=2")
    [launch] = (project / ".heracles" / "launches").iterdir()
    begun = launch / "launch.json"
    begun.write_text(begun.read_text().replace(launch.name, LAUNCH))
    launch.rename(launch.with_name(LAUNCH))
    (project / "sbatch_hydra0.sh").write_text("")
    (project / "sbatch_hydra0-9.sh").write_text("")
    (project / "my dir").mkdir()
    (project / "my dir" / "a b.toml").write_text("")
    (project / "my dir" / "notes.txt").write_text("")
    return project


def asked(heracles: Heracles, line: str, shell: str = "zsh", cut: str = "") -> tuple[str, list[str]]:
    """What is to be done with the words, and these."""
    ran = heracles("__complete", shell, line, cut)
    assert (ran.exit_code, ran.err) == (0, "")
    how, *words = ran.out.splitlines() or [""]
    return how, words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("run ", ["ablation-a", "ablation-b", "odd name"]),
        ("write --limit 3 ", ["ablation-a", "ablation-b", "odd name"]),
        ("-C 'my dir' check ", ["ablation-a", "ablation-b", "odd name"]),
        ("status ", ["ablation-a", "ablation-b", "odd name", LAUNCH]),
        ("run ablation-a -l ", ["local", "slurm", "cluster"]),
        ("sbatch.sh --launcher=", ["--launcher=local", "--launcher=slurm", "--launcher=cluster"]),
        ("run ablation-a --only ", [f"{key}=" for key in VARIED]),
        ("run ablation-a a=1 --again ", [f"{key}=" for key in ("+trainer", *VARIED[1:])]),
        ("run ablation-a --only env.num_envs=", ["env.num_envs=8", "env.num_envs=16", "env.num_envs=32"]),
        ("run ablation-a --only=lr=", ["--only=lr=0.1", "--only=lr=0.01"]),
        ("run ablation-a lr=0.1,", ["lr=0.1", "lr=0.01", "lr=0.1,0.01"]),
        ("run ablation-a width=", ["width=18", "width=16"]),
        ("run ablation-b depth=", ["depth=1", "depth=2", "depth=3"]),
        ("show ablation-b --only trainer.seed=", ["trainer.seed=1", "trainer.seed=2"]),
        ("status 'odd name' --only ", ["a="]),
        ("status 2026 --only ", ["x=", "y="]),
        ("sbatch.sh a=1,2 b=x --only ", ["a=", "b="]),
        ("sbatch.sh a=1,2 --only a=", ["a=1", "a=2"]),
        ("sbatch.sh ", ["x=", "y="]),
        ("sbatch.sh x=2 y=", ["y=2"]),
        ("sbatch.sh 'a=range(1,3)' --only a=", ["a=1", "a=2"]),
        ("results ablation-b --over ", ["depth", "trainer.seed"]),
        ("results ablation-b --key ", ["eval.return"]),
        ("results ablation-b --sort=-", [f"--sort=-{key}" for key in (
            "eval.return", "depth", "trainer.seed", "index")]),
        ("retry ablation-a --state failed,n", [f"failed,{state}" for state in (
            "out_of_memory", "timeout", "node_fail", "preempted", "cancelled", "unknown")]),
        ("run ablation-a --assume ", ["submitted", "lost"]),
        ("list --color=", ["--color=auto", "--color=always", "--color=never"]),
        ("validate-config ", ["heracles.toml", "my dir/"]),
        ("-C my\\ dir validate-config ", ["a b.toml"]),
        ("list --config 'my dir/", ["my dir/a b.toml"]),
        ("-C ", ["my dir/"]),
        ("completion ", ["bash", "zsh"]),
        ("--limit 3 sb", ["heracles.toml", "my dir/", "sbatch.sh"]),
        ("run ablation-a --limit ", []),
        ("run ablation-a -- --par", []),
        ("run ablation-a --no-such-option --only ", []),
    ],
)  # fmt: skip
def test_what_belongs_at_the_cursor(line: str, words: list[str], heracles: Heracles, declared: Path) -> None:
    how, found = asked(heracles, f"heracles {line}")
    assert found == words or (how == "" and not words)
    assert how in ("words", "")


@pytest.mark.parametrize("line", ["", "sb", "-C . ", "--color never "])
def test_the_first_word_is_a_verb_or_a_script(line: str, heracles: Heracles, declared: Path) -> None:
    assert asked(heracles, f"heracles {line}") == ("verbs", ["heracles.toml", "my dir/", "sbatch.sh"])


@pytest.mark.parametrize(
    "line",
    ["sbatch.sh ckpt=/etc/ho", "run ablation-a ckpt=", "status ./o", "results --path ", "validate-config ~/", "$HOME/"],
)
def test_where_heracles_knows_nothing_the_shell_completes_files(line: str, heracles: Heracles, declared: Path) -> None:
    assert asked(heracles, f"heracles {line}", "bash") == ("files", [])


@pytest.mark.parametrize(
    ("line", "cut", "words"),
    [
        ("run o", "o", ["odd\\ name"]),
        ("run 'o", "o", ["odd name"]),
        ('run "o', "o", ["odd name"]),
        ("run ablation-a env.name=Half", "Half", ["HalfCheetah", "Half\\ Cheetah"]),
        ("run ablation-a env.name=Half", "env.name=Half", ["env.name=HalfCheetah", "env.name=Half\\ Cheetah"]),
        ("run ablation-a env.name=Half\\ C", "Half\\ C", ["Half\\ Cheetah"]),
        ("run ablation-a 'env.name=Half C", "env.name=Half C", ["env.name=Half Cheetah"]),
        ("run ablation-a env.name=a:", "", ["b"]),
        ('run ablation-a "env.name=', "env.name=", [
            "env.name=HalfCheetah", "env.name=Half Cheetah", "env.name=a:b", 'env.name=\\"it\'s\\"', "env.name='true'",
        ]),
        ("run ablation-a --only=env.name=", "", [
            "HalfCheetah", "Half\\ Cheetah", "a:b", '\\"it\\\'s\\"', "\\'true\\'",
        ]),
    ],
)  # fmt: skip
def test_bash_gets_what_comes_instead_of_the_piece_that_it_replaces(
    line: str, cut: str, words: list[str], heracles: Heracles, declared: Path
) -> None:
    assert asked(heracles, f"heracles {line}", "bash", cut)[1] == words


@pytest.mark.parametrize(
    "content",
    [
        b"[sweeps.a", b"\xff", b"sweeps = 5", b"[sweeps]\na = 5", b"a = " + b"[" * 100_000, b'[sweeps.a]\naxes = "x"',
        b'[sweeps.a]\noverrides = 5\nzip = [1]\nvariants = {}\nseeds = "x"\nresults = 3',
    ],
)  # fmt: skip
def test_a_broken_file_is_no_matter(content: bytes, heracles: Heracles, declared: Path) -> None:
    (declared / "heracles.toml").write_bytes(content)
    for line in ("run ", "run a --only ", "status ", "results a --sort ", "sbatch.sh -l "):
        asked(heracles, f"heracles {line}")
    assert asked(heracles, "heracles sbatch.sh -l ")[1] == ["local", "slurm"]


@pytest.mark.parametrize("argv", [(), ("bash",), ("bash", "heracles run 'a\\"), ("zsh", "heracles -C nowhere run ")])
def test_what_cannot_be_answered_gets_no_answer(argv: tuple[str, ...], heracles: Heracles, declared: Path) -> None:
    ran = heracles("__complete", *argv)
    assert (ran.exit_code, ran.err) == (0, "")
    assert "ablation" not in ran.out


def test_a_damaged_launch_is_no_matter(heracles: Heracles, declared: Path) -> None:
    (declared / ".heracles" / "launches" / LAUNCH / "launch.json").write_text("{")
    assert asked(heracles, "heracles status 2")[1][-1] == LAUNCH
    assert asked(heracles, "heracles status 2026 --only ")[1] == []


def test_every_kind_of_word_is_known() -> None:
    forms = (AD_HOC, *VERBS.values())
    of_words = {words.completes for form in forms for words in form.words}
    assert of_words | {option.completes for form in forms for option in form.options} == set(KINDS)


def test_a_name_is_completed_without_pydantic(declared: Path) -> None:
    program = "import sys; from heracles import cli; cli.main(sys.argv[1:]); print('pydantic' in sys.modules)"
    ask = [sys.executable, "-c", program, "__complete", "zsh", "heracles run ablation-a lr="]
    ran = subprocess.run(ask, cwd=declared, capture_output=True, text=True, check=True)
    assert ran.stdout == "words\nlr=0.1\nlr=0.01\nFalse\n"


def test_a_shell_that_is_not_known_is_refused(heracles: Heracles, folder: Path) -> None:
    for argv, what, cure in (
        ((), "heracles completion needs a shell", "heracles completion bash   or: zsh"),
        (("fish",), "heracles completes in bash and zsh, not in fish", "heracles completion bash   or: zsh"),
        (("bsah",), "heracles completes in bash and zsh, not in bsah", "heracles completion bash"),
    ):
        assert heracles("completion", *argv) == (2, "", f"heracles: error: {what}\n  {cure}\n")


def test_without_shtab_it_says_what_to_install(
    heracles: Heracles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert heracles("completion", "bash") == (
        2,
        "",
        "heracles: error: heracles completion needs shtab, which this Python cannot import\n"
        f"  install with: {sys.executable} -m pip install shtab\n",
    )


LOADED = {
    "bash": ("bash", ". {script}"),
    "bash, evaluated": ("bash", 'eval "$(cat {script})"'),
    "zsh": ("zsh", 'eval "$(cat {script})"'),
    "zsh, sourced": ("zsh", ". {script}"),
    "zsh, from fpath": ("zsh", "fpath=({folder} $fpath); compinit -u -D"),
}
COMMON_OPTIONS = {"-C", "--config", "--color", "--version", "-h", "--help"}


def shell_that_completes(way: str, heracles: Heracles, folder: Path, scratch: Path) -> Shell:
    name, load = LOADED[way]
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    script = scratch / "completions" / "_heracles"
    script.parent.mkdir()
    script.write_text(heracles("completion", name).out)
    return Shell(name, folder, scratch, load.format(script=script, folder=script.parent))


@pytest.mark.parametrize("way", LOADED)
def test_each_way_of_installing_works(way: str, heracles: Heracles, declared: Path, tmp_path: Path) -> None:
    with shell_that_completes(way, heracles, declared, tmp_path) as shell:
        assert shell.words(f"heracles run od{TAB}a{TAB}1") == ["run", "odd name", "a=1"]
        assert set(shell.words(f"heracles list -{ALL}")) == {"list", "--json", *COMMON_OPTIONS}


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_looks_where_the_readme_puts_completion_for_everybody() -> None:
    done = subprocess.run(["zsh", "-f", "-c", "print -l $fpath"], capture_output=True, text=True, check=True)
    assert set(re.findall(r"heracles completion zsh > (/\S+)/_heracles", TEXT)) <= set(done.stdout.splitlines())
    assert "completion zsh > /" in TEXT


@pytest.mark.parametrize("way", ["bash", "zsh"])
def test_a_person_types_and_presses_tab(way: str, heracles: Heracles, declared: Path, tmp_path: Path) -> None:
    with shell_that_completes(way, heracles, declared, tmp_path) as shell:
        assert set(shell.words(f"heracles {ALL}")) == {"heracles.toml", "my dir/", "sbatch.sh", *VERBS}
        assert shell.words(f"heracles sb{TAB}-l cl{TAB}") == ["sbatch.sh", "-l", "cluster"]
        assert shell.words(f"heracles ru{TAB}ablation-b{TAB}") == ["run", "ablation-b"]
        assert shell.words(f"heracles run {ALL}") == ["run", "ablation-a", "ablation-b", "odd name"]
        assert "--noop" in shell.words(f"heracles sbatch.sh -{ALL}")
        assert shell.words(f"heracles sbatch.sh -r=mktem{TAB}a=1") == ["sbatch.sh", "-r=mktemp", "a=1"]
        only = ["run", "ablation-a", "--only"]
        assert shell.words(f"heracles run ablation-a --onl{TAB}env.nu{TAB}8") == [*only, "env.num_envs=8"]
        assert shell.words(f"heracles run ablation-a --only env.name=a{TAB}") == [*only, "env.name=a:b"]
        assert shell.words(f"heracles run ablation-a --only 'env.name=Half {TAB}") == [*only, "env.name=Half Cheetah"]
        assert shell.words(f"heracles run ablation-a --only=env.na{TAB}Half\\ {TAB}")[2:] == [
            "--only=env.name=Half Cheetah"
        ]
        assert shell.words(f"heracles -C my{TAB} val{TAB}a{TAB}") == ["-C", "my dir/", "validate-config", "a b.toml"]
        assert shell.words(f"true | heracles sbatch.sh ckpt=my{TAB}a{TAB}") == ["sbatch.sh", "ckpt=my dir/a b.toml"]
        assert shell.words(f"heracles run ablation-a -- --par{TAB}") == ["run", "ablation-a", "--", "--par"]
