"""What is recorded of a launch can be read again, whatever became of its writer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heracles import ledger
from heracles.errors import LaunchError, UsageError
from heracles.launchers.base import CommandSettings, LocalSettings, SlurmSettings
from heracles.ledger import Record, Recorded, folders
from tests.ledger.samples import TEXT, launch, products, submitting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.launchers.base import Settings

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def home(tmp_path: Path) -> str:
    return str(tmp_path / ".heracles")


def begin(home: str, name: str = "a", number: int = 3, created: float = 1000.5) -> None:
    ledger.begin(home, launch(name, created), products(number)).close()


def test_a_launch_is_read_as_it_was_begun(home: str) -> None:
    with ledger.begin(home, launch(), products(3)) as writer:
        begun = writer.launch
        writer.append(submitting(0))
    assert begun == launch()._replace(products=3)
    record = ledger.read(home, launch().id)
    assert record == Record(begun, (submitting(0),))
    assert record.launch.text == TEXT
    assert isinstance(record.launch.settings, SlurmSettings)
    assert ledger.launches(home) == (begun,)


@pytest.mark.parametrize(
    "settings",
    [LocalSettings(), LocalSettings(3), CommandSettings(("qsub", "-V"), keep=True), SlurmSettings(("-pgpu",))],
)
def test_settings_come_back_as_what_they_were(home: str, settings: Settings) -> None:
    ledger.begin(home, launch("a")._replace(settings=settings), products(1)).close()
    found = ledger.read(home, "a").launch.settings
    assert repr(found) == repr(settings)


def test_git_sees_nothing_of_the_ledger(home: str) -> None:
    begin(home)
    with open(os.path.join(home, ".gitignore"), encoding="utf-8") as file:
        assert file.read() == "*\n"


def test_products_are_read_from_any_place(home: str) -> None:
    begin(home, number=1234)
    recorded = list(products(1234))
    for first, last in [(0, 0), (0, 1233), (1, 1), (617, 700), (1232, 1233), (1233, 1233)]:
        assert list(ledger.products(home, "a", first, last)) == recorded[first : last + 1]
    assert all(list(ledger.products(home, "a", place, place)) == [recorded[place]] for place in range(0, 1234, 7))


def test_values_keep_their_types_and_words_their_bytes(home: str) -> None:
    value = [None, True, 1, 1.0, float("inf"), "", "ä\udce4", {1: "a", "b": {True: [{}]}}, {"heracles:pairs": 1}]
    product = Recorded(0, 0, "0" * 16, ("k=\udce4",), {"k": value})
    ledger.begin(home, launch("a"), [product]).close()
    (found,) = ledger.products(home, "a", 0, 0)
    assert repr(found) == repr(product)


def test_a_product_that_is_missing_or_damaged_is_told(home: str) -> None:
    begin(home, number=3)
    path = folders.products_file(home, "a")
    with pytest.raises(LaunchError) as missing:
        list(ledger.products(home, "a", 2, 3))
    assert told(missing.value) == ("the ledger is damaged", f"{path}:4", "")
    with open(path, "r+", encoding="ascii") as file:
        lines = file.readlines()
        file.seek(0)
        file.write(lines[0] + "#" + lines[1][1:] + lines[2])
    with pytest.raises(LaunchError) as damaged:
        list(ledger.products(home, "a", 0, 2))
    assert told(damaged.value) == ("the ledger is damaged", f"{path}:2", ("#" + lines[1][1:]).rstrip()[:200])


def told(error: LaunchError) -> tuple[str, str, str]:
    (fault,) = error.faults
    return fault.what, fault.place.label if fault.place else "", fault.place.text if fault.place else ""


MANY = """
import resource, sys
from heracles import ledger
from tests.ledger.samples import launch, products

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)

def record_and_read(name, number):
    ledger.begin(sys.argv[1], launch(name), products(number)).close()
    assert sum(1 for _ in ledger.products(sys.argv[1], name, 0, number - 1)) == number

record_and_read("few", 10)
before = peak()
record_and_read("many", 100_000)
print(peak() - before)
"""


@pytest.mark.once
def test_a_hundred_thousand_products_take_no_more_memory_than_ten(home: str) -> None:
    done = subprocess.run([sys.executable, "-c", MANY, home], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 4096  # KiB; the products themselves take 25 times that


@pytest.mark.once
def test_reading_the_last_product_does_not_read_all_before_it(home: str) -> None:
    begin(home, number=20_000)
    path = folders.products_file(home, "a")
    with open(path, "r+b") as file:
        file.seek(1000)
        file.write(b"#" * 1000)  # whoever came by here would stumble
    assert [product.place for product in ledger.products(home, "a", 19_998, 19_999)] == [19_998, 19_999]


def test_launches_are_sorted_by_time(home: str) -> None:
    assert ledger.launches(home) == ()
    for name, created in [("b", 3.0), ("c", 1.0), ("a", 2.0)]:
        begin(home, name, created=created)
    assert [found.id for found in ledger.launches(home)] == ["c", "a", "b"]


def test_a_launch_is_found_by_the_beginning_of_its_id(home: str) -> None:
    for name in ("20261122-1", "20261122-2", "20261122-22"):
        begin(home, name)
    assert ledger.find(home, "20261122-1").id == "20261122-1"
    assert ledger.find(home, "20261122-2").id == "20261122-2"
    with pytest.raises(UsageError, match=r"^there is no launch of x, and none whose id begins so\n"):
        ledger.find(home, "x")
    with pytest.raises(UsageError, match=r"\n  did you mean ablation-a\?$"):
        ledger.find(home, "ablaton-a")
    with pytest.raises(UsageError, match=r"^3 launches begin with 2026\n") as several:
        ledger.find(home, "2026")
    assert several.value.faults[0].cure == "say more of it: 20261122-1, 20261122-2, 20261122-22"


def test_a_launch_that_broke_off_while_it_began_is_told_apart(home: str) -> None:
    begin(home)
    folder = folders.launch_folder(home, "b")
    os.mkdir(folder)
    with open(folders.products_file(home, "b"), "w", encoding="ascii") as file:
        file.write('{"place":0,')
    assert [found.id for found in ledger.launches(home)] == ["a"]


def test_products_that_cannot_be_compiled_leave_nothing(home: str) -> None:
    def broken() -> Iterator[Recorded]:
        yield from products(2)
        raise UsageError("an axis is empty")

    with pytest.raises(UsageError, match="an axis is empty"):
        ledger.begin(home, launch("a"), broken())
    assert os.listdir(folders.all_launches(home)) == []


def test_a_launch_is_begun_once(home: str) -> None:
    begin(home)
    with pytest.raises(LaunchError, match=r"a: File exists\n"):
        begin(home)
    assert ledger.read(home, "a").launch.products == 3


def test_a_launch_of_a_newer_heracles_is_refused_with_the_cure(home: str) -> None:
    begin(home)
    path = folders.launch_file(home, "a")
    with open(path, encoding="ascii") as file:
        fields = json.load(file)
    with open(path, "w", encoding="ascii") as file:
        json.dump({"format": 2, "heracles": "0.9.0", "launch": {**fields["launch"], "unheard": "of"}}, file)
    for reading in (
        lambda: ledger.read(home, "a"),
        lambda: ledger.launches(home),
        lambda: ledger.open_writer(home, "a"),
    ):
        with pytest.raises(LaunchError) as error:
            reading()
        (fault,) = error.value.faults
        assert fault.what == f"{path} was written by a newer heracles, in format 2; this one reads up to 1"
        assert fault.cure == "go on with heracles 0.9.0 or newer"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 1, "launch": {"id": "a"}}'])
def test_a_damaged_launch_is_not_passed_over(home: str, text: str) -> None:
    begin(home)
    path = folders.launch_file(home, "a")
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
    with pytest.raises(LaunchError) as error:
        ledger.launches(home)
    assert error.value.faults[0].what == f"the ledger is damaged: {path} is not as heracles wrote it"


def test_a_launch_that_cannot_be_looked_at_is_not_passed_over(home: str) -> None:
    begin(home)
    place = folders.launch_folder(home, "b")
    os.symlink(place, place)  # leads nowhere, also for root, whom no mode keeps from looking
    for look in (ledger.launches, ledger.names):
        with pytest.raises(LaunchError) as error:
            look(home)
        (fault,) = error.value.faults
        assert fault.what == f"the ledger cannot be used: {place}/launch.json: Too many levels of symbolic links"
        assert fault.cure == "see to it that you may read all of the ledger, then go on"


def test_launches_that_cannot_be_looked_at_are_not_taken_for_none(home: str) -> None:
    os.mkdir(home)
    os.symlink("launches", f"{home}/launches")
    with pytest.raises(LaunchError, match=r"^the ledger cannot be used: .*: Too many levels of symbolic links\n"):
        ledger.launches(home)


def test_a_file_beside_the_launches_is_none(home: str) -> None:
    begin(home)
    Path(home, "launches", "notes").touch()
    assert ledger.names(home) == ("a",)


def test_a_ledger_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    home = str(tmp_path / "file" / ".heracles")
    with pytest.raises(LaunchError) as error:
        begin(home)
    (fault,) = error.value.faults
    assert fault.what == f"the ledger cannot be used: {home}/launches/a: Not a directory"
    assert fault.cure == "see to it that there is room and that you may write there, then go on"
