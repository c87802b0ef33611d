"""``heracles SCRIPT ...``: print, write, launch, delete."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles

SWEEP = ("env.num_envs=8,16,32", "env.name=HalfCheetah,Reacher")
PRODUCTS = """\
env.num_envs=8 env.name=HalfCheetah
env.num_envs=8 env.name=Reacher
env.num_envs=16 env.name=HalfCheetah
env.num_envs=16 env.name=Reacher
env.num_envs=32 env.name=HalfCheetah
env.num_envs=32 env.name=Reacher
"""
WHERE = "overrides go after sbatch.sh:6  singularity exec --nv app.sif main.py"
SHARED_DIRECTORIES = [
    "heracles: warning: products that begin in the same second share a run directory, "
    "unless the application sets hydra.run.dir",
    "  to give each product its own, and not to be told again, add "
    "'hydra.run.dir=runs/${heracles:sweep}/${heracles:id}'",
]


def names(project: Path) -> list[str]:
    """The files of the project, but for the ledger."""
    return sorted(path.name for path in project.iterdir() if path.name != ".heracles")


def launches(project: Path) -> list[str]:
    return sorted(path.name for path in (project / ".heracles" / "launches").iterdir())


@pytest.mark.parametrize("option", ["-w", "--write", "-n", "--noop"])
def test_write_makes_a_copy_a_product(option: str, heracles: Heracles, project: Path) -> None:
    ran = heracles("sbatch.sh", option, *SWEEP)
    assert ran == (
        0,
        "".join(f"sbatch_hydra{index}.sh\n" for index in range(6)),
        f"6 copies of sbatch.sh written\n{WHERE}\n",
    )
    script = (project / "sbatch.sh").read_text()
    for index, product in enumerate(PRODUCTS.splitlines()):
        assert (project / f"sbatch_hydra{index}.sh").read_text() == script[:-1] + f" {product}\n"
        assert os.access(project / f"sbatch_hydra{index}.sh", os.X_OK)


def test_words_and_options_mix_in_any_order(heracles: Heracles, project: Path) -> None:
    ran = heracles("sbatch.sh", "~a", "-w", "+b=1,2", "--limit", "1", "++c=3", "--color=never")
    assert ran.out == "sbatch_hydra0.sh\n"
    assert (project / "sbatch_hydra0.sh").read_text().endswith(" main.py '~a' +b=1 ++c=3\n")


@pytest.mark.parametrize("option", [[], ["-p"], ["--print"]])
def test_without_an_option_the_products_are_printed_and_nothing_is_touched(
    option: list[str], heracles: Heracles, project: Path
) -> None:
    ran = heracles("sbatch.sh", *option, *SWEEP)
    assert ran.exit_code == 0
    assert ran.out == PRODUCTS
    assert ran.err.splitlines() == [
        f"6 products of sbatch.sh; {WHERE}",
        "nothing was touched; -w writes the copies, -r=sbatch launches and deletes them",
    ]
    assert names(project) == ["sbatch.sh"]


def test_products_as_json_lines(heracles: Heracles, project: Path) -> None:
    ran = heracles("sbatch.sh", "--json", "a=1,2", "b=[x,1.5,null,true]")
    first, second = map(json.loads, ran.out.splitlines())
    assert first["id"] != second["id"]
    assert first == {
        "index": 0,
        "id": first["id"],
        "overrides": ["a=1", "b=[x,1.5,null,true]"],
        "values": {"a": 1, "b": ["x", 1.5, None, True]},
    }


@pytest.mark.parametrize(
    "option", [["-r=cat"], ["-r", "cat"], ["--run=cat"], ["-m=cat"], ["--multirun=cat"], ["--multirun", "cat"]]
)
def test_run_writes_calls_and_deletes(option: list[str], heracles: Heracles, project: Path) -> None:
    ran = heracles("sbatch.sh", *option, "a=1,2")
    script = (project / "sbatch.sh").read_text()
    assert ran.exit_code == 0
    assert ran.out == script[:-1] + " a=1\n" + script[:-1] + " a=2\n"
    assert ran.err.splitlines() == [
        f"2 products of sbatch.sh; {WHERE}",
        *SHARED_DIRECTORIES,
        "2 products launched; their copies are deleted",
    ]
    assert names(project) == ["sbatch.sh"]


def test_the_command_is_split_into_words_and_never_given_to_a_shell(heracles: Heracles, project: Path) -> None:
    (project / "my script.sh").write_text((project / "sbatch.sh").read_text())
    ran = heracles("my script.sh", "-r=printf '<%s>' --qos=low '$(date)'", "a=1,2")
    assert ran.out == "<--qos=low><$(date)><my script_hydra0.sh><--qos=low><$(date)><my script_hydra1.sh>"


def test_a_failing_call_stops_the_launch_and_says_how_to_go_on(heracles: Heracles, project: Path) -> None:
    (project / "submit").write_text('#!/bin/sh\ncase "$1" in *2.sh) echo full >&2; exit 7;; esac\necho "got $1"\n')
    (project / "submit").chmod(0o755)
    ran = heracles("sbatch.sh", "-r=./submit", *SWEEP)
    assert ran.exit_code == 1
    assert ran.out == "got sbatch_hydra0.sh\ngot sbatch_hydra1.sh\n"
    assert ran.err.splitlines() == [
        f"6 products of sbatch.sh; {WHERE}",
        *SHARED_DIRECTORIES,
        "full",
        "heracles: error: ./submit failed with exit code 7",
        "  sbatch_hydra2.sh: env.num_envs=16 env.name=HalfCheetah",
        "  2 of 6 launched",
        "  4 not launched, their copies stay: sbatch_hydra{2..5}.sh",
        f"  to go on: heracles resume {launches(project)[0]}",
        "  to give up: rm sbatch_hydra{2..5}.sh",
    ]
    assert names(project) == ["sbatch.sh", *(f"sbatch_hydra{index}.sh" for index in (2, 3, 4, 5)), "submit"]


def test_the_way_on_that_is_offered_works_in_a_shell(heracles: Heracles, project: Path) -> None:
    (project / "submit").write_text('#!/bin/sh\n[ -e open ] && echo "$1"\n')
    (project / "submit").chmod(0o755)
    ran = heracles("sbatch.sh", "-r=./submit", "a=1,2,3")
    offered = [line.partition("to go on: heracles ")[2] for line in ran.err.splitlines() if "to go on" in line]
    (project / "open").touch()
    resumed = heracles(*offered[0].split())
    assert resumed.out.split() == [f"sbatch_hydra{index}.sh" for index in range(3)]
    assert resumed.err == "3 products launched; their copies are deleted\n"
    assert names(project) == ["open", "sbatch.sh", "submit"]
    assert heracles(*offered[0].split()).err == f"nothing of the launch {launches(project)[0]} is left to launch\n"


@pytest.mark.parametrize("option", ["-d", "--delete", "-c", "--clear"])
def test_delete_takes_the_copies_of_the_sweep(option: str, heracles: Heracles, project: Path) -> None:
    heracles("sbatch.sh", "-w", *SWEEP)
    ran = heracles("sbatch.sh", option, "env.num_envs=8,16")
    assert ran == (0, "", "2 copies of sbatch.sh deleted\n")
    assert names(project) == ["sbatch.sh", *(f"sbatch_hydra{index}.sh" for index in (2, 3, 4, 5))]


def test_delete_without_a_sweep_takes_every_copy_and_nothing_else(heracles: Heracles, project: Path) -> None:
    heracles("sbatch.sh", "-w", "a=range(12)")
    others = ["other_hydra0.sh", "sbatch_hydra.sh", "sbatch_hydra01.sh", "sbatch_hydra1.sh.bak", "sbatch_hydrax.sh"]
    for name in others:
        (project / name).write_text("")
    (project / "sbatch_hydra77.sh").symlink_to("sbatch.sh")
    (project / "sbatch_hydra78.sh").mkdir()
    assert heracles("sbatch.sh", "-d").err == "12 copies of sbatch.sh deleted\n"
    assert names(project) == sorted(["sbatch.sh", *others, "sbatch_hydra77.sh", "sbatch_hydra78.sh"])


def test_delete_works_when_the_script_is_gone(heracles: Heracles, project: Path) -> None:
    heracles("sbatch.sh", "-w", "a=1,2")
    (project / "sbatch.sh").unlink()
    assert heracles("sbatch.sh", "-d") == (0, "", "2 copies of sbatch.sh deleted\n")
    assert heracles("sbatch.sh", "-d").err == "heracles: error: there is no script sbatch.sh, and no copy of it\n"


def test_write_says_which_copies_of_a_larger_sweep_remain(heracles: Heracles, project: Path) -> None:
    heracles("sbatch.sh", "-w", "a=range(9)")
    ran = heracles("sbatch.sh", "-w", "a=range(5)")
    assert ran.err.splitlines()[-1] == (
        "heracles: warning: 4 older copies remain, which a loop over the copies would launch too; "
        "to delete: rm sbatch_hydra{5..8}.sh"
    )


def test_only_and_limit_choose_products_which_keep_their_indices(heracles: Heracles, project: Path) -> None:
    ran = heracles("sbatch.sh", "-w", *SWEEP, "--only", "env.name=Reacher", "--limit=2")
    assert ran.out == "sbatch_hydra1.sh\nsbatch_hydra3.sh\n"


def test_a_script_elsewhere_has_its_copies_beside_it(heracles: Heracles, project: Path) -> None:
    (project / "jobs").mkdir()
    (project / "sbatch.sh").rename(project / "jobs" / "sbatch.sh")
    assert heracles("jobs/sbatch.sh", "-w", "a=1,2").out == "jobs/sbatch_hydra0.sh\njobs/sbatch_hydra1.sh\n"
    assert heracles("jobs/sbatch.sh", "-r=cat", "a=1").exit_code == 0


def test_directory_option_stands_on_either_side(
    heracles: Heracles, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("..")
    assert heracles("-C", "project", "sbatch.sh", "a=1,2").out == "a=1\na=2\n"
    assert heracles("sbatch.sh", "a=1,2", "-C", str(project)).out == "a=1\na=2\n"
