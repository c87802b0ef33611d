"""Copies are written whole or not at all, and nothing but copies is ever deleted or written over."""

from __future__ import annotations

import os
import resource
import signal
from typing import TYPE_CHECKING

import pytest

from heracles import launch
from heracles.errors import LaunchError, UsageError
from heracles.plan import Copy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[list[Copy]], tuple[str, ...]]


def copy(path: Path, text: str = "#!/bin/sh\n", mode: int = 0o755) -> Copy:
    return Copy(str(path), text, mode)


@pytest.fixture(params=[launch.write_over, launch.write_new])
def write(request: pytest.FixtureRequest) -> Write:
    function: Write = request.param
    return function


@pytest.mark.parametrize("mode", [0o755, 0o644, 0o700, 0o777])
def test_a_copy_has_the_permission_bits_of_its_script_whatever_the_umask(
    write: Write, mode: int, tmp_path: Path
) -> None:
    before = os.umask(0o077)
    try:
        write([copy(tmp_path / "a", mode=mode)])
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o7777 == mode


def test_every_byte_of_a_script_arrives(write: Write, tmp_path: Path) -> None:
    write([copy(tmp_path / "a", os.fsdecode(b"caf\xe9 \xf0\x9f\xa6\x81\r\n"))])
    assert (tmp_path / "a").read_bytes() == b"caf\xe9 \xf0\x9f\xa6\x81\r\n"


def test_an_earlier_copy_is_replaced_where_that_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("older and longer than the new one")
    launch.write_over([copy(tmp_path / "a", "new")])
    assert (tmp_path / "a").read_text() == "new"


def test_a_copy_that_is_another_name_of_the_script_leaves_the_script_alone(tmp_path: Path) -> None:
    (tmp_path / "script").write_text("precious")
    os.link(tmp_path / "script", tmp_path / "a")
    launch.write_over([copy(tmp_path / "a", "new")])
    assert (tmp_path / "script").read_text() == "precious"


def test_a_copy_with_the_same_content_is_not_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("same")
    assert launch.write_new([copy(tmp_path / "a"), copy(tmp_path / "b", "same")]) == (
        str(tmp_path / "a"), str(tmp_path / "b"),
    )  # fmt: skip


def test_another_file_in_the_way_is_left_alone_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("other")
    with pytest.raises(UsageError) as caught:
        launch.write_new([copy(tmp_path / "a"), copy(tmp_path / "b")])
    assert caught.value.faults[0].what == f"{tmp_path}/b is in the way: its content is another; nothing was written"
    assert (tmp_path / "b").read_text() == "other"
    assert not (tmp_path / "a").exists()


def test_nothing_is_written_through_a_symlink(write: Write, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "b").symlink_to(tmp_path / "precious")
    with pytest.raises(UsageError):
        write([copy(tmp_path / "a"), copy(tmp_path / "b")])
    assert (tmp_path / "precious").read_text() == "precious"
    assert (tmp_path / "b").is_symlink()
    assert not (tmp_path / "a").exists()


def test_a_directory_in_the_way_is_left_alone(write: Write, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(UsageError):
        write([copy(tmp_path / "a"), copy(tmp_path / "b")])
    assert (tmp_path / "b").is_dir()


def test_no_room_takes_back_what_was_written(write: Write, tmp_path: Path) -> None:
    """A limit on the size of files fails a write half-way, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(LaunchError) as caught:
            write([copy(tmp_path / "a"), copy(tmp_path / "b"), copy(tmp_path / "c", "x" * 2000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert (
        caught.value.faults[0].what == f"{tmp_path}/c cannot be written: File too large; all copies are deleted again"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(write: Write, tmp_path: Path) -> None:
    with pytest.raises(LaunchError) as caught:
        write([copy(tmp_path / "missing" / "a")])
    assert caught.value.faults[0].what == f"{tmp_path}/missing/a cannot be written: No such file or directory"


def test_only_regular_files_are_deleted(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    (tmp_path / "target").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    paths = [str(tmp_path / name) for name in ("file", "folder", "link", "missing")]
    assert launch.delete(paths) == (str(tmp_path / "file"),)
    assert {path.name for path in tmp_path.iterdir()} == {"folder", "link", "target"}


def test_what_cannot_be_deleted_is_said_and_the_rest_is_deleted(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LaunchError) as caught:
        launch.delete(["/proc/version", str(tmp_path / "file")])
    assert [fault.what for fault in caught.value.faults] == ["/proc/version cannot be deleted: Operation not permitted"]
    assert not (tmp_path / "file").exists()
