"""Where the tasks of a launch write: what Slurm makes of patterns, and what a launcher here calls its logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from heracles.launchers.base import Tag
from heracles.launchers.base.logs import Launched, Written
from heracles.launchers.local_logs import log_path, written as written_here
from heracles.launchers.slurm.logs import UNKNOWN, Whereabouts, patterns_of, unknown_letters, written
from heracles.launchers.slurm.patterns import letters, name, parts, readings
from heracles.script import Script

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

pytestmark = pytest.mark.once

VALUES: dict[str, int | str | None] = {
    "A": 700, "a": 3, "b": 3, "j": 712, "J": 712, "N": "n1", "n": 0, "t": 0, "r": 2, "s": "batch", "S": None,
    "u": "eve", "x": "a 50%j",
}  # fmt: skip
TAG = Tag("launch", 0, 1)
JOB = Launched(TAG, "0", "folder/sbatch_hydra0.sh", "700")
TASK = JOB._replace(task=3)
KNOWN = Whereabouts(712, "n1", "known", 0)


def names(pattern: str, values: Mapping[str, int | str | None] = VALUES) -> tuple[str | None, ...]:
    return tuple(name(reading, values) for reading in readings(pattern))


@pytest.mark.parametrize(
    ("pattern", "made"),
    [
        ("", ""),
        ("run.txt", "run.txt"),
        ("%j", "712"),
        ("%J.out", "712.out"),
        ("%A_%a", "700_3"),
        ("%4a-%06j-%0j", "0003-000712-712"),
        ("%10j", "0000000712"),
        ("%11j%999j", "0000000712" * 2),
        ("%0000000000000000000004a", "0003"),
        ("%x", "a 50%j"),
        ("%u@%N", "eve@n1"),
        ("%9u@%9N%9x%9s", "eve@n1a 50%jbatch"),
        ("%n%t%3n%3t", "00000000"),
        ("%s", "batch"),
        ("%%", "%"),
        ("%%%%j", "%%j"),
        ("%%%j", "%712"),
        ("%z %y", "%z %y"),
        ("%é", "%é"),
        ("\\", ""),
        ("\\%j-%A", "%j-%A"),
        ("%j\\n", "%jn"),
    ],
)
def test_what_all_versions_make_of_a_pattern(pattern: str, made: str) -> None:
    assert names(pattern) == (made,)


@pytest.mark.parametrize(
    ("pattern", "made"),
    [
        ("a\\\\b", ("ab", "a\\b")),
        ("%b", ("3", "%b")),
        ("%3b", ("003", "3b")),
        ("%r", ("2", "%r")),
        ("%S.out", (None, "%S.out")),
        ("%15z", ("%15z", "5z")),
        ("%5%j", ("%5%j", "5712")),
        ("%5%%", ("%5%", "5%")),
        ("end%", ("end", "end%")),
        ("end%12", ("end%12", "end2")),
    ],
)
def test_what_versions_make_of_a_pattern_differs(pattern: str, made: tuple[str | None, ...]) -> None:
    assert names(pattern) == made


def test_a_name_is_not_known_where_a_value_is_not() -> None:
    assert names("%j-%N", {**VALUES, "N": None}) == (None,)
    assert names("%j-%%N", {**VALUES, "N": None}) == ("712-%N",)


def test_the_parts_and_the_letters_of_a_pattern() -> None:
    assert list(parts("a%4jb%%c%")) == [("a", "4", "j"), ("b", "", "%"), ("c", "", ""), ("", "", "")]
    assert readings("a%4jb%%c%Nd") == ((("a", "4", "j"), ("b%c", "", "N"), ("d", "", "")),)
    assert letters("a%4jb%%N%x") == {"j", "%", "x"}
    assert letters("a%j\\") == frozenset()


class Asking(NamedTuple):
    """What sbatch is told in a test."""

    header: str = ""
    args: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()

    def written(
        self, task: Launched, known: Whereabouts = KNOWN, exists: Callable[[str], bool] = lambda _: False
    ) -> Written:
        script = Script("sbatch.sh", f"#!/bin/bash\n{self.header}\n:\n", 0o644, ("/bin/bash",))
        told = patterns_of(script, self.args, dict(self.environment), "/work", "eve")
        return written(told, task, known, exists)


@pytest.mark.parametrize(
    ("header", "args", "task", "stdout", "stderr"),
    [
        ("", (), JOB, "/work/slurm-700.out", "/work/slurm-700.out"),
        ("", (), TASK, "/work/slurm-700_3.out", "/work/slurm-700_3.out"),
        ("#SBATCH -o logs/%j.txt", (), JOB, "/work/logs/700.txt", "/work/logs/700.txt"),
        ("#SBATCH -o logs/%j.txt", (), TASK, "/work/logs/712.txt", "/work/logs/712.txt"),
        ("#SBATCH -o %j.o -e %j.e", (), JOB, "/work/700.o", "/work/700.e"),
        ("#SBATCH -e %j.e", (), TASK, "/work/slurm-700_3.out", "/work/712.e"),
        ("#SBATCH -o script", ("-o", "/var/%A_%a"), TASK, "/var/700_3", "/var/700_3"),
        ("#SBATCH -o %a", (), JOB, "/work/4294967294", "/work/4294967294"),
        ("#SBATCH -o x", ("-D", "sub"), JOB, "/work/sub/x", "/work/sub/x"),
        ("#SBATCH -o x -D /abs", (), JOB, "/abs/x", "/abs/x"),
        ("#SBATCH --chdir=/abs/", (), JOB, "/abs/slurm-700.out", "/abs/slurm-700.out"),
        ("#SBATCH -o x", ("-D", "of%j"), JOB, "/work/of700/x", "/work/of700/x"),
        ("", ("-D", "of%j"), JOB, "/work/of%j/slurm-700.out", "/work/of%j/slurm-700.out"),
        ("#SBATCH -o %j", ("-D", "/back\\\\slash"), JOB, "/backslash/%j", "/backslash/%j"),
        ("#SBATCH -o %N", (), JOB, "/work/n1", "/work/n1"),
        ("#SBATCH -o %x", ("-J", "mine"), JOB, "/work/mine", "/work/mine"),
        ("#PBS -o %u.%j", (), JOB, "/work/eve.700", "/work/eve.700"),
        ("#SBATCH -o none -e err", (), JOB, None, "/work/err"),
        ("#SBATCH -o out -e NONE", (), JOB, "/work/out", None),
        ("#SBATCH -o /dev/null", (), JOB, None, None),
    ],
)
def test_where_a_task_writes(
    header: str, args: tuple[str, ...], task: Launched, stdout: str | None, stderr: str | None
) -> None:
    assert Asking(header, args).written(task)[:2] == (stdout, stderr)


@pytest.mark.parametrize(
    ("header", "args", "environment", "known", "name"),
    [
        ("", (), (), "", "sbatch_hydra0.sh"),
        ("#SBATCH -J script", (), (), "", "script"),
        ("#PBS -N pbs", (), (), "", "pbs"),
        ("#SBATCH -J script", (), (("SBATCH_JOB_NAME", "set"),), "", "set"),
        ("#SBATCH -J script", (), (), "told", "told"),
        ("", (), (), "told", "told"),
        ("#SBATCH -J script", ("-J", "said"), (("SBATCH_JOB_NAME", "set"),), "told", "said"),
    ],
)
def test_the_name_of_a_job(
    header: str, args: tuple[str, ...], environment: tuple[tuple[str, str], ...], known: str, name: str
) -> None:
    asking = Asking(f"{header}\n#SBATCH -o %x", args, environment)
    assert asking.written(JOB, KNOWN._replace(name=known)).stdout == f"/work/{name}"


@pytest.mark.parametrize(
    ("pattern", "task", "why"),
    [
        ("%x-%j.out", TASK, "the log is /work/a b-*.out, and nobody knows the job id of each task (%j, here *)"),
        ("%05J", TASK, "the log is /work/*, and nobody knows the job id of each task (%J, here *)"),
        ("%N/%j", JOB, "the log is /work/*/700, and nobody knows the node (%N, here *)"),
        ("%A", JOB._replace(job=""), "the log is /work/*, and nobody knows the job id (%A, here *)"),
        ("/dev/null", JOB, "what it writes goes to /dev/null: there is no log"),
        ("none", JOB, "what it writes goes to /dev/null: there is no log"),
    ],
)
def test_why_there_is_no_path(pattern: str, task: Launched, why: str) -> None:
    assert Asking(args=("-J", "a b", "-o", pattern)).written(task, UNKNOWN) == (None, None, why)


def test_a_submission_that_nobody_has_the_id_of_has_no_known_log() -> None:
    why = "the log is /work/slurm-*.out, and nobody knows the job id (%A, here *)"
    assert Asking().written(JOB._replace(job=""), UNKNOWN) == (None, None, why)


def test_errors_are_known_where_the_output_is_not() -> None:
    told = Asking("#SBATCH -o %N -e %j").written(JOB, UNKNOWN)
    assert told == (None, "/work/700", "the log is /work/*, and nobody knows the node (%N, here *)")


def test_where_versions_differ_the_file_that_is_there_counts() -> None:
    asking = Asking(args=("-o", "%b-%5z"))
    assert asking.written(TASK).stdout == "/work/3-%5z"
    assert asking.written(TASK, exists="/work/3-5z".__eq__).stdout == "/work/3-5z"
    assert asking.written(TASK, exists="/work/%b-5z".__eq__).stdout == "/work/%b-5z"
    assert Asking(args=("-o", "%S")).written(TASK, exists="/work/%S".__eq__).stdout == "/work/%S"


@pytest.mark.parametrize(
    ("args", "in_arrays", "asked"),
    [
        ((), True, set()),
        (("-o", "%A_%a-%u"), True, set()),
        (("-o", "%j"), False, set()),
        (("-o", "%j"), True, {"j"}),
        (("-o", "a", "-e", "%N"), False, {"N"}),
        (("-o", "%x"), False, {"x"}),
        (("-o", "%x", "-J", "a"), False, set()),
        (("-o", "%5%j"), True, {"j"}),
    ],
)
def test_what_slurm_has_to_be_asked_for(args: tuple[str, ...], in_arrays: bool, asked: set[str]) -> None:
    told = patterns_of(Script("a", "", 0, ()), args, {}, "/work", "eve")
    assert unknown_letters(told, in_arrays) == asked


def test_where_copies_write_that_run_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert log_path("logs", "17", 1) == "logs/17.log"
    tasks = (JOB, JOB._replace(tag=TAG._replace(attempt=2), name="17"))
    assert written_here("logs", tasks) == (
        Written(f"{tmp_path}/logs/0.log", f"{tmp_path}/logs/0.log"),
        Written(f"{tmp_path}/logs/17.2.log", f"{tmp_path}/logs/17.2.log"),
    )
