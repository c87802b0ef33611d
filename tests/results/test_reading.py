"""What is read of a file that a run left, or is writing still."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from heracles.results import CUT, MISSING, Content, Trouble, exact, names, portable, read, selected, short

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
LIMIT = 1 << 24


def found(folder: Path, name: str, content: bytes) -> Content | Trouble:
    path = folder / name
    path.write_bytes(content)
    return read(str(path))


def said(folder: Path, name: str, content: bytes) -> str:
    trouble = found(folder, name, content)
    assert isinstance(trouble, Trouble)
    return trouble.one


def test_json_is_the_whole_file(tmp_path: Path) -> None:
    assert found(tmp_path, "a.json", b'\xef\xbb\xbf{"a":\n {"b": [1, null]}}\n') == Content({"a": {"b": [1, None]}})


@pytest.mark.parametrize(
    ("content", "data", "is_cut"),
    [
        (b'{"a":1}\n{"a":2}\n', {"a": 2}, False),
        (b'{"a":1}\r\n{"a":2}\r\n\r\n \n', {"a": 2}, False),
        (b'{"a":1}\n{"a":2}', {"a": 2}, False),
        (b'{"a":1}', {"a": 1}, False),
        (b'{"a":1}\n{"a":', {"a": 1}, True),
        (b"1\n23", 1, True),
    ],
)
def test_of_json_lines_the_last_one_that_is_whole(tmp_path: Path, content: bytes, data: Any, is_cut: bool) -> None:
    assert found(tmp_path, "a.jsonl", content) == Content(data, is_cut)
    assert found(tmp_path, "a.NDJSON", content) == Content(data, is_cut)


@pytest.mark.parametrize(
    ("content", "data", "is_cut"),
    [
        (b"a,b\n1,x\n2,y\n", {"a": 2, "b": "y"}, False),
        (b'\xef\xbb\xbfa, "b,c"\r\n1, "x,y"\r\n', {"a": 1, "b,c": "x,y"}, False),
        (b"a,b\n1,2\n3,4", {"a": 1, "b": 2}, True),
        (b"a,b\n1,2\n3", {"a": 1, "b": 2}, True),
        (b"a,b,c,d,e\n1e-3,,nan,-inf,1_0\n", {"a": 0.001, "b": None, "c": math.nan, "d": -math.inf, "e": "1_0"}, False),
        (b"a,b\n1,2\n\n", {"a": 1, "b": 2}, False),
        (b"a,b\nTrue,false\n", {"a": True, "b": False}, False),
        (b",a,\n0,1,2\n", {"": 2, "a": 1}, False),
        (b'"a\nb",c\n1,2\n', {"a\nb": 1, "c": 2}, False),
        (b'a,b\n0,1\n"x\n\n ""y"", z",2\n', {"a": 'x\n\n "y", z', "b": 2}, False),
        (b'a,b\n"x\ny",2\n3,4\n', {"a": 3, "b": 4}, False),
        (b'a,b\n"x\ny",2\n3,"z', {"a": "x\ny", "b": 2}, True),
        (b'a,b\n"x\ny",2\n3,"z\n', {"a": "x\ny", "b": 2}, True),
        (b'a,b\n"x\ny",2\n3,"z\nz\n', {"a": "x\ny", "b": 2}, True),
        ("a,b\nx\u2028y,2\n".encode(), {"a": "x\u2028y", "b": 2}, False),
    ],
)
def test_of_csv_the_last_row_that_has_an_end(tmp_path: Path, content: bytes, data: Any, is_cut: bool) -> None:
    assert repr(found(tmp_path, "a.csv", content)) == repr(Content(data, is_cut))


def test_of_a_long_file_only_the_end_is_looked_at(tmp_path: Path) -> None:
    filler = b"9" * 100_000
    lines = b'{"a": 1, "x": "' + filler + b'"}\n'
    assert selected(_data(found(tmp_path, "a.jsonl", b"no JSON\n" + lines * 3)), "a") == 1
    assert _data(found(tmp_path, "a.csv", b"a,b\n" + (filler + b",1\n") * 3 + b"7,8\n")) == {"a": 7, "b": 8}


def test_a_row_of_many_lines_in_a_long_file(tmp_path: Path) -> None:
    rows = b"a,b\n" + b"1,2\n" * 100_000 + b'"' + b"x\n" * 90 + b'",3\n'
    text = ("x\n" * 90).strip()
    assert found(tmp_path, "a.csv", rows) == Content({"a": text, "b": 3})
    torn = rows + b'4,"' + b"y\n" * 90
    assert found(tmp_path, "a.csv", torn) == Content({"a": text, "b": 3}, True)


def test_of_a_huge_file_the_end_is_read_alone(tmp_path: Path) -> None:
    for name, last in (("a.jsonl", b'\n{"a": 1}\n'), ("a.csv", b"\n1,2\n")):
        with (tmp_path / name).open("wb") as file:
            file.write(b"a,b\n")
            file.truncate(1 << 40)
            file.seek(0, os.SEEK_END)
            file.write(last)
        assert _data(read(str(tmp_path / name)))["a"] == 1


def _data(content: Content | Trouble) -> Any:
    assert isinstance(content, Content)
    return content.data


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.json", b"", "is empty"),
        ("a.json", b'{"a": 1', "is not valid JSON, or not whole yet"),
        ("a.json", b"\xff\x00", "is not valid JSON, or not whole yet"),
        ("a.json", b"[" * 200_000, "is not valid JSON, or not whole yet"),
        ("a.json", b" " * (LIMIT + 1), "is larger than 16 MiB"),
        ("a.jsonl", b'{"a":1}\nnonsense\n', "is not valid JSON Lines"),
        ("a.jsonl", b'{"a":', "has no whole line yet"),
        ("a.jsonl", b"\n\n", "has no whole line yet"),
        ("a.jsonl", b'{"a":1}\n"' + b"x" * LIMIT + b'"\n', "has a last line longer than 16 MiB"),
        ("a.csv", b"a,b", "has no whole line yet"),
        ("a.csv", b"a,b\n", "has no whole line yet"),
        ("a.csv", b"a,b\n1,2", "has no whole line yet"),
        ("a.csv", b"a,b\n1,2,3\n", "is not valid CSV"),
        ("a.csv", b'a,b\n1,"2\n', "has no whole line yet"),
        ("a.csv", b'a,b\n1,"2\n3\n', "has no whole line yet"),
        ("a.csv", b'a,b\n0,1\n"x\ny",2\n1,2,3\n', "is not valid CSV"),
        ("a.csv", b'a,b\n1,"2"x\n', "is not valid CSV"),
        ("a.csv", b"\n1,2\n", "is not valid CSV"),
        ("a.csv", b"a,b,a\n1,2,3\n", "has more than one column a"),
        ("a.csv", b"a\n" + b"x" * 200_000 + b"\n", "is not valid CSV"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    assert said(tmp_path, name, content) == what


def test_what_is_no_file(tmp_path: Path) -> None:
    assert read(str(tmp_path / "a.json")) == MISSING
    assert read(str(tmp_path / "a.json" / "b.json")) == MISSING
    (tmp_path / "folder.json").mkdir()
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "round.json").symlink_to("round.json")
    for name in ("folder.json", "pipe.json"):
        assert read(str(tmp_path / name)) == Trouble("is no regular file", "are no regular files")
    assert read(str(tmp_path / "round.json")) == Trouble(*["cannot be read: Too many levels of symbolic links"] * 2)
    (trouble,) = {*read("a\0b.json")}
    assert trouble.startswith("cannot be read: ")  # Pythons say differently that the name has a null byte


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["a.json", "a.jsonl", "a.csv"]),
    st.one_of(
        st.binary(max_size=60),
        st.text(alphabet='{}[]",:\\.\n\r 1e-+aNI\ud800ü\x00', max_size=60).map(
            lambda text: text.encode("utf-8", "replace")
        ),
        st.tuples(st.sampled_from([b"a,b\n", b'{"a":1}\n', b"a\n"]), st.binary(max_size=30)).map(b"".join),
    ),
)
def test_no_content_makes_it_fail(tmp_path: Path, name: str, content: bytes) -> None:
    result = found(tmp_path, name, content)
    assert isinstance(result, (Content, Trouble))
    if isinstance(result, Content):
        for key in ["a", "a.b", "0", "-1.a", *names(result.data)]:
            value = selected(result.data, key)
            portable(value)
            assert short(value).encode("utf-8") is not None
            assert exact(value).encode("utf-8") is not None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("a", 1),
        ("b.c", 2),
        ("b.c.d", 3),
        ("list.0.x", 4),
        ("list.-1", 5),
        ("list.2", None),
        ("list.-3", None),
        ("list.x", None),
        ("list.99999999999999999999999", None),
        ("none", None),
        ("a.b", None),
        ("b", {"c": 9}),
        ("", None),
        ("..", None),
    ],
)
def test_a_key_selects(key: str, value: Any) -> None:
    data = {"a": 1, "b.c": 2, "b": {"c": 9}, "b.c.d": 3, "list": [{"x": 4}, 5], "none": None}
    assert selected(data, key) == value


def test_a_nested_name_where_one_with_dots_leads_nowhere() -> None:
    assert selected({"b.c": 2, "b": {"c": {"d": 3}}}, "b.c.d") == 3
    assert selected([[1, 2]], "0.1") == 2


def test_the_names_that_there_are() -> None:
    assert [*names({"a": 1, "b": {"c": None, "d": {"e": "x"}}, "f": [1]})] == ["a", "b.c", "b.d.e"]
    assert [*names([1])] == []


@pytest.mark.parametrize(
    ("value", "shown", "whole"),
    [
        (None, "", ""),
        (True, "true", "true"),
        (0.1 + 0.2, "0.3", "0.30000000000000004"),
        (123456789, "123456789", "123456789"),
        (12345678901234, "1.23457e+13", "12345678901234"),
        (10**400, "inf", str(10**400)),
        (math.nan, "nan", "nan"),
        ([1, {"a": math.inf}], '[1,{"a":"inf"}]', '[1,{"a":"inf"}]'),
        ("\ud800", "\\ud800", "\\ud800"),
    ],
)
def test_values_as_texts(value: Any, shown: str, whole: str) -> None:
    assert (short(value), exact(value)) == (shown, whole)


def test_what_is_nested_without_end_ends() -> None:
    deep: Any = 1
    for _ in range(5000):
        deep = [deep]
    assert exact(deep) == "[" * 20 + '"..."' + "]" * 20


def test_a_line_without_an_end_is_told_of() -> None:
    assert CUT.many == "end in a line without an end; the one before it is shown"
