"""The journal survives its writer: killed, on a full disk, or of another age."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from heracles import ledger
from heracles.errors import LaunchError
from heracles.ledger import (
    Ended,
    NotSubmitted,
    Released,
    Releasing,
    Started,
    Submitted,
    Withdrawn,
    Writer,
    folders,
)
from tests.ledger.samples import LOGIN, launch, products, submitting

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def home(tmp_path: Path) -> str:
    home = str(tmp_path / ".heracles")
    ledger.begin(home, launch("a"), products(3)).close()
    return home


def journal(home: str) -> Path:
    return Path(folders.journal_file(home, "a"))


def test_entries_come_back_as_what_they_were(home: str) -> None:
    entries = (
        submitting(0),
        Submitted(0, 1, "7"),
        Submitted(1, 1, None),
        Submitted(2, 1, "9", "east"),
        NotSubmitted(0, 1, "Socket timed out\non send/recv ä\udce4"),
        Releasing(("7", "8")),
        Released(("7", "8")),
        Withdrawn("7", 0, 1),
        Started(0, 1, LOGIN),
        Ended(0, 1, -9, 1.25),
    )
    with ledger.open_writer(home, "a") as writer:
        writer.append(*entries[:2])
        for entry in entries[2:]:
            writer.append(entry)
    assert repr(ledger.read(home, "a").entries) == repr(entries)


@pytest.mark.parametrize("torn", ['{"entry":"submi', "\0\0\0", '{"entry":"submitted","copy":1,"attempt":1,"job":"8"}'])
def test_a_torn_last_line_does_not_count_and_is_cut_off_by_the_next_writer(home: str, torn: str) -> None:
    with ledger.open_writer(home, "a") as writer:
        writer.append(submitting(0))
    whole = journal(home).read_text()
    journal(home).write_text(whole + torn)
    assert ledger.read(home, "a").entries == (submitting(0),)
    with ledger.open_writer(home, "a") as writer:
        assert journal(home).read_text() == whole
        writer.append(Submitted(0, 1, "7"))
    assert ledger.read(home, "a").entries == (submitting(0), Submitted(0, 1, "7"))


def test_a_torn_line_longer_than_what_is_read_at_once_is_cut_off(home: str) -> None:
    whole = journal(home).read_text()
    journal(home).write_text(whole + "x" * 200_000)
    ledger.open_writer(home, "a").close()
    assert journal(home).read_text() == whole


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "\0\0",
        '{"entry":"resubmitted","copy":1}',
        '{"entry":"submitted","copy":1}',
        '{"entry":"submitted","copy":1,"attempt":1,"job":"8","unheard":"of"}',
    ],
)
def test_a_damaged_line_is_told_with_its_place(home: str, line: str) -> None:
    with ledger.open_writer(home, "a") as writer:
        writer.append(submitting(0))
    with journal(home).open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(LaunchError) as error:
        ledger.read(home, "a")
    (fault,) = error.value.faults
    assert fault.what == "the ledger is damaged"
    assert fault.place == (f"{journal(home)}:3", line, None)
    assert fault.cure == "restore the file from a backup; without one, leave this launch alone and begin another"


def test_a_journal_of_a_newer_heracles_is_refused_with_the_cure(home: str) -> None:
    journal(home).write_text('{"format":2,"heracles":"0.9.0"}\n{"unheard":"of"}\n')
    for reading in (ledger.read, ledger.open_writer):
        with pytest.raises(LaunchError) as error:
            reading(home, "a")
        (fault,) = error.value.faults
        assert fault.what == f"{journal(home)} was written by a newer heracles, in format 2; this one reads up to 1"
        assert fault.cure == "go on with heracles 0.9.0 or newer"


@pytest.mark.parametrize("text", ["", "\n", '{"form', "{}\n"])
def test_a_journal_without_its_beginning_is_damaged(home: str, text: str) -> None:
    journal(home).write_text(text)
    with pytest.raises(LaunchError) as error:
        ledger.read(home, "a")
    (fault,) = error.value.faults
    assert fault.place is not None
    assert fault.place.label == f"{journal(home)}:1"


def test_a_journal_that_is_missing_is_told(home: str) -> None:
    journal(home).unlink()
    with pytest.raises(LaunchError) as error:
        ledger.read(home, "a")
    assert error.value.faults[0].what == f"the ledger cannot be used: {journal(home)}: No such file or directory"


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with Writer(launch("a"), "/dev/full") as writer, pytest.raises(LaunchError) as error:
        writer.append(submitting(0))
    assert error.value.faults[0].what == "the ledger cannot be used: /dev/full: No space left on device"


FULL = """
import resource, sys
from heracles import ledger
from heracles.errors import LaunchError
from tests.ledger.samples import submitting

home = sys.argv[1]
with ledger.open_writer(home, "a") as writer:
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
    for copy in range(100):
        try:
            writer.append(submitting(copy))
        except LaunchError as error:
            print(copy, error.faults[0].what)
            break
"""


def test_a_line_for_which_there_was_no_room_is_taken_back_whole(home: str) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, home], cwd=ROOT, capture_output=True, text=True, check=True)
    written, _, complaint = done.stdout.partition(" ")
    assert complaint == f"the ledger cannot be used: {journal(home)}: File too large\n"
    assert journal(home).read_text().endswith("\n")
    assert ledger.read(home, "a").entries == tuple(map(submitting, range(int(written))))


WRITING = """
import sys
from heracles import ledger
from tests.ledger.samples import launch, products, submitting

home = sys.argv[1]
for number in range(1000000):
    with ledger.begin(home, launch(f"l{number}"), products(200)) as writer:
        for copy in range(20):
            writer.append(submitting(copy))
            print(number, copy, flush=True)
"""


@pytest.mark.once
def test_what_was_recorded_when_the_writer_is_killed_is_there(tmp_path: Path) -> None:
    chance = random.Random(4)
    for attempt in range(8):
        home = str(tmp_path / str(attempt))
        recorded = killed_at_random(home, chance)
        begun = {found.id: found for found in ledger.launches(home)}
        assert {name for name, _ in recorded} <= set(begun)
        assert len(os.listdir(folders.all_launches(home))) <= len(begun) + 1
        for name in begun:
            entries = ledger.read(home, name).entries
            assert entries == tuple(map(submitting, range(len(entries))))
            assert len(entries) >= sum(1 for recorded_name, _ in recorded if recorded_name == name)
            assert list(ledger.products(home, name, 0, 199)) == list(products(200))
            with ledger.open_writer(home, name) as writer:
                writer.append(Submitted(0, 1, "7"))
            assert ledger.read(home, name).entries == (*entries, Submitted(0, 1, "7"))


def killed_at_random(home: str, chance: random.Random) -> list[tuple[str, int]]:
    """What a process said that it had recorded before it was killed: names of launches, and numbers of copies."""
    with subprocess.Popen([sys.executable, "-c", WRITING, home], cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline()]
        time.sleep(chance.uniform(0, 0.1))
        os.kill(child.pid, signal.SIGKILL)
        lines += child.stdout.readlines()
    pairs = [line.split() for line in lines if line.endswith("\n")]
    return [(f"l{number}", int(copy)) for number, copy in pairs]
