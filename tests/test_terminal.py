"""What a person sees: on a real terminal, in a pipe, in colour and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles.errors import Fault, Place, UsageError
from heracles.terminal import Terminal

from .portions import first_on_each
from .pseudo_terminal import on_a_terminal, program_in_pipes, program_on_a_terminal, screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Heracles

    Said = Callable[..., str]

RED, GREEN, PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[0m"


def script(project: Path, text: str) -> None:
    (project / "job.sh").write_text(f"#!/bin/bash\n{text}\n")
    (project / "app").write_text("#!/usr/bin/env python3\n")
    (project / "app").chmod(0o755)


def test_local_runs_draw_a_bar_on_a_terminal(project: Path) -> None:
    script(project, '[[ $HERACLES_INDEX == 1 ]] && exit 1\n./app "$@"')
    seen = on_a_terminal(project, "job.sh", "-l", "local", "a=1,2,3")
    assert "3/3" in seen
    assert "━" in seen
    assert seen.count("Failed") == 1
    assert "Passed" not in seen


def test_local_runs_are_dotted_lines_in_a_pipe(project: Path, heracles: Heracles) -> None:
    script(project, '[[ $HERACLES_INDEX == 1 ]] && exit 1\n./app "$@"')
    (project / "heracles.toml").write_text('[launchers.one]\nkind = "local"\nworkers = 1\n')
    ran = heracles("job.sh", "-l", "one", "a=1,2,3")
    assert ran.exit_code == 1
    assert ran.out.splitlines() == [f"a=1 {'.' * 69} Passed", f"a=2 {'.' * 69} Failed", f"a=3 {'.' * 69} Passed"]
    lines = ran.err.splitlines()
    assert lines[-1].startswith("2 passed, 1 failed; output: .heracles/launches/")
    assert lines[-2].startswith("- failed with exit code 1; output: .heracles/launches/")
    log = lines[-2].rpartition(" ")[2]
    assert log.endswith("/logs/1.log")
    assert (project / log).read_text() == ""


@pytest.mark.once
def test_errors_are_red_on_a_terminal_only(project: Path, heracles: Heracles) -> None:
    assert f"{RED}error:{PLAIN}" in on_a_terminal(project, "missing.sh")
    assert RED not in on_a_terminal(project, "missing.sh", NO_COLOR="1")
    assert RED not in on_a_terminal(project, "missing.sh", TERM="dumb")
    assert RED not in heracles("missing.sh").err


@pytest.mark.once
@pytest.mark.parametrize(("color", "painted"), [("always", True), ("never", False), ("auto", False)])
def test_the_color_option_rules_over_the_terminal(color: str, painted: bool, project: Path, heracles: Heracles) -> None:
    script(project, './app "$@"')
    assert (GREEN in heracles("job.sh", "-l", "local", "a=1", "--color", color).out) == painted


@pytest.fixture
def said(capfd: pytest.CaptureFixture[str]) -> Said:
    def say(*faults: Fault) -> str:
        Terminal.of_process("auto").error(UsageError.of(faults))
        return capfd.readouterr().err

    return say


def test_an_error_says_what_where_and_the_cure(said: Said) -> None:
    assert said(Fault("it is wrong", Place("argument 1", "a=1,,2", 4), "write a=1,2")) == (
        "heracles: error: it is wrong\n  argument 1: a=1,,2\n                  ^\n  write a=1,2\n"
    )


def test_several_faults_are_counted(said: Said) -> None:
    assert said(Fault("one"), Fault("two")) == "heracles: error: one\nheracles: error: two\n2 errors\n"


def test_the_caret_stands_right_under_wide_and_control_characters(said: Said) -> None:
    lines = said(Fault("wrong", Place("a", "数\t🦁x", 3))).splitlines()
    assert lines[1:] == ["  a: 数 🦁x", "          ^"]


def test_a_long_text_is_cut_around_the_caret(said: Said) -> None:
    shown, caret = said(Fault("wrong", Place("a", "x" * 50_000 + "!" + "x" * 50_000, 50_000))).splitlines()[1:]
    assert len(shown) < 120
    assert shown[caret.index("^")] == "!"


WAITING_IN_MID_LAUNCH = r"""
with terminal.progress(10) as progress:
    progress.status("waiting for a first job")
    progress.note("sbatch: \x1b[31mwait\x1b[0m, \x1b[5Aplease: caf\udce9")
    progress.outcome("0-3", "job 7", "green", number=4)
    progress.outcome("a=1", "Failed", "red", "- failed with exit code 1")
    progress.outcome("a=2", "Failed", "red")
    progress.status("waiting for room in the queue: " + 5 * "AssocMaxSubmitJobLimit ")
    os._exit(0)
"""


@pytest.mark.once
def test_a_bar_counts_products_and_shows_below_what_is_waited_for(folder: Path) -> None:
    shown = screen(program_on_a_terminal(folder, WAITING_IN_MID_LAUNCH))
    assert shown == [
        "sbatch: wait, please: caf\udce9",
        f"a=1 {'.' * 69} Failed",
        "- failed with exit code 1",
        f"a=2 {'.' * 69} Failed",
        f"{'━' * 24}╺{'━' * 15}  6/10 TIME",
        "waiting for room in the queue: AssocMaxSubmitJobLimit AssocMaxSubmitJobLimit As…",
    ]


@pytest.mark.once
def test_a_note_above_the_bar_keeps_its_colour(folder: Path) -> None:
    seen = program_on_a_terminal(folder, WAITING_IN_MID_LAUNCH)
    assert "sbatch: \x1b[31mwait\x1b[0m, please" in seen
    assert "\x1b[5A" not in seen


@pytest.mark.once
def test_a_status_ends_with_the_next_one_and_with_the_bar(folder: Path) -> None:
    program = """
with terminal.progress(2) as progress:
    progress.status("one")
    progress.status("")
    progress.status("two")
    progress.outcome("0-1", "job 7", "green", number=2)
terminal.note("done")
"""
    assert screen(program_on_a_terminal(folder, program)) == [f"{'━' * 40} 2/2 TIME", "done"]


@pytest.mark.once
def test_a_cleared_status_leaves_the_bar_alone(folder: Path) -> None:
    program = """
with terminal.progress(2) as progress:
    progress.status("one")
    progress.status("")
    os._exit(0)
"""
    assert screen(program_on_a_terminal(folder, program)) == [f"{'━' * 40} 0/2 TIME"]


def test_in_a_pipe_a_status_is_a_line_where_it_says_something_new(capfd: pytest.CaptureFixture[str]) -> None:
    progress = Terminal.of_process("never").progress(10)
    for text in ("waiting: 5 queued", "waiting: 5 queued", "waiting: 14 queued", "", "waiting: 3 queued", "no answer"):
        progress.status(text)
    progress.status("waiting: 3 queued")
    assert capfd.readouterr() == ("", "waiting: 5 queued\nno answer\nwaiting: 3 queued\n")


def test_in_a_pipe_an_outcome_is_one_line_for_however_many(capfd: pytest.CaptureFixture[str]) -> None:
    with Terminal.of_process("never").progress(10) as progress:
        progress.outcome("0-9", "job 7", "green", number=10)
        progress.outcome("a=1", "Failed", "red", "- failed with exit code 1")
        progress.note("sbatch: \x1b[31mas it came\x1b[0m")
    out, err = capfd.readouterr()
    assert out.splitlines() == [f"0-9 {'.' * 70} job 7", f"a=1 {'.' * 69} Failed"]
    assert err.splitlines() == ["- failed with exit code 1", "sbatch: \x1b[31mas it came\x1b[0m"]


@pytest.mark.once
def test_a_terminal_that_cannot_draw_gets_lines(folder: Path) -> None:
    program = "terminal.progress(2).status('waiting')"
    assert program_on_a_terminal(folder, program, TERM="dumb") == "waiting\r\n"


ASKING = """
try:
    print(terminal.is_interactive, terminal.confirm("launch 5 tasks? "))
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize(
    ("typed", "shown"),
    first_on_each(
        [
            ("ÿ\n", ["launch 5 tasks? ÿ", "True False"]),
            ("y\n", ["launch 5 tasks? y", "True True"]),
            (" Yes \n", ["launch 5 tasks?  Yes", "True True"]),
            ("n\n", ["launch 5 tasks? n", "True False"]),
            ("yep\n", ["launch 5 tasks? yep", "True False"]),
            ("\n", ["launch 5 tasks?", "True False"]),
            ("\x04", ["launch 5 tasks?", "True False"]),
        ]
    ),
)
def test_a_question_is_answered_by_one_line(folder: Path, typed: str, shown: list[str]) -> None:
    assert screen(program_on_a_terminal(folder, ASKING, typed)) == shown


def test_a_question_is_broken_off_by_an_interrupt(folder: Path) -> None:
    """A terminal may drop what is written while it passes ^C on, so the line break may be missing."""
    assert screen(program_on_a_terminal(folder, ASKING, "\x03"))[-1].endswith("interrupted")


@pytest.mark.parametrize("redirection", first_on_each(["<&- 2> err", "< /dev/null 2> err", "2> err"]))
def test_nobody_is_asked_where_a_stream_is_no_terminal(folder: Path, redirection: str) -> None:
    ran = program_in_pipes(folder, "print(terminal.is_interactive)", redirection)
    assert ran.stdout == "False\n"


@pytest.mark.once
def test_a_question_without_anybody_is_a_no(folder: Path) -> None:
    ran = program_in_pipes(folder, "print(terminal.confirm('launch? '))", "< /dev/null")
    assert (ran.stdout, ran.stderr) == ("False\n", "launch? \n")
    ran = program_in_pipes(folder, "print(terminal.confirm('launch? '))", "<&-")
    assert (ran.stdout, ran.stderr) == ("False\n", "launch? \n")
