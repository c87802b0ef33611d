"""Two launches of one sweep at once exclude each other, and nobody is shut out by one that died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heracles import ledger
from heracles.errors import LaunchError
from heracles.ledger import ForeignClaim, Owner, Process, encoding, processes

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent

HOLDING = """
import sys, time
from heracles import ledger

with ledger.claim(sys.argv[1], "ablation-a"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def home(tmp_path: Path) -> str:
    return str(tmp_path / ".heracles")


@pytest.fixture
def holder(home: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the claim."""
    with subprocess.Popen([sys.executable, "-c", HOLDING, home], cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        yield child
        child.kill()


def place(home: str, sweep: str = "ablation-a") -> Path:
    return Path(home) / "claims" / sweep


def left_by(home: str, process: Process, sweep: str = "ablation-a") -> Owner:
    """A claim that stands there as its owner made it."""
    owner = Owner(os.urandom(8).hex(), process, "heracles run ablation-a", 1000.0)
    place(home, sweep).mkdir(parents=True)
    (place(home, sweep) / "owner.json").write_text(encoding.owner_text(owner))
    return owner


def dead() -> Process:
    """A process of this host that has ended."""
    child = subprocess.Popen(["sleep", "60"])
    process = ledger.process(child.pid)
    child.kill()
    child.wait()
    return process


@pytest.mark.parametrize("leaving", [KeyboardInterrupt(), LaunchError("it fell short"), SystemExit(1)])
def test_a_claim_is_let_go_of_however_the_block_is_left(home: str, leaving: BaseException) -> None:
    with pytest.raises(type(leaving)), ledger.claim(home, "a"):
        raise leaving
    assert os.listdir(place(home).parent) == []


def test_a_sweep_that_is_being_launched_is_refused(home: str, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(LaunchError) as error, ledger.claim(home, "ablation-a"):
        pass
    (fault,) = error.value.faults
    since = time.strftime("%Y-%m-%d %H:%M")
    described = f"`heracles {home}` (process {holder.pid} on {ledger.host()}, since {since}"
    assert fault.what.startswith(f"ablation-a is being launched by {described}")
    assert fault.cure == "wait until it has ended, or stop it"
    with ledger.claim(home, "another"):
        pass
    assert place(home).exists()


def test_a_claim_whose_process_was_killed_is_taken_over(home: str, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGKILL)
    while processes.runs(ledger.process(holder.pid)):  # it is not waited for: its parent may sleep
        time.sleep(0.001)
    with ledger.claim(home, "ablation-a") as mine:
        assert encoding.owner((place(home) / "owner.json").read_text()) == mine


def test_a_later_process_with_the_same_number_holds_nothing(home: str) -> None:
    left_by(home, ledger.this_process()._replace(started="1 another-boot"))
    with ledger.claim(home, "ablation-a") as mine:
        assert mine.process == ledger.this_process()


def test_a_claim_from_another_host_needs_somebody_who_knows(home: str) -> None:
    owner = left_by(home, Process("login2", 4711, "1"))
    with pytest.raises(ForeignClaim) as error, ledger.claim(home, "ablation-a"):
        pass
    assert error.value.owner == owner
    since = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(1000))
    (fault,) = error.value.faults
    described = f"`heracles run ablation-a` (process 4711 on login2, since {since})"
    assert (
        fault.what == f"ablation-a is claimed by {described}, and it cannot be seen from here whether that still runs"
    )
    assert fault.cure == "look on login2"
    with ledger.claim(home, "ablation-a", despite=owner):
        pass


def test_an_answer_for_one_foreign_claim_does_not_count_for_the_next(home: str) -> None:
    owner = left_by(home, Process("login2", 4711, "1"))
    with pytest.raises(ForeignClaim), ledger.claim(home, "ablation-a", despite=owner._replace(token="earlier")):
        pass


def test_nobody_lets_go_of_what_another_holds(home: str) -> None:
    with ledger.claim(home, "ablation-a"):
        os.rename(place(home), place(home).with_name("aside"))
        other = left_by(home, Process("login2", 4711, "1"))
    assert encoding.owner((place(home) / "owner.json").read_text()) == other


def test_an_empty_folder_claims_nothing(home: str) -> None:
    place(home).mkdir(parents=True)
    with ledger.claim(home, "ablation-a"):
        pass


def test_what_is_no_claim_is_told(home: str) -> None:
    place(home).mkdir(parents=True)
    (place(home) / "notes.txt").touch()
    with pytest.raises(LaunchError) as error, ledger.claim(home, "ablation-a"):
        pass
    assert error.value.faults[0].what == f"ablation-a cannot be claimed: {place(home)} is not as heracles makes it"
    (place(home) / "owner.json").write_text("{")
    with pytest.raises(LaunchError, match=r"^the ledger is damaged\n"), ledger.claim(home, "ablation-a"):
        pass


@pytest.mark.parametrize("sweep", ["..", ".", "a/b", "/", "ä\udce4 b", "n" * 300, ".hidden"])
def test_any_name_can_be_claimed(home: str, sweep: str) -> None:
    with ledger.claim(home, sweep):
        (claimed,) = os.listdir(place(home).parent)
        assert not claimed.startswith(".")
        with pytest.raises(LaunchError, match="is being launched by"), ledger.claim(home, sweep):
            pass


def test_a_claim_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LaunchError, match=r"Not a directory\n"), ledger.claim(str(tmp_path / "file" / "h"), "a"):
        pass


RACING = """
import sys, time
from contextlib import ExitStack
from heracles import ledger
from heracles.errors import LaunchError

home, start, rounds = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
with ExitStack() as held:
    for number in range(rounds):
        time.sleep(max(0.0, start + number * 0.008 - 0.001 - time.time()))
        while time.time() < start + number * 0.008:
            pass
        try:
            held.enter_context(ledger.claim(home, f"s{number}"))
            print(number, flush=True)
        except LaunchError:
            pass
    print("end", flush=True)
    sys.stdin.read()
"""


@pytest.mark.once
def test_of_several_who_claim_at_once_one_gets_through_also_where_a_stale_claim_stands(home: str) -> None:
    rounds = 120
    gone = dead()
    for number in range(0, rounds, 2):
        left_by(home, gone, f"s{number}")
    command = [sys.executable, "-c", RACING, home, str(time.time() + 0.5), str(rounds)]
    racers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    won = Counter(int(line) for racer in racers for line in iter(until_end(racer).__next__, "end\n"))
    for racer in racers:
        racer.communicate()
    assert won == Counter(range(rounds))


def until_end(racer: subprocess.Popen[str]) -> Iterator[str]:
    assert racer.stdout is not None
    return iter(racer.stdout)


# Processes


def test_a_process_that_runs_and_one_that_ended() -> None:
    assert ledger.runs(ledger.this_process())
    assert not ledger.runs(dead())


def test_a_process_that_nobody_waited_for_has_ended() -> None:
    with subprocess.Popen(["sleep", "60"]) as child:
        process = ledger.process(child.pid)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert not ledger.runs(process)


def test_where_there_is_no_proc_ps_tells(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(processes, "PROC", str(tmp_path))
    mine = ledger.this_process()
    time.strptime(mine.started, "%a %b %d %H:%M:%S %Y")
    assert ledger.runs(mine)
    assert not ledger.runs(mine._replace(started="Mon Jan  1 00:00:00 2001"))
    assert not ledger.runs(dead())
