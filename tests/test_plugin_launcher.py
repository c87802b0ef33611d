"""Launchers of other packages: one that a page of the documentation shows, and some that break."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from .launching import executable, launches, names, newest
from .portions import first_on_each
from .readme import TEXT

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles

PAGE = TEXT.partition("## A launcher of your own\n")[2]
CONFIG = """\
default_launcher = "lab"
[launchers.lab]
kind = "folder-queue"
queue = "queue"
[sweeps.s]
script = "job.sh"
axes = { a = [1, 2, 3] }
"""
JOB = '#!/bin/bash\n./app "$@"\n'
AFTER_THE_FIRST = 2  # entries: submitting, submitted


def block(language: str) -> str:
    """The first code block of the page in a language."""
    return PAGE.split(f"```{language}\n")[1].partition("```")[0]


def entry_points() -> str:
    """The page's table of a pyproject.toml, as an installed package has it."""
    header, point = block("toml").strip().splitlines()
    assert header == '[project.entry-points."heracles.launchers"]'
    return f"[heracles.launchers]\n{point.replace(chr(34), '')}\n"


def install(site: Path, module: str, points: str) -> None:
    """A package that brings launchers, as an installer leaves it."""
    information = site / "folder_queue-1.0.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: folder-queue\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(points)
    (site / "folder_queue.py").write_text(module)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for packages, on Python's path."""
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.delitem(sys.modules, "folder_queue", raising=False)
    return tmp_path / "site"


@pytest.fixture
def project(folder: Path, site: Path) -> Path:
    """A project whose sweep of three products goes to the page's launcher, in which the test stands."""
    install(site, block("python"), entry_points())
    executable(folder / "job.sh", JOB)
    executable(folder / "app", "#!/bin/sh\n")
    (folder / "heracles.toml").write_text(CONFIG)
    return folder


def jobs(project: Path) -> list[Path]:
    return sorted((project / "queue").iterdir())


def states(project: Path) -> list[str]:
    return [(job / "state").read_text() for job in jobs(project)]


def complete(job: Path) -> None:
    (job / "log").write_text("it went well\n")
    (job / "state").write_text("completed")


def test_a_sweep_is_launched(heracles: Heracles, project: Path) -> None:
    ran = heracles("run", "s")
    assert ran.exit_code == 0, ran.err
    assert ran.err.splitlines()[-1] == "3 products launched; their copies are deleted"
    assert states(project) == ["pending"] * 3
    assert ["a=1" in (job / "script").read_text() for job in jobs(project)] == [True, False, False]
    assert names(project) == ["app", "heracles.toml", "job.sh", "queue"]
    assert heracles("run", "s").err == "3 pending, nothing new\n"


def test_its_states_are_seen(heracles: Heracles, project: Path) -> None:
    heracles("run", "s")
    complete(jobs(project)[1])
    assert heracles("run", "s").err == "1 completed, 2 pending, nothing new\n"
    assert '"state": "completed"' in heracles("status", "s", "--json").out


@pytest.mark.once
def test_its_jobs_are_cancelled(heracles: Heracles, project: Path) -> None:
    heracles("run", "s")
    complete(jobs(project)[0])
    assert heracles("cancel", "s", "--only", "a=2", "--yes").err == "s: 1 cancelled\n"
    assert states(project) == ["completed", "cancelled", "pending"]
    assert heracles("cancel", "s", "--yes").err == "s: 1 cancelled\n"
    assert heracles("cancel", "s", "--yes").err == "nothing of s waits or runs\n"
    heracles("run", "s")  # those that never began
    assert len(jobs(project)) == 5


@pytest.mark.once
def test_one_that_does_not_report_cancels_what_it_was_given(heracles: Heracles, project: Path, site: Path) -> None:
    (site / "folder_queue.py").write_text(block("python").replace("def states(", "def look("))
    heracles("run", "s")
    complete(jobs(project)[0])
    said = heracles("cancel", "s")
    assert "cancel 3 launched products of s?" in said.err
    assert heracles("cancel", "s", "--yes").err == "s: 2 cancelled, 1 had ended meanwhile\n"
    assert states(project) == ["completed", "cancelled", "cancelled"]
    heracles("run", "s")  # whether these had begun nobody knows, so that none is launched again
    assert len(jobs(project)) == 3


@pytest.mark.once
def test_a_launch_that_was_broken_off_goes_on(heracles: Heracles, project: Path) -> None:
    heracles("run", "s")
    launch = launches(project)[-1]
    journal = project / ".heracles" / "launches" / launch.id / "journal.jsonl"
    journal.write_text("".join(journal.read_text().splitlines(keepends=True)[: 1 + AFTER_THE_FIRST]))
    for job in jobs(project)[1:]:
        for file in job.iterdir():
            file.unlink()
        job.rmdir()
    assert heracles("resume").exit_code == 0
    assert states(project) == ["pending"] * 3


@pytest.mark.once
def test_it_needs_no_declaration(heracles: Heracles, project: Path) -> None:
    (project / "heracles.toml").write_text("[sweeps.s]\nscript = 'job.sh'\naxes = { a = [1] }\n")
    ran = heracles("run", "s", "-l", "folder-queue")
    assert ran.exit_code == 0, ran.err
    assert states(project) == ["pending"]


@pytest.mark.once
def test_when_its_package_is_gone_its_launches_can_be_read(heracles: Heracles, project: Path, site: Path) -> None:
    heracles("run", "s")
    heracles("cancel", "s", "--only", "a=2", "--yes")
    (site / "folder_queue-1.0.dist-info" / "entry_points.txt").unlink()
    status = heracles("status", launches(project)[-1].id, "--json")
    assert status.exit_code == 0
    assert [line.partition('"state": "')[2].partition('"')[0] for line in status.out.splitlines()] == [
        "unknown", "cancelled", "unknown",
    ]  # fmt: skip
    for verb in ("cancel", "resume"):
        said = heracles(verb, launches(project)[-1].id)
        assert said.exit_code in {0, 2}
        assert "Traceback" not in said.err
    ran = heracles("cancel", launches(project)[-1].id, "--yes")
    assert ran.err.splitlines() == [
        "heracles: error: no package brings a launcher of the kind folder-queue",
        "  install it where heracles is installed",
    ]


BREAKS_AT_IMPORT = "import no_such_module\n"
BREAKS_WHEN_MADE = "def FolderQueue(options, surroundings):\n    raise ValueError('no queue')\n"
CAN_DO_NOTHING = "class FolderQueue:\n    def __init__(self, options, surroundings): pass\n"
PACKAGE = "folder-queue" if sys.version_info >= (3, 10) else "folder_queue"
WHERE = f"heracles: error: the launcher folder-queue of the package {PACKAGE}"


@pytest.mark.parametrize(
    ("module", "why"),
    first_on_each(
        [
            (BREAKS_AT_IMPORT, "ModuleNotFoundError: No module named 'no_such_module'"),
            (BREAKS_WHEN_MADE, "ValueError: no queue"),
            (CAN_DO_NOTHING, "what it makes can neither submit nor run: FolderQueue"),
        ]
    ),
)
def test_one_that_cannot_be_used_is_named_before_anything_is_done(
    module: str, why: str, heracles: Heracles, project: Path, site: Path
) -> None:
    (site / "folder_queue.py").write_text(module)
    ran = heracles("run", "s")
    assert ran.exit_code == 2
    assert ran.err.splitlines() == [f"{WHERE} cannot be used: {why}", f"  mend or update {PACKAGE}"]
    assert not (project / ".heracles").exists()


@pytest.mark.once
@pytest.mark.parametrize(
    ("line", "why"),
    [("raise RuntimeError('oh')", "RuntimeError: oh"), ("return job.name", "it answers with 'heracles:")],
)
def test_one_that_breaks_at_work_is_named(line: str, why: str, heracles: Heracles, project: Path, site: Path) -> None:
    (site / "folder_queue.py").write_text(block("python").replace("return Taken(job.name)", line))
    ran = heracles("run", "s")
    assert ran.exit_code == 1
    assert f"{WHERE} broke in submit: {why}" in ran.err
    assert "1 submission in doubt" in ran.err
    assert newest(project).launch.launcher == "lab"


@pytest.mark.once
@pytest.mark.parametrize(
    ("lines", "why"),
    [("return None", "it answers with None, not with a tuple of TaskState"), ("return self.nothing", "AttributeError")],
)
def test_one_that_breaks_when_it_is_asked_is_named(
    lines: str, why: str, heracles: Heracles, project: Path, site: Path
) -> None:
    heracles("run", "s")
    (site / "folder_queue.py").write_text(block("python").replace("known = [", f"{lines}\n        known = ["))
    sys.modules.pop("folder_queue")
    for verb in ("run", "cancel"):
        ran = heracles(verb, "s")
        assert ran.exit_code == 1
        assert f"{WHERE} broke in states: {why}" in ran.err
    assert heracles("status", "s").exit_code == 0


@pytest.mark.once
def test_an_option_that_no_json_can_hold_is_refused(heracles: Heracles, project: Path) -> None:
    (project / "heracles.toml").write_text(CONFIG.replace('"queue"', "2026-01-01"))
    ran = heracles("run", "s")
    assert ran.exit_code == 2
    assert "write dates and times as texts" in ran.err


@pytest.mark.once
def test_what_nobody_brings_is_refused_as_before(heracles: Heracles, project: Path) -> None:
    (project / "heracles.toml").write_text(CONFIG.replace("folder-queue", "no-queue"))
    ran = heracles("run", "s")
    assert ran.exit_code == 2
    assert 'kind must be local, slurm or command, not the string "no-queue"' in ran.err
    assert "if a package brings launchers of this kind, install it where heracles is installed" in ran.err


def test_the_page_says_how_to_declare_it() -> None:
    declared = PAGE.split("```toml\n")[2].partition("```")[0]
    assert 'kind = "folder-queue"' in declared
