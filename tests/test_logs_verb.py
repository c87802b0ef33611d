"""``heracles logs``: what it prints of the logs of runs on this machine, and of jobs of a stand-in."""

from __future__ import annotations

import json
import os
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from heracles.commands import log_following
from heracles.commands.narrowing import Narrowing
from heracles.commands.outputs.found_logs import Request
from heracles.logs import Pace
from heracles.terminal import Terminal
from tests import waiting

from . import launching
from .launching import SCRIPT, SINGLE, config, executable, launches, make_project
from .operating import break_squeue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import Heracles
    from .stand_in import StandIn

HERE = config("a = [1, 2, 3]").replace('default_launcher = "cluster"', 'default_launcher = "here"')
JOB = '#!/bin/bash\n./app "$@"\n'
APP = """\
#!/bin/bash
echo "began $HERACLES_INDEX"
case $HERACLES_INDEX in
1 | 2 | 5) echo "ValueError: $RANDOM is too much"; exit 3 ;;
3) echo; echo 'OSError: no disk' >&2; exit 4 ;;
esac
for line in 1 2 3; do echo "line $line"; done
"""
QUICK = Pace(first_look=0.001, longest_look=0.01, first_question=0.001, longest_question=0.01, settle=0.0)


@pytest.fixture
def sweep(folder: Path, heracles: Heracles) -> Path:
    """A sweep of which four of six products failed, in which the test stands."""
    make_project(folder, HERE)
    executable(folder / "sbatch.sh", JOB)
    executable(folder / "app", APP)
    assert heracles("run", "ablation-a").exit_code == 1
    return folder


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return launching.put_in_place(tmp_path / "slurm", monkeypatch)


@pytest.fixture
def running(slurm: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A stand-in whose jobs begin at once, and run."""
    monkeypatch.setenv("STAND_IN_RELEASED", "RUNNING")
    return slurm


@pytest.fixture
def patience() -> Iterator[None]:
    """Lets a test fail that goes on for ever."""
    before = signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(int(waiting.PATIENCE_SECONDS))
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _give_up(*_: object) -> None:
    raise TimeoutError("it never ended")


def logs_of(sweep: Path) -> str:
    """Where the logs are."""
    return f".heracles/launches/{launches(sweep)[-1].id}/logs"


def test_the_end_of_one_log(heracles: Heracles, sweep: Path) -> None:
    logs = logs_of(sweep)
    heading = f"0  a=1 b=x  completed  {logs}/0.log\n"
    assert heracles("logs", "ablation-a", "0") == (0, "began 0\nline 1\nline 2\nline 3\n", heading)
    assert heracles("logs", "ablation-a", "0", "-n", "2") == (0, "line 2\nline 3\n", heading)
    assert heracles("logs", "ablation-a", "0", "--lines=0") == (0, "", heading)
    (sweep / logs / "0.log").write_text("".join(f"{number}\n" for number in range(100_000)))
    assert heracles("logs", "ablation-a", "0").out.splitlines() == [str(number) for number in range(99_960, 100_000)]
    assert heracles("logs", "ablation-a", "0", "-n", "all").out == (sweep / logs / "0.log").read_text()


@pytest.mark.once
def test_a_product_is_meant_by_its_id_too(heracles: Heracles, sweep: Path) -> None:
    product = json.loads(heracles("logs", "ablation-a", "3", "--json").out)
    assert heracles("logs", "ablation-a", product["id"]) == heracles("logs", "ablation-a", "3")
    assert heracles("logs", launches(sweep)[0].id, "3") == heracles("logs", "ablation-a", "3")


@pytest.mark.once
def test_what_is_no_text_is_printed_as_it_is(heracles: Heracles, sweep: Path) -> None:
    (sweep / logs_of(sweep) / "0.log").write_bytes(b"\xff\x1b[31mred\n 1%\r 99%\r100%\n")
    assert os.fsencode(heracles("logs", "ablation-a", "0").out) == b"\xff\x1b[31mred\n100%\n"


@pytest.mark.once
def test_several_logs_have_headings(heracles: Heracles, sweep: Path) -> None:
    logs = logs_of(sweep)
    assert heracles("logs", "ablation-a", "--only", "b=y", "-n1") == (
        0,
        f"==> 1  a=1 b=y  failed, exit code 3  {logs}/1.log <==\n"
        f"{(sweep / logs / '1.log').read_text().splitlines()[-1]}\n"
        "\n"
        f"==> 3  a=2 b=y  failed, exit code 4  {logs}/3.log <==\n"
        "OSError: no disk\n"
        "\n"
        f"==> 5  a=3 b=y  failed, exit code 3  {logs}/5.log <==\n"
        f"{(sweep / logs / '5.log').read_text().splitlines()[-1]}\n",
        "",
    )


@pytest.mark.once
def test_whoever_says_of_many_products_nothing_is_told_how_to(heracles: Heracles, sweep: Path) -> None:
    refused = (
        2,
        "",
        "heracles: error: ablation-a has 6 products: 2 completed, 4 failed\n"
        "  heracles logs ablation-a 1 prints one of them (failed)\n"
        "  --only KEY=VALUE narrows, --failed groups failed ones by their causes, --path lists all logs\n",
    )
    assert heracles("logs", "ablation-a") == refused
    assert heracles("logs", "ablation-a", "-f") == refused


@pytest.mark.once
def test_a_launch_of_one_product_needs_no_index(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a", "a=7", "b=z")
    assert heracles("logs").out == "began 0\nline 1\nline 2\nline 3\n"


@pytest.mark.once
def test_paths(heracles: Heracles, sweep: Path) -> None:
    folder = f"{sweep}/{logs_of(sweep)}"
    (sweep / logs_of(sweep) / "4.log").unlink()
    assert heracles("logs", "ablation-a", "--path") == (0, "".join(f"{folder}/{n}.log\n" for n in range(6)), "")
    assert heracles("logs", "ablation-a", "--path", "--only", "a=2", "--only", "b=y").out == f"{folder}/3.log\n"
    assert heracles("logs", "ablation-a", "--path", "--failed").out == "".join(
        f"{folder}/{n}.log\n" for n in (1, 2, 3, 5)
    )


def test_failed_ones_by_their_causes(heracles: Heracles, sweep: Path) -> None:
    logs = logs_of(sweep)
    last = (sweep / logs / "1.log").read_text().splitlines()[-1]
    assert heracles("logs", "ablation-a", "--failed") == (
        0,
        f"3 products: {last}\n"
        "  index 1-2, 5\n"
        "  for example 1  a=1 b=y  failed, exit code 3\n"
        f"  {logs}/1.log\n"
        "    began 1\n"
        f"    {last}\n"
        "\n"
        "1 product: OSError: no disk\n"
        "  3  a=2 b=y  failed, exit code 4\n"
        f"  {logs}/3.log\n"
        "    began 3\n"
        "\n"
        "    OSError: no disk\n",
        "",
    )
    assert heracles("logs", "ablation-a", "--failed", "3", "-n1").out.splitlines()[3:] == ["    OSError: no disk"]


@pytest.mark.once
def test_failed_ones_without_a_log_are_one_group(heracles: Heracles, sweep: Path) -> None:
    logs = logs_of(sweep)
    for index in (1, 2, 5):
        (sweep / logs / f"{index}.log").unlink()
    why = f"failed, exit code 3; {logs}/1.log is not there, or not any more, or not on this machine"
    assert heracles("logs", "ablation-a", "--failed").out.splitlines()[:5] == [
        f"3 products: {why}",
        "  index 1-2, 5",
        "  for example 1  a=1 b=y  failed, exit code 3",
        f"  {logs}/1.log",
        f"    {why}",
    ]


@pytest.mark.once
def test_a_log_that_cannot_be_read_hides_no_other(heracles: Heracles, sweep: Path) -> None:
    log = sweep / logs_of(sweep) / "3.log"
    log.unlink()
    log.mkdir()
    causes = [line for line in heracles("logs", "ablation-a", "--failed").out.splitlines() if line[0:1].isdecimal()]
    assert causes[1] == f"1 product: {log} cannot be read: Is a directory"


@pytest.mark.once
def test_nothing_failed(heracles: Heracles, sweep: Path) -> None:
    none = (0, "", "no product of ablation-a failed among these\n")
    assert heracles("logs", "ablation-a", "--failed", "--only", "b=x", "--only", "a=1,3") == none
    refused = heracles("logs", "ablation-a", "--failed", "--follow")
    assert refused == (
        2, "", "heracles: error: what has failed writes no more\n  leave out --follow, or --failed\n",
    )  # fmt: skip


@pytest.mark.once
def test_json_lines(heracles: Heracles, sweep: Path) -> None:
    ran = heracles("logs", "ablation-a", "--only", "a=2", "--json", "-n", "1")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    logs = [f"{sweep}/{logs_of(sweep)}/{index}.log" for index in (2, 3)]
    last = [log.read_text().splitlines()[-1:] for log in (sweep / logs_of(sweep) / f"{n}.log" for n in (2, 3))]
    assert [line.pop("id") for line in lines] == [
        json.loads(line)["id"] for line in heracles("show", "ablation-a", "--json").out.splitlines()[2:4]
    ]
    assert lines == [
        {
            "index": 2 + place, "overrides": ["a=2", f"b={b}"], "values": {"a": 2, "b": b}, "state": "failed",
            "job": None, "task": None, "exit_code": code, "launch": launches(sweep)[0].id,
            "stdout": logs[place], "stderr": logs[place], "why": "", "lines": {logs[place]: last[place]},
        }
        for place, (b, code) in enumerate((("x", 3), ("y", 4)))
    ]  # fmt: skip
    causes = [json.loads(line) for line in heracles("logs", "ablation-a", "--failed", "--json").out.splitlines()]
    assert [(each["index"], each["exit_code"], each["cause"][:10]) for each in causes] == [
        (1, 3, "ValueError"), (2, 3, "ValueError"), (5, 3, "ValueError"), (3, 4, "OSError: n"),
    ]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("3", "-n", "few"), "few is no number\n  --lines: few\n  write a number, or all"),
        (("3", "--task=x"), "x is no number\n  --task: x\n  write the number of a task in the script's own array"),
        (("3", "--task=2"), "there is no task 2\n  no job is an array"),
        (("9",), "there is no product 9\n  products have indices from 0 to 5, and ids"),
        (("3", "--path", "--json"), "--path and --json do not go together\n  leave out one of them"),
        (("3", "--", "-v"), "only a launch passes arguments on to a launcher\n  after --: -v\n  leave out -- and what"),
    ],
)
def test_what_cannot_be_meant(heracles: Heracles, sweep: Path, words: tuple[str, ...], said: str) -> None:
    ran = heracles("logs", "ablation-a", *words)
    assert (ran.exit_code, ran.out) == (2, "")
    assert ran.err.startswith(f"heracles: error: {said}")


@pytest.mark.once
def test_what_is_not_launched(heracles: Heracles, folder: Path) -> None:
    make_project(folder, HERE)
    assert heracles("logs", "ablation-a", "1") == (
        2, "", "heracles: error: nothing of ablation-a is launched yet\n  heracles run ablation-a launches it\n",
    )  # fmt: skip
    executable(folder / "sbatch.sh", JOB)
    executable(folder / "app", APP)
    heracles("run", "ablation-a", "--limit", "1")
    assert heracles("logs", "ablation-a", "1") == (
        2, "", "heracles: error: product 1 is not launched yet\n  heracles run ablation-a launches it\n",
    )  # fmt: skip


@pytest.mark.once
def test_an_index_is_that_of_today(heracles: Heracles, sweep: Path) -> None:
    (sweep / "heracles.toml").write_text(HERE.replace("a = [1, 2, 3]", "a = [0, 1, 2, 3]"))
    heracles("run", "ablation-a")
    assert heracles("logs", "ablation-a", "0").out.splitlines()[0] == "began 0"
    assert heracles("logs", "ablation-a", "2").err == heracles("logs", "ablation-a", "0").err.replace(
        "0  a=0 b=x", "2  a=1 b=x"
    ).replace(launches(sweep)[1].id, launches(sweep)[0].id)


@pytest.mark.once
def test_a_command_that_takes_jobs_elsewhere_tells_nothing(heracles: Heracles, folder: Path, slurm: StandIn) -> None:
    make_project(folder, config())
    executable(folder / "submit", "#!/bin/bash\n")
    heracles("run", "ablation-a", "--launcher", "queue")
    assert heracles("logs", "ablation-a", "1") == (
        2,
        "",
        "heracles: error: where jobs of `./submit` write, nobody can tell here\n"
        "  look where it puts them itself\n",
    )  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize(("settings", "log"), [(SINGLE, "700002"), ("", "700001_1")], ids=["singly", "array"])
def test_jobs(heracles: Heracles, folder: Path, running: StandIn, settings: str, log: str) -> None:
    make_project(folder, config(cluster=settings))
    heracles("run", "ablation-a")
    path = folder / f"slurm-{log}.out"
    waiting = heracles("logs", "ablation-a", "1")
    assert waiting == (1, "", f"1  a=1 b=y: running; slurm-{log}.out is not there yet\n")
    path.write_text("hello\n")
    assert heracles("logs", "ablation-a", "1") == (0, "hello\n", f"1  a=1 b=y  running  slurm-{log}.out\n")
    said = json.loads(heracles("logs", "ablation-a", "1", "--json").out)
    assert (said["job"], said["stdout"], said["lines"]) == (log.partition("_")[0], str(path), {str(path): ["hello"]})
    (running.folder / "jobs").rename(running.folder / "forgotten")
    assert heracles("logs", "ablation-a", "1").err == f"1  a=1 b=y  unknown  slurm-{log}.out\n"


@pytest.mark.once
def test_what_only_slurm_could_tell(heracles: Heracles, folder: Path, slurm: StandIn) -> None:
    make_project(folder, config())
    executable(folder / "sbatch.sh", SCRIPT.replace("\n", "\n#SBATCH -o logs/%N-%j.out\n", 1))
    (folder / "logs").mkdir()
    heracles("run", "ablation-a")
    why = f"the log is {folder}/logs/*-*.out, and nobody knows"
    ran = heracles("logs", "ablation-a", "1")
    assert (ran.exit_code, ran.out) == (1, "")
    assert ran.err.startswith(f"1  a=1 b=y: completed; {why}")
    ran = heracles("logs", "ablation-a", "1", "--path")
    assert (ran.exit_code, ran.out) == (1, "")
    assert ran.err.startswith(f"heracles: warning: 1  a=1 b=y: {why}")


@pytest.mark.once
def test_a_log_can_be_read_while_slurm_does_not_answer(
    heracles: Heracles, folder: Path, running: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(folder, config())
    heracles("run", "ablation-a")
    (folder / "slurm-700001_1.out").write_text("hello\n")
    break_squeue(running, monkeypatch)
    ran = heracles("logs", "ablation-a", "1")
    assert (ran.exit_code, ran.out) == (0, "hello\n")
    warning, heading = ran.err.splitlines()
    assert warning.startswith("heracles: warning: squeue")
    assert heading == "1  a=1 b=y  unknown  slurm-700001_1.out"


@pytest.mark.once
def test_the_name_of_a_job_is_agreed_on(
    heracles: Heracles, folder: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SBATCH_JOB_NAME", "ours")
    monkeypatch.setenv("SBATCH_IGNORE_PBS", "1")
    make_project(folder, config())
    executable(folder / "sbatch.sh", SCRIPT.replace("\n", "\n#SBATCH -o %x-%A_%a -J its\n#PBS -o no\n", 1))
    heracles("run", "ablation-a")
    [call] = slurm.calls("sbatch")
    assert "--partition=gpu --ignore-pbs --job-name=ours " in call
    monkeypatch.setenv("SBATCH_JOB_NAME", "another")
    monkeypatch.delenv("SBATCH_IGNORE_PBS")
    assert heracles("logs", "ablation-a", "1", "--path").out == f"{folder}/ours-700001_1\n"


@pytest.mark.once
@pytest.mark.usefixtures("patience")
def test_several_logs_are_followed(sweep: Path, capfd: pytest.CaptureFixture[str]) -> None:
    request = Request("ablation-a", Narrowing(("a=1",)), lines=1)
    code = log_following.follow(request, Terminal.of_process("never"), QUICK)
    logs = logs_of(sweep)
    last = (sweep / logs / "1.log").read_text().splitlines()[-1]
    out, err = capfd.readouterr()
    assert code == 0
    assert out == f"==> 0  a=1 b=x  {logs}/0.log <==\nline 3\n\n==> 1  a=1 b=y  {logs}/1.log <==\n{last}\n"
    assert err.splitlines()[-2:] == ["0  a=1 b=x: completed", "1  a=1 b=y: failed, exit code 3"]


@pytest.mark.once
def test_a_run_of_this_machine_is_followed(sweep: Path) -> None:
    executable(sweep / "app", '#!/bin/bash\necho one; sleep 0.3; echo two; sleep 0.3; echo "$@"\n')
    running = launching.started(sweep, "run", "ablation-a", "--again", "--limit", "1")
    waiting.wait_until(lambda: (sweep / logs_of(sweep) / "0.log").exists() and len(launches(sweep)) == 2)
    out, err = launching.started(sweep, "logs", "ablation-a", "0", "-f").communicate(timeout=20)
    assert (out, err) == ("one\ntwo\na=1 b=x\n", "0  a=1 b=x: completed\n")
    running.communicate(timeout=20)


@pytest.mark.once
def test_a_follower_is_interrupted(heracles: Heracles, folder: Path, running: StandIn) -> None:
    make_project(folder, config(cluster=SINGLE))
    heracles("run", "ablation-a", "--limit", "1")
    (folder / "slurm-700001.out").write_text("one\n")
    follower = launching.started(folder, "logs", "--follow")
    assert follower.stdout
    assert follower.stdout.readline() == "one\n"
    follower.send_signal(signal.SIGINT)
    assert (*follower.communicate(timeout=20), follower.returncode) == ("", "heracles: interrupted\n", 130)


@pytest.mark.once
def test_nobody_reads_what_is_followed_any_more(heracles: Heracles, folder: Path, running: StandIn) -> None:
    make_project(folder, config(cluster=SINGLE))
    heracles("run", "ablation-a", "--limit", "1")
    (folder / "slurm-700001.out").write_text("one\n")
    follower = launching.started(folder, "logs", "--follow")
    assert follower.stdout
    assert follower.stderr
    assert follower.stdout.readline() == "one\n"
    follower.stdout.close()
    with (folder / "slurm-700001.out").open("a") as log:
        log.write("two\n")
    with follower.stderr as said:
        assert (follower.wait(20), said.read()) == (0, "0  a=1 b=x: running\n")


@pytest.mark.once
@pytest.mark.usefixtures("patience")
def test_a_log_is_followed_from_before_there_is_one(
    heracles: Heracles, folder: Path, running: StandIn, capfd: pytest.CaptureFixture[str]
) -> None:
    make_project(folder, config(cluster=SINGLE))
    heracles("run", "ablation-a", "--limit", "1")
    job = running.folder / "jobs" / "700001"

    def go_on() -> None:
        with open(folder / "slurm-700001.out", "w") as log:
            log.write("one\ntwo\nthr")
            log.flush()
            log.write("ee\n")
        (folder / "ended").write_text(job.read_text().replace("RUNNING", "COMPLETED"))
        (folder / "ended").rename(job)

    writer = threading.Timer(0.2, go_on)
    writer.start()
    code = log_following.follow(Request("ablation-a"), Terminal.of_process("never"), QUICK)
    writer.join()
    assert (code, *capfd.readouterr()) == (
        0, "one\ntwo\nthree\n", "0  a=1 b=x: running; slurm-700001.out is not there yet\n0  a=1 b=x: completed\n",
    )  # fmt: skip
