"""What can be a script, and what is said of a file that cannot."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from heracles import script as scripts
from heracles.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

ROOT, NOBODY = 0, 65534


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(content: bytes) -> scripts.Script:
    with open("job.sh", "wb") as file:
        file.write(content)
    return scripts.read("job.sh")


def refusal(path: str) -> tuple[str, str]:
    with pytest.raises(UsageError) as raised:
        scripts.read(path)
    (fault,) = raised.value.faults
    return fault.what, fault.cure


def test_a_script_is_its_bytes_its_mode_and_its_interpreter(here: Path) -> None:
    (here / "job.sh").write_bytes(b"#!/bin/bash -l\n# \xff \xc3\xa9\npython main.py\n")
    (here / "job.sh").chmod(0o750)
    script = scripts.read("job.sh")
    assert script == scripts.Script(
        "job.sh", "#!/bin/bash -l\n# \udcff é\npython main.py\n", 0o750, ("/bin/bash", "-l")
    )
    assert script.text.encode("utf-8", "surrogateescape") == (here / "job.sh").read_bytes()


@pytest.mark.parametrize(
    ("shebang", "interpreter", "check"),
    [
        ("#!/bin/sh", ("/bin/sh",), ("sh", "-n")),
        ("#! /bin/bash", ("/bin/bash",), ("bash", "-n")),
        ("#!/bin/bash -e -x", ("/bin/bash", "-e -x"), ("bash", "-n")),
        ("#!/usr/bin/env bash", ("/usr/bin/env", "bash"), ("bash", "-n")),
        ("#!/usr/bin/env -S A=1 zsh -f", ("/usr/bin/env", "-S A=1 zsh -f"), ("zsh", "-n")),
        ("#!/usr/local/bin/ksh", ("/usr/local/bin/ksh",), ("ksh", "-n")),
        ("#!/bin/dash\t", ("/bin/dash",), ("dash", "-n")),
        ("# no shebang", ("/bin/sh",), ("bash", "-n")),
        ("#!", ("/bin/sh",), ("bash", "-n")),
    ],
)
def test_the_interpreter_is_split_as_the_kernel_does(
    shebang: str, interpreter: tuple[str, ...], check: tuple[str, ...]
) -> None:
    script = read(f"{shebang}\npython main.py\n".encode())
    assert script.interpreter == interpreter
    assert scripts.syntax_check_command(script) == check


@pytest.mark.parametrize(
    ("shebang", "name"),
    [
        ("#!/usr/bin/python3", "python3"),
        ("#!/bin/csh -f", "csh"),
        ("#!/usr/bin/env python", "python"),
        ("#!/usr/bin/env", "env"),
        ("#!/bin/bashful", "bashful"),
    ],
)
def test_other_interpreters_are_refused(shebang: str, name: str) -> None:
    with pytest.raises(UsageError) as raised:
        read(f"{shebang}\nmain\n".encode())
    (fault,) = raised.value.faults
    assert fault.what == f"heracles reads scripts of sh, bash, dash, ksh and zsh, and this is one of {name}"
    assert fault.cure == 'call it from a shell script, with "$@" where it takes the overrides'
    assert fault.place is not None
    assert (fault.place.label, fault.place.text, fault.place.column) == ("job.sh:1", shebang, 2)


def test_a_missing_script() -> None:
    assert refusal("job.sh") == ("there is no script job.sh", "check the path")
    assert refusal("job/x.sh") == ("there is no script job/x.sh", "check the path")


def test_a_directory(here: Path) -> None:
    (here / "jobs").mkdir()
    assert refusal("jobs") == ("jobs is a directory", "name the script in it")


def test_what_is_no_file_is_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "pipe")
    cure = "name a file: copies of it are written beside it"
    assert refusal("pipe") == ("pipe is not a regular file", cure)
    assert refusal("/dev/null") == ("/dev/null is not a regular file", cure)


def test_a_file_in_a_file(here: Path) -> None:
    (here / "job").write_text("x")
    assert refusal("job/x.sh") == ("job/x.sh cannot be read: not a directory", "")


def test_an_unreadable_script(here: Path) -> None:
    (here / "job.sh").write_text("#!/bin/sh\nx\n")
    (here / "job.sh").chmod(0)
    me = os.geteuid()
    if me == ROOT:
        os.seteuid(NOBODY)
    try:
        assert refusal("job.sh") == ("job.sh cannot be read: permission denied", "")
    finally:
        os.seteuid(me)


@pytest.mark.parametrize("content", [b"", b"\n \n\t"])
def test_an_empty_script(content: bytes) -> None:
    with pytest.raises(UsageError, match=r"^job\.sh is empty\n"):
        read(content)


def test_a_program_is_no_script() -> None:
    with pytest.raises(UsageError, match=r"^job\.sh is not a text file: it has a NUL byte\n"):
        read(b"\x7fELF\0\0")


def test_dos_line_breaks(here: Path) -> None:
    (here / "job.sh").write_bytes(b"#!/bin/bash\r\npython main.py\r\n")
    what = "job.sh has DOS line breaks, which shells and sbatch do not take"
    cure = r"take them out: sed -i 's/\r$//' job.sh"
    assert refusal("job.sh") == (what, cure)


def test_a_byte_order_mark(here: Path) -> None:
    (here / "job.sh").write_bytes(b"\xef\xbb\xbf#!/bin/bash\npython main.py\n")
    what = "job.sh begins with a byte order mark, so its first line is no shebang"
    cure = r"take it out: sed -i '1s/^\xEF\xBB\xBF//' job.sh"
    assert refusal("job.sh") == (what, cure)
