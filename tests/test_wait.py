"""``heracles wait`` and ``heracles run --wait``: until the last product is final."""

from __future__ import annotations

import itertools
import signal
from functools import partial
from typing import TYPE_CHECKING

import pytest

from heracles.commands.targets import target_meant
from heracles.commands.wait import wait_for
from heracles.commands.watching.polling import LOOKS_AT_UNKNOWN, pauses
from heracles.terminal import Terminal

from . import launching, waiting
from .launching import OWN_ARRAY, config, executable
from .operating import SQUEUE_FAILS, account, break_squeue, forget, go_on, put, timeless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .conftest import Heracles
    from .stand_in import StandIn

FAILED_HINT = "Failed ones: heracles retry ablation-a"


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    slurm = launching.put_in_place(tmp_path / "slurm", monkeypatch)
    monkeypatch.setenv("STAND_IN_RELEASED", "RUNNING")
    return slurm


@pytest.fixture
def sweep(folder: Path, slurm: StandIn, heracles: Heracles) -> Path:
    """A project with a sweep of six products, which were launched as one array, in which the test stands."""
    launching.make_project(folder, config())
    assert heracles("run", "ablation-a").exit_code == 0
    return folder


def between(*happens: Callable[[], object]) -> Iterator[float]:
    """No time between looks, in which something happens each time; at last ^C."""
    for happen in happens:
        happen()
        yield 0.0
    raise KeyboardInterrupt


@pytest.fixture
def waited(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str]]]:
    """Waits for the sweep, and what happens between looks; the exit code, and what was said."""

    def wait(*happens: Callable[[], object]) -> tuple[int, list[str]]:
        capfd.readouterr()
        target = partial(target_meant, "ablation-a", None)
        code = wait_for(target, between(*happens), Terminal.of_process("auto"))
        out, err = capfd.readouterr()
        assert out == ""
        return code, timeless(err)

    return wait


def test_until_all_is_well(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    put(slurm, "700001", "COMPLETED")
    ran = heracles("wait", "ablation-a")
    assert (ran.exit_code, ran.out) == (0, "")
    assert ran.err == "6 completed\n6 products: 6 completed\n"


@pytest.mark.once
def test_a_line_a_change(sweep: Path, slurm: StandIn, waited: Callable[..., tuple[int, list[str]]]) -> None:
    def ends() -> None:
        forget(slurm, "700001")
        account(sweep, slurm, ["COMPLETED|0:0|node1"] * 4 + ["FAILED|3:0|node1", "TIMEOUT|0:0|node1"])

    code, said = waited(
        lambda: put(slurm, "700001", "PENDING"),
        lambda: put(slurm, "700001", "RUNNING"),
        lambda: None,
        ends,
    )
    assert code == 1
    assert said == [
        "6 running",
        "6 pending",
        "6 running",
        "a=3 b=x: failed, exit 3",
        "a=3 b=y: timed out",
        "4 completed, 1 timed out, 1 failed",
        "6 products: 4 completed, 1 timed out, 1 failed",
        FAILED_HINT,
    ]


@pytest.mark.once
def test_what_was_cancelled_has_not_failed(sweep: Path, slurm: StandIn, heracles: Heracles) -> None:
    put(slurm, "700001", "CANCELLED")
    ran = heracles("wait", "ablation-a")
    assert (ran.exit_code, ran.err) == (0, "6 cancelled\n6 products: 6 cancelled\n")


@pytest.mark.once
def test_a_scheduler_that_is_away_for_a_while(
    sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch, waited: Callable[..., tuple[int, list[str]]]
) -> None:
    away = break_squeue(slurm, monkeypatch)
    away.unlink()

    def comes_back() -> None:
        away.unlink()
        put(slurm, "700001", "COMPLETED")

    code, said = waited(away.touch, lambda: None, lambda: None, comes_back)
    assert code == 0
    assert said == [
        "6 running",
        f"heracles: warning: {SQUEUE_FAILS}; what is shown was known MOMENT; asking again until there is an answer",
        "6 completed",
        "6 products: 6 completed",
    ]


@pytest.mark.once
def test_an_end_that_the_accounting_tells_late(
    sweep: Path, slurm: StandIn, waited: Callable[..., tuple[int, list[str]]]
) -> None:
    def told() -> None:
        account(sweep, slurm, ["COMPLETED|0:0|node1"] * 6)

    code, said = waited(lambda: forget(slurm, "700001"), lambda: None, told)
    assert (code, said[:-1]) == (0, ["6 running", "6 unknown", "6 completed"])


@pytest.mark.once
@pytest.mark.parametrize("state", ["FAILED", "CANCELLED"])
def test_a_product_is_waited_for_until_all_its_tasks_have_ended(
    state: str, sweep: Path, slurm: StandIn, heracles: Heracles, waited: Callable[..., tuple[int, list[str]]]
) -> None:
    """Of the script's own array, one task has failed or was cancelled, and another one still runs."""
    executable(sweep / "sbatch.sh", OWN_ARRAY)
    put(slurm, "700001", "COMPLETED")
    heracles("run", "ablation-a", "--again", "--only", "a=1", "--only", "b=x")
    account(sweep, slurm, ["", f"{state}|1:0|node1"], job="700002")
    go_on(slurm, "700002", 0, "RUNNING")
    ended: list[str] = []

    def end() -> None:
        put(slurm, "700002", "COMPLETED")
        ended.append("700002")

    code, _ = waited(lambda: None, end)
    assert (code, ended) == (int(state == "FAILED"), ["700002"])


@pytest.mark.once
def test_an_end_that_nobody_tells(sweep: Path, slurm: StandIn, waited: Callable[..., tuple[int, list[str]]]) -> None:
    """It is not known to be well."""
    code, said = waited(lambda: forget(slurm, "700001"), *[lambda: None] * (LOOKS_AT_UNKNOWN - 1))
    assert code == 1
    assert said[:3] == ["6 running", "6 unknown", "6 products: 6 unknown"]


@pytest.mark.once
def test_what_is_run_again_is_waited_for(
    sweep: Path, slurm: StandIn, waited: Callable[..., tuple[int, list[str]]]
) -> None:
    code, said = waited(
        lambda: put(slurm, "700001", "NODE_FAIL"),
        lambda: put(slurm, "700001", "PENDING"),
        lambda: put(slurm, "700001", "COMPLETED"),
    )
    assert (code, said[-2:]) == (0, ["6 completed", "6 products: 6 completed"])


def test_an_interrupt_leaves_everything_running(
    sweep: Path, slurm: StandIn, waited: Callable[..., tuple[int, list[str]]]
) -> None:
    assert waited() == (
        130,
        ["6 running", "heracles: interrupted; nothing was stopped: what runs or waits goes on"],
    )
    assert slurm.calls("scancel") == []


@pytest.mark.once
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals(number: signal.Signals, sweep: Path) -> None:
    running = launching.started(sweep, "wait")
    assert running.stderr
    assert running.stderr.readline() == "6 running\n"
    running.send_signal(number)
    _, said = running.communicate(timeout=waiting.PATIENCE_SECONDS)
    assert running.returncode == 130
    assert said == "heracles: interrupted; nothing was stopped: what runs or waits goes on\n"


@pytest.mark.once
def test_what_is_not_launched_is_not_waited_for(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    launching.break_off(sweep, slurm, 0)
    heracles("run", "ablation-a", "--only", "a=1")
    put(slurm, slurm.jobs()[-1].id, "COMPLETED")
    ran = heracles("wait", "ablation-a")
    assert (ran.exit_code, ran.err) == (0, "2 completed\n2 products: 2 completed\n")


def test_run_and_wait(heracles: Heracles, folder: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    launching.make_project(folder, config())
    monkeypatch.setenv("STAND_IN_RELEASED", "FAILED")
    ran = heracles("run", "ablation-a", "--wait")
    assert ran.exit_code == 1
    assert ran.err.splitlines()[-3:] == ["6 failed", "6 products: 6 failed", FAILED_HINT]


@pytest.mark.once
def test_run_here_and_wait(heracles: Heracles, folder: Path, slurm: StandIn) -> None:
    launching.make_project(folder, config())
    executable(folder / "sbatch.sh", '#!/bin/bash\n./app "$@" || true\n')
    ran = heracles("run", "ablation-a", "--wait", "-l", "here")
    assert ran.exit_code == 0
    assert ran.err.splitlines()[-2:] == ["6 completed", "6 products: 6 completed"]


@pytest.mark.once
def test_a_launch_of_another_heracles_on_this_machine(heracles: Heracles, folder: Path) -> None:
    text = '#!/bin/bash\ntouch "began.$HERACLES_INDEX"\nwhile [ ! -e go ]; do sleep 0.05; done\n./app "$@" || true\n'
    executable(folder / "sbatch.sh", text)
    (folder / "heracles.toml").write_text(config())
    running = launching.started(folder, "sbatch.sh", "-l", "here", "c=1,2,3")
    waiting.wait_for(folder / "began.1")
    (folder / "below").mkdir()
    other = launching.started(folder / "below", "wait", "../sbatch.sh")
    assert other.stderr
    assert other.stderr.readline() == "2 running, 1 waiting\n"
    (folder / "go").touch()
    _, said = other.communicate(timeout=waiting.PATIENCE_SECONDS)
    assert other.returncode == 0
    assert said.splitlines()[-2:] == ["3 completed", "3 products: 3 completed"]
    running.communicate(timeout=waiting.PATIENCE_SECONDS)


REFUSED = "heracles: error: what becomes of jobs of `./submit` nobody can tell here\n  ask its own scheduler\n"


@pytest.mark.once
def test_jobs_of_a_command_are_not_waited_for(heracles: Heracles, folder: Path) -> None:
    launching.make_project(folder, config())
    executable(folder / "submit", "#!/bin/sh\ntouch called\n")
    ran = heracles("run", "ablation-a", "--wait", "-l", "queue")
    assert (ran.exit_code, ran.err) == (2, REFUSED)
    assert not (folder / "called").exists()
    heracles("run", "ablation-a", "-l", "queue")
    ran = heracles("wait", "ablation-a")
    assert (ran.exit_code, ran.err) == (2, REFUSED)


@pytest.mark.once
def test_there_is_nothing_to_wait_for(heracles: Heracles, folder: Path) -> None:
    launching.make_project(folder, config())
    ran = heracles("wait", "ablation-a")
    assert ran.exit_code == 2
    assert ran.err == (
        "heracles: error: nothing of ablation-a has been launched\n  heracles run ablation-a launches it\n"
    )


@pytest.mark.once
def test_looks_become_rarer() -> None:
    assert [*itertools.islice(pauses(), 7)] == [10, 15, 22.5, 33.75, 50.625, 60, 60]
    assert [*itertools.islice(pauses(30), 3)] == [30, 30, 30]


@pytest.mark.once
def test_a_script_with_a_ledger_of_its_own(heracles: Heracles, folder: Path) -> None:
    (folder / "below").mkdir()
    executable(folder / "below" / "sbatch.sh", '#!/bin/bash\n./app "$@" || true\n')
    assert heracles("below/sbatch.sh", "-l", "local", "c=1").exit_code == 0
    assert heracles("wait", "below/sbatch.sh").err == "1 completed\n1 product: 1 completed\n"
