"""What a person sees: on a real terminal, in a pipe, in colour and without."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from heracles.errors import Fault, Place, UsageError
from heracles.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Heracles

    Said = Callable[..., str]

RED, GREEN, PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[0m"


def on_a_terminal(project: Path, *argv: str, **variables: str) -> str:
    """What heracles writes on a pseudo-terminal of 80 columns."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "LINES": "24", **variables}
    running = subprocess.Popen(
        [sys.executable, "-m", "heracles", *argv],
        cwd=project, env=environment, stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    seen = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    running.wait()
    return seen.decode()


def _read(descriptor: int) -> bytes:
    """Some output; a terminal whose last writer has gone gives an error instead of an end."""
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""


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


def test_errors_are_red_on_a_terminal_only(project: Path, heracles: Heracles) -> None:
    assert f"{RED}error:{PLAIN}" in on_a_terminal(project, "missing.sh")
    assert RED not in on_a_terminal(project, "missing.sh", NO_COLOR="1")
    assert RED not in on_a_terminal(project, "missing.sh", TERM="dumb")
    assert RED not in heracles("missing.sh").err


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
