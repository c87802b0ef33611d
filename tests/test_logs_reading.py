"""The ends of logs, and the logs as they grow."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from heracles.errors import LaunchError
from heracles.logs import End, Line, News, Pace, by_lines, end_of, follow, last_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUICK = Pace(first_look=0.001, longest_look=0.01, first_question=0.001, longest_question=0.01, settle=0.0)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"", ()),
        (b"\n", (b"",)),
        (b"a", (b"a",)),
        (b"a\n", (b"a",)),
        (b"a\nb\nc\nd\n", (b"b", b"c", b"d")),
        (b"a\nb\nc\nd", (b"b", b"c", b"d")),
        (b"a\n\n\n", (b"a", b"", b"")),
        (b"\xff\x00\xfe\n\x80", (b"\xff\x00\xfe", b"\x80")),
        (b"dos\r\nlines\r\n", (b"dos", b"lines")),
        (b"\r 1%\r 2%\r100%\nepoch 2\r 1%\r 2%", (b"100%", b" 2%")),
        (b"\r 99%\r      \r\n", (b" 99%",)),
        (b"\r\r\n", (b"",)),
    ],
)
def test_the_last_three_lines(tmp_path: Path, content: bytes, lines: tuple[bytes, ...]) -> None:
    path = tmp_path / "log"
    path.write_bytes(content)
    assert end_of(str(path), 3) == (lines, len(content))


def test_no_lines_at_all(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"a\nb\n")
    assert end_of(str(path), 0) == End((), 4)


@pytest.mark.parametrize("count", [1, 9, 1000, 100_000])
def test_lines_of_any_number_are_those_of_the_whole_file(tmp_path: Path, count: int) -> None:
    path = tmp_path / "log"
    whole = [b"%d %s" % (number, b"x" * (number * 7919 % 301)) for number in range(20_000)]
    path.write_bytes(b"\n".join(whole))
    end = end_of(str(path), count)
    assert end
    assert list(end.lines) == whole[-count:]


def test_the_end_of_a_huge_log_is_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with path.open("wb") as file:
        file.truncate(1 << 40)
        file.seek(1 << 40)
        file.write(b"\nthe\nend\n")
    assert end_of(str(path), 2) == ((b"the", b"end"), (1 << 40) + 9)


def test_a_line_that_is_too_long_is_cut_at_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"first\n" + b"0123456789" * 100_000)
    end = end_of(str(path), 2, most_bytes=15)
    assert end
    assert end.lines == (b"567890123456789",)


def test_a_file_that_is_not_there_yet_has_no_end(tmp_path: Path) -> None:
    assert end_of(str(tmp_path / "log"), 10) is None
    assert end_of(str(tmp_path / "no" / "log"), 10) is None


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(LaunchError) as raised:
        end_of(str(tmp_path), 10)
    assert raised.value.faults[0].what == f"{tmp_path} cannot be read: Is a directory"


def test_a_progress_bar_is_what_it_was_last() -> None:
    assert last_state(b"a\rb\rc") == b"c"
    assert last_state(b"a\r \r") == b"a"
    assert last_state(b"") == b""
    assert last_state(b"\r" * 1000) == b""


def steps(*actions: Callable[[], object]) -> Callable[[], bool]:
    """Whether tasks have ended: not before each of the actions was done, one a question."""
    left = iter(actions)

    def have_ended() -> bool:
        action = next(left, None)
        if action:
            action()
        return action is None

    return have_ended


def news(path: Path, *actions: Callable[[], object], size: int = 0) -> list[tuple[bytes, bool]]:
    """What is followed while actions are done to a file."""
    followed = follow({str(path): size}, steps(*actions), QUICK)
    return [(data, anew) for _, data, anew in followed]


def append(path: Path, data: bytes) -> Callable[[], object]:
    def act() -> None:
        with path.open("ab") as file:
            file.write(data)

    return act


def joined(found: list[tuple[bytes, bool]]) -> bytes:
    return b"".join((b"<anew>" if anew else b"") + data for data, anew in found)


def test_what_is_added_comes_behind_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"old new")
    assert joined(news(path, append(path, b"er\n"), append(path, b"newest"), size=4)) == b"newer\nnewest"


def test_a_log_may_come_later(tmp_path: Path) -> None:
    path = tmp_path / "later" / "log"
    made = news(path, lambda: None, path.parent.mkdir, append(path, b"here"), lambda: None, append(path, b"!"))
    assert made == [(b"here", False), (b"!", False)]


def test_a_log_that_is_emptied_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"first run, long\n")
    emptied = (lambda: os.truncate(path, 0), append(path, b"second\n"))
    assert news(path, lambda: None, *emptied) == [(b"first run, long\n", False), (b"second\n", True)]
    path.write_bytes(b"1")
    assert news(path, size=100) == [(b"1", True)]


def test_a_log_that_is_replaced_is_read_to_its_end_first(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"a")

    def rotate() -> None:
        append(path, b"b")()
        path.rename(tmp_path / "log.1")
        path.write_bytes(b"new and longer than before")

    assert joined(news(path, lambda: None, rotate, append(path, b"!"))) == b"ab<anew>new and longer than before!"


def test_a_log_that_is_moved_away_is_read_on_until_another_comes(tmp_path: Path) -> None:
    path, moved = tmp_path / "log", tmp_path / "moved"
    path.write_bytes(b"a")
    actions = (lambda: None, lambda: path.rename(moved), append(moved, b"b"), append(path, b"c"))
    assert joined(news(path, *actions)) == b"ab<anew>c"


def test_what_is_written_last_is_not_missed(tmp_path: Path) -> None:
    path = tmp_path / "log"

    def end() -> bool:
        append(path, b"last words")()
        return True

    assert [each.data for each in follow({str(path): 0}, end, QUICK)] == [b"last words"]


def test_several_logs_are_followed_at_once(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    actions = (append(first, b"1\n2"), append(second, b"a\rb\n"), append(first, b"3\n"), append(second, b"c"))
    followed = follow({str(first): 0, str(second): 0}, steps(*actions), QUICK)
    assert list(by_lines(followed)) == [
        (str(first), b"1"), (str(second), b"b"), (str(first), b"23"), (str(second), b"c"),
    ]  # fmt: skip


def test_nobody_is_asked_for_an_end_while_something_is_added(tmp_path: Path) -> None:
    path = tmp_path / "log"
    questions: list[int] = []

    def have_ended() -> bool:
        questions.append(path.stat().st_size if path.exists() else 0)
        return len(questions) == 2

    def sleep(seconds: float) -> None:
        time.sleep(seconds)
        if not path.exists() or path.stat().st_size < 20:
            append(path, b".")()

    pace = Pace(first_look=0.02, longest_look=0.02, first_question=0.3, longest_question=0.3, settle=0.0)
    assert sum(len(each.data) for each in follow({str(path): 0}, have_ended, pace, sleep)) == 20
    assert questions == [0, 20]


def test_pauses_grow_while_nothing_happens(tmp_path: Path) -> None:
    path = tmp_path / "log"
    pauses: list[float] = []
    pace = Pace(first_look=1.0, longest_look=3.0, first_question=0.0, longest_question=0.0, settle=7.0)
    actions = [lambda: None] * 5 + [append(path, b"x"), lambda: None]
    assert list(follow({str(path): 0}, steps(*actions), pace, pauses.append)) == [News(str(path), b"x")]
    assert pauses == [1.5, 2.25, 3.0, 3.0, 3.0, 1.0, 1.5, 7.0]


def test_a_log_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(LaunchError) as raised:
        news(tmp_path)
    assert raised.value.faults[0].what == f"{tmp_path} cannot be read: Is a directory"


def test_whole_lines_are_made_of_pieces() -> None:
    pieces = [
        News("a", b"be"), News("b", b"other\n"), News("a", b"gun\nbar 1%\rbar"), News("a", b" 2%\n\nrest"),
        News("a", b"new", anew=True), News("c", b""),
    ]  # fmt: skip
    assert list(by_lines(pieces)) == [
        Line("b", b"other"), Line("a", b"begun"), Line("a", b"bar 2%"), Line("a", b""), Line("a", b"rest"),
        Line("a", b"new"),
    ]  # fmt: skip


@pytest.mark.parametrize("state", [b"\r%05d", b"%05d\r"])
def test_a_bar_that_never_ends_a_line_is_what_it_was_last(state: bytes) -> None:
    bar = (News("a", state % number) for number in range(10_000))
    assert list(by_lines(bar)) == [Line("a", b"09999")]
