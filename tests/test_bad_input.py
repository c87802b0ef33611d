"""Bad input gets one clear error, and nothing is lost or half-done."""

from __future__ import annotations

import os
import resource
import signal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles

USAGE = 2
FELL_SHORT = 1


def refused(heracles: Heracles, *argv: str, exit_code: int = USAGE) -> str:
    ran = heracles(*argv)
    assert (ran.exit_code, ran.out) == (exit_code, "")
    assert "Traceback" not in ran.err
    return ran.err


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (
            [],
            "heracles: error: no script and no verb is given\n  heracles --help shows both ways\n",
        ),
        (
            ["missing.sh", "-w", "a=1"],
            "heracles: error: missing.sh is neither a verb nor a script\n  heracles --help shows both ways\n",
        ),
        (
            ["sbach.sh", "-w", "a=1"],
            "heracles: error: sbach.sh is neither a verb nor a script\n  did you mean the file sbatch.sh?\n",
        ),
        (
            ["rnu", "a"],
            "heracles: error: rnu is neither a verb nor a script\n  did you mean the verb `heracles run`?\n",
        ),
        (
            ["-w", "a=1,2", "sbatch.sh"],
            "heracles: error: a=1,2 is neither a verb nor a script\n"
            "  the script comes first: heracles sbatch.sh a=1,2\n",
        ),
        (
            ["sbatch.sh", "--wirte", "a=1"],
            "heracles: error: there is no option --wirte\n  did you mean --write?\n",
        ),
        (
            ["sbatch.sh", "-r"],
            "heracles: error: -r needs a value\n  write: -r CMD\n",
        ),
        (
            ["sbatch.sh", "-r", "a=1,2"],
            "heracles: error: there is no command a=1,2\n"
            "  is a=1,2 part of the sweep? then name the command before it: -r=sbatch a=1,2\n",
        ),
        (
            ["sbatch.sh", "-r=no-such-command", "a=1,2"],
            "heracles: error: there is no command no-such-command\n  look whether it is installed and on PATH\n",
        ),
        (
            ["sbatch.sh", "-l", "slrum", "a=1,2"],
            "heracles: error: there is no launcher slrum\n  without a heracles.toml there are local and slurm\n",
        ),
        (
            ["sbatch.sh", "-w", "a=range(0)"],
            "heracles: error: the sweep has no products: a has no value\n  argument 1: a=range(0)\n                ^\n",
        ),
        (
            ["sbatch.sh", "-w", "a=1", "--limit=0"],
            "heracles: error: --limit takes a whole number above zero, not 0\n",
        ),
        (
            ["sbatch.sh", "-w", "a=1", "--only", "b=1"],
            "heracles: error: the sweep has no key b\n  --only 1: b=1\n            ^\n  its keys: a\n",
        ),
        (
            ["sbatch.sh", "-w", "-d", "a=1"],
            "heracles: error: -w and -d do not go together\n  leave out one of them\n",
        ),
        (
            ["sbatch.sh", "-w", "a=1", "--", "--mem=4G"],
            "heracles: error: only a launch passes arguments on to a launcher\n"
            "  after --: --mem=4G\n"
            "  leave out -- and what follows it\n",
        ),
        (
            ["sbatch.sh", "-l", "local", "a=1", "--", "--mem=4G"],
            "heracles: error: the local launcher takes no arguments of its own\n  after --: --mem=4G\n",
        ),
        (
            ["-C", "nowhere", "sbatch.sh"],
            "heracles: error: -C nowhere: No such file or directory\n  -C takes the folder in which to start\n",
        ),
        (
            ["run"],
            "heracles: error: heracles run needs the name of a sweep\n"
            "  heracles list prints those of heracles.toml; heracles init writes one\n",
        ),
        (
            ["run", "--", "ablation-a"],
            "heracles: error: heracles run needs the name of a sweep\n"
            "  what follows -- is for the launcher; the name comes before it: heracles run NAME -- ...\n",
        ),
        (
            ["run", "a", "--onyl", "b=1"],
            "heracles: error: there is no option --onyl\n  did you mean --only?\n",
        ),
        (
            ["run", "a", "--only"],
            "heracles: error: --only needs a value\n  write: --only KEY=VALUE\n",
        ),
        (
            ["results", "a", "--sort", "-eval.return"],
            "heracles: error: --sort needs a value\n  write: --sort=-eval.return\n",
        ),
        (
            ["run", "a", "--wait=yes"],
            "heracles: error: --wait takes no value\n  write: --wait\n",
        ),
        (
            ["run", "a", "--assume", "maybe"],
            "heracles: error: --assume is submitted or lost, not maybe\n",
        ),
        (
            ["--color", "pink", "list"],
            "heracles: error: --color is auto, always or never, not pink\n",
        ),
        (
            ["sbatch.sh", "-l", "", "a=1"],
            "heracles: error: the value of -l is empty\n  is a variable not set? write: -l NAME\n",
        ),
        (
            ["--config=", "list"],
            "heracles: error: the value of --config is empty\n  is a variable not set? write: --config FILE\n",
        ),
        (
            ["-C", "", "list"],
            "heracles: error: the value of -C is empty\n  is a variable not set? write: -C DIR\n",
        ),
        (
            ["cancel", "", "--yes"],
            "heracles: error: the word for TARGET is empty\n  is a variable not set?\n",
        ),
        (
            [""],
            "heracles: error: the word for SCRIPT is empty\n  is a variable not set?\n",
        ),
        (
            ["a\nb"],
            "heracles: error: 'a\\nb' is neither a verb nor a script\n  heracles --help shows both ways\n",
        ),
        (
            ["RUN", "a"],
            "heracles: error: RUN is neither a verb nor a script\n  did you mean the verb `heracles run`?\n",
        ),
        (
            ["x" * 5000],
            f"heracles: error: {'x' * 57}... is neither a verb nor a script\n  heracles --help shows both ways\n",
        ),
        (
            ["\udcff\udcfe"],
            "heracles: error: \udcff\udcfe is neither a verb nor a script\n  heracles --help shows both ways\n",
        ),
        (
            ["help", "run"],
            "heracles: error: help is neither a verb nor a script\n"
            "  write: heracles --help   or: heracles VERB --help\n",
        ),
        (
            ["-v"],
            "heracles: error: there is no option -v\n  see heracles --help\n",
        ),
        (
            ["--verison"],
            "heracles: error: there is no option --verison\n  did you mean --version?\n",
        ),
        (
            ["--", "run"],
            "heracles: error: no script and no verb is given\n  heracles --help shows both ways\n",
        ),
        (
            ["list", "--", "x"],
            "heracles: error: only a launch passes arguments on to a launcher\n"
            "  after --: x\n"
            "  leave out -- and what follows it\n",
        ),
        (
            ["."],
            "heracles: error: . is a directory\n  name the script in it\n",
        ),
        (
            ["init", "sbatch.sh"],
            "heracles: error: sbatch.sh is no directory\n  heracles init DIR makes one that is not there yet\n",
        ),
        (
            ["init", "demo", "--stdout"],
            "heracles: error: --stdout writes no folder\n  leave out --stdout, or demo\n",
        ),
        (
            ["--config", ".", "list"],
            "heracles: error: . cannot be read: Is a directory\n  name the file in it: ./heracles.toml\n",
        ),
        (
            ["list", "--jsno"],
            "heracles: error: there is no option --jsno\n  did you mean --json?\n",
        ),
        (
            ["write", "a", "--json"],
            "heracles: error: there is no option --json\n  see heracles write --help\n",
        ),
    ],
    ids=lambda value: ascii(" ".join(value))[:40] if isinstance(value, list) else "",
)
def test_what_is_said(argv: list[str], message: str, heracles: Heracles, project: Path) -> None:
    assert refused(heracles, *argv) == message
    assert os.listdir(project) == ["sbatch.sh"]


def test_all_faulty_words_are_told_at_once(heracles: Heracles, project: Path) -> None:
    error = refused(heracles, "sbatch.sh", "-w", "num_envs", "a=1,2,", "b=(")
    assert error.count("heracles: error: ") == 3
    assert "  argument 2: a=1,2,\n                    ^\n" in error
    assert error.endswith("3 errors\n")
    assert os.listdir(project) == ["sbatch.sh"]


@pytest.mark.parametrize("option", ["--dry-run", "--snapshot"])
@pytest.mark.parametrize(
    ("action", "name"), [("-w", "--write"), ("-n", "--write"), ("-d", "--delete"), ("-c", "--delete")]
)
def test_what_is_said_of_a_launch_does_not_write_or_delete(
    action: str, name: str, option: str, heracles: Heracles, project: Path
) -> None:
    (project / "sbatch_hydra7.sh").write_text("edited")
    assert refused(heracles, "sbatch.sh", action, option, "a=1,2") == (
        f"heracles: error: {name} and {option} do not go together\n  leave out one of them\n"
    )
    assert sorted(os.listdir(project)) == ["sbatch.sh", "sbatch_hydra7.sh"]


@pytest.mark.parametrize("option", ["-p", "-w", "-r=cat", "-d", "--json"])
def test_a_seed_that_was_never_drawn_is_no_product(option: str, heracles: Heracles, project: Path) -> None:
    assert refused(heracles, "sbatch.sh", option, "seed=__randseed:2__", "--only", "seed=5", "--entropy=1") == (
        "heracles: error: no product has all that --only asks for\n  random seeds change with --entropy\n"
    )
    assert os.listdir(project) == ["sbatch.sh"]


def test_a_key_given_twice_is_said(heracles: Heracles, project: Path) -> None:
    ran = heracles("sbatch.sh", "a=1,2", "b=3", "a=5")
    assert ran.out == "a=5 b=3\n"
    assert ran.err.startswith("heracles: warning: a is given more than once; the last one holds, not a=1,2\n")


def test_no_heracles_toml_says_where_it_was_looked_for(heracles: Heracles, folder: Path) -> None:
    error = refused(heracles, "run", "ablation-a")
    assert str(folder) in error
    assert "heracles init" in error


def test_an_unknown_sweep_names_the_nearest(heracles: Heracles, project: Path) -> None:
    (project / "heracles.toml").write_text('[sweeps.ablation-a]\nscript = "sbatch.sh"\naxes.a = [1]\n')
    assert "ablation-a" in refused(heracles, "run", "ablation")
    assert refused(heracles, "ablation-a") == (
        "heracles: error: ablation-a is neither a verb nor a script\n"
        "  did you mean the sweep `heracles run ablation-a`?\n"
    )


@pytest.mark.parametrize("verb", ["run", "show", "write", "check"])
def test_a_script_that_is_not_there_says_where_it_is_named(verb: str, heracles: Heracles, folder: Path) -> None:
    (folder / "heracles.toml").write_text(
        '[defaults]\nscript = "sbtch.sh"\nlauncher = "local"\n[sweeps.a]\naxes.a = [1]\n'
    )
    assert heracles(verb, "a").err == (
        "heracles: error: there is no script sbtch.sh\n"
        "  heracles.toml:2: defaults.script\n"
        '    script = "sbtch.sh"\n'
        "             ^\n"
        f"  check the path; it is seen from {folder}\n"
    )


def test_a_file_that_declares_nothing_is_not_listed_in_silence(heracles: Heracles, folder: Path) -> None:
    (folder / "heracles.toml").write_text("")
    assert heracles("list") == (
        0,
        "",
        f"no sweep is declared in {folder}/heracles.toml; heracles init --stdout shows how one is\n",
    )


def test_one_sweep_at_a_time(heracles: Heracles, project: Path) -> None:
    sweep = 'script = "sbatch.sh"\naxes.a = [1]\n'
    (project / "heracles.toml").write_text("".join(f"[sweeps.{name}]\n{sweep}" for name in "abcdefg"))
    assert refused(heracles, "run") == (
        "heracles: error: heracles run needs the name of a sweep\n  name one of: a, b, c, d, e, f, ...\n"
    )
    assert refused(heracles, "run", "a", "b") == (
        "heracles: error: heracles run takes one sweep at a time; b is another\n"
        "  write: heracles run a && heracles run b\n"
    )
    (project / "heracles.toml").write_text('[sweeps.a]\nscript = "sbatch.sh"\n[sweeps."b c"]')
    assert refused(heracles, "ab") == (
        "heracles: error: ab is neither a verb nor a script\n  did you mean the sweep `heracles run a`?\n"
    )


@pytest.mark.parametrize("declared", ["", '[sweeps.a]\nscript = "sbatch.sh"\n'])
@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (("run", "sbatch.sh", "a=1,2", "~b"), "write: heracles sbatch.sh -r=sbatch a=1,2 '~b'"),
        (("show", "sbatch.sh"), "write: heracles sbatch.sh -p"),
        (("write", "sbatch.sh", "a=1,2"), "write: heracles sbatch.sh -w a=1,2"),
        (("delete", "sbatch.sh"), "write: heracles sbatch.sh -d"),
        (("check", "sbatch.sh"), 'declare a sweep of it in heracles.toml: script = "sbatch.sh"'),
    ],
)
def test_a_script_is_no_name_of_a_sweep(
    words: tuple[str, ...], cure: str, declared: str, heracles: Heracles, project: Path
) -> None:
    if declared:
        (project / "heracles.toml").write_text(declared)
    assert refused(heracles, *words) == (
        f"heracles: error: sbatch.sh is a script, and heracles {words[0]} takes a sweep of heracles.toml\n  {cure}\n"
    )


def test_a_sweep_may_have_the_name_of_its_script(heracles: Heracles, project: Path) -> None:
    (project / "heracles.toml").write_text('[sweeps."sbatch.sh"]\nscript = "sbatch.sh"\naxes.a = [1]\n')
    assert heracles("show", "sbatch.sh").out == "a=1\n"


def test_a_sweep_without_a_launcher_can_be_shown_and_written_but_not_run(heracles: Heracles, project: Path) -> None:
    (project / "heracles.toml").write_text('[sweeps.a]\nscript = "sbatch.sh"\naxes.a = [1]\n')
    assert heracles("show", "a").exit_code == 0
    assert heracles("write", "a").exit_code == 0
    assert heracles("delete", "a").exit_code == 0
    assert refused(heracles, "run", "a") == (
        "heracles: error: the sweep a has no launcher\n"
        '  name one: heracles run a -l local, or launcher = "local" in its table, or default_launcher = "local"\n'
    )


def test_a_copy_in_the_way_of_a_launch_stops_it_before_anything_is_called(heracles: Heracles, project: Path) -> None:
    (project / "sbatch_hydra1.sh").write_text("edited by hand")
    assert refused(heracles, "sbatch.sh", "-r=cat", "a=1,2").splitlines()[-2:] == [
        "heracles: error: sbatch_hydra1.sh is in the way: its content is another; nothing was written",
        "  look at it, then delete it (rm sbatch_hydra1.sh) or say --overwrite",
    ]
    assert sorted(os.listdir(project)) == ["sbatch.sh", "sbatch_hydra1.sh"]
    assert heracles("sbatch.sh", "-r=tail -n1", "a=1,2", "--overwrite").exit_code == 0
    assert sorted(os.listdir(project)) == [".heracles", "sbatch.sh"]


def test_a_full_disk_leaves_no_copies(heracles: Heracles, project: Path) -> None:
    """A limit on the size of files fails a write half-way, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, before[1]))
    try:
        ran = heracles("sbatch.sh", "-w", f"a=1,2,{'x' * 500}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert (ran.exit_code, ran.out) == (FELL_SHORT, "")
    assert ran.err.splitlines()[0] == (
        "heracles: error: sbatch_hydra2.sh cannot be written: File too large; all copies are deleted again"
    )
    assert os.listdir(project) == ["sbatch.sh"]
