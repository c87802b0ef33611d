"""What is said of a file that cannot be read or is not TOML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles import config
from heracles.errors import UsageError
from tests.config.telling import block, refusal, told

if TYPE_CHECKING:
    from pathlib import Path

ONE_OF_TWO = "keep one of the two; several values of one key stand in a list: [1, 2]"


def refusal_of_bytes(folder: Path, content: bytes) -> str:
    (folder / "heracles.toml").write_bytes(content)
    with pytest.raises(UsageError) as caught:
        config.load("heracles.toml")
    return told(caught.value)


def test_a_broken_line_is_shown_with_line_column_and_cure(folder: Path) -> None:
    declared = """
        [sweeps.a]
        script = sbatch.sh   # no quotes
    """
    assert refusal(folder, declared) == block("""
        sbatch.sh is not a TOML value
          heracles.toml:3:10
            script = sbatch.sh   # no quotes
                     ^
          a text stands in quotes: "sbatch.sh"
    """)


def test_a_key_that_is_given_twice_names_both_lines(folder: Path) -> None:
    declared = """
        [sweeps.a]
        script = "a.sh"
        axes.lr = [
          1,
        ]
        axes.lr = [
          2,
        ]
    """
    assert refusal(folder, declared) == block("""
        sweeps.a.axes.lr is given already, in line 4
          heracles.toml:7:6
            axes.lr = [
                 ^
          keep one of the two; several values of one key stand in a list: [1, 2]
    """)


def test_a_table_that_is_given_twice_names_both_lines(folder: Path) -> None:
    assert refusal(folder, '[sweeps.a]\nscript = "a.sh"\n[sweeps.a]\n') == block("""
        sweeps.a is given already, in line 1
          heracles.toml:3:9
            [sweeps.a]
                    ^
          keep one of the two; several values of one key stand in a list: [1, 2]
    """)


@pytest.mark.parametrize(
    ("line", "column", "what", "cure"),
    [
        ("a = [8, x y]", 9, "x y is not a TOML value", 'a text stands in quotes: "x y"'),
        ("a = ab'", 5, "ab' is not a TOML value", 'a text stands in quotes: "ab"'),
        ("a = \u201cx\u201d", 5, "\u201cx\u201d is not a TOML value", 'a text stands in quotes: "x"'),
        ("a = True", 5, "True is not a TOML value", "write: true"),
        ("a = None", 5, "TOML has no null", "leave the key out, or write it among the overrides: key=null"),
        ("a = .5", 5, ".5 is not a TOML value", "write the number so: 0.5"),
        ("a = 08", 6, "08 is not a TOML value", "write the number so: 8"),
        ("a = 8, 16", 6, "8, 16 is not a TOML value", "a list stands in brackets: [8, 16]"),
        ("a = 10 GB # x", 8, "10 GB is not a TOML value", 'a text stands in quotes: "10 GB"'),
        ("a =", 4, "a value is missing", 'a text stands in quotes: "text"; an empty one is ""'),
        ('a = "C:\\dir"', 10, "a backslash in double quotes must be doubled", "write: \\\\   or use single quotes"),
        ("+a.b = 1", 1, "+a.b is a key only in quotes", 'write: "+a.b" = 1'),
        ("db@pkg = [1]", 3, "db@pkg is a key only in quotes", 'write: "db@pkg" = [1]'),
        ("a: 1", 2, "TOML has = between a key and its value, no colon", "write: key = value"),
        ("hello", 6, "this is neither a key and its value nor a header", "write: key = value   or: [sweeps.NAME]"),
        ("a = [1 2]", 8, "a list is not closed, or a comma is missing in it", "write: [1, 2, 3]"),
        ("a = {b = 1 c = 2}", 12, "braces are not closed, or a comma is missing in them", "write: { a = 1, b = 2 }"),
        ("a = {b = 1, b = 2}", 13, "a.b is given already, in line 1", ONE_OF_TWO),
        ("a = {b = 1}\na.c = 2", 3, "a is given already, in line 1", ONE_OF_TWO),
        ("[a]\nb = 1\nb.c = 2", 3, "a.b is given already, in line 2", ONE_OF_TWO),
        ("[a]\nb.c = 1\nb = 2", 1, "a.b is given already, in line 2", ONE_OF_TWO),
        ("[a]\nb.c = 1\n[a.b]", 4, "a.b is given already, in line 2", ONE_OF_TWO),
        (
            "[sweeps.a b]",
            11,
            "the header of a table is not closed, or has a name that needs quotes",
            'write: [sweeps.NAME]; a name of other characters than letters, digits, - and _ stands in quotes: ["+a"]',
        ),
        ("a = '\x01'", 6, "a control character stands in the text", 'write it so, in a string: "\\u0001"'),
        ("[]", 2, "a key is missing, or begins with a character that needs quotes", 'write: "+key"'),
        ("a = 1\n]", 1, "this is neither a key and its value nor a header", "write: key = value   or: [sweeps.NAME]"),
    ],
)
def test_what_is_not_toml(folder: Path, line: str, column: int, what: str, cure: str) -> None:
    *_, last = lines = line.split("\n")
    for ending in ("", "\n", "\r\n"):
        assert refusal_of_bytes(folder, (line + ending).encode()).split("\n") == [
            what,
            f"  heracles.toml:{len(lines)}:{column}",
            f"    {last}",
            " " * (3 + column) + "^",
            f"  {cure}",
        ]


@pytest.mark.parametrize("value", ['"""x', "'''x", "'x", "[1"])
def test_what_is_never_closed_is_shown_where_it_begins(folder: Path, value: str) -> None:
    said = refusal_of_bytes(folder, f"\nb = {value}\n\n# end\n".encode()).split("\n")
    assert "closed" in said[0]
    assert said[1:4] == ["  heracles.toml:2:5", f"    b = {value}", "        ^"]


def test_what_is_too_big_for_the_reader(folder: Path) -> None:
    assert refusal_of_bytes(folder, b"a = " + 5000 * b"1") == "a number in heracles.toml has too many digits"
    deep = b"a = " + 5000 * b"[" + 5000 * b"]"
    assert refusal_of_bytes(folder, deep) == "lists or tables in heracles.toml are nested too deeply"


def test_a_file_that_is_not_utf8(folder: Path) -> None:
    assert refusal_of_bytes(folder, b"a = 1\nb = 'caf\xe9' # x\n") == block("""
        heracles.toml is not UTF-8 text
          heracles.toml:2:9
            b = 'caf\ufffd' # x
                    ^
          save it in the encoding UTF-8
    """)
    assert refusal_of_bytes(folder, "a = 1".encode("utf-16")).startswith("heracles.toml is not UTF-8 text\n")


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    with pytest.raises(UsageError) as caught:
        config.load("missing/heracles.toml")
    assert told(caught.value) == (
        "missing/heracles.toml cannot be read: No such file or directory\n"
        "  look for a typo in its name, or write one with: heracles init"
    )
    (folder / "heracles.toml").mkdir()
    with pytest.raises(UsageError) as caught:
        config.load(str(folder / "heracles.toml"))
    assert told(caught.value) == (
        "heracles.toml cannot be read: Is a directory\n  name the file in it: heracles.toml/heracles.toml"
    )


def test_the_character_that_no_program_can_be_given_is_refused_wherever_it_stands(folder: Path) -> None:
    """A shell drops it: the run would get ``ab``."""
    declared = r"""
        [sweeps.a]
        script = "s.sh"
        check = "true \U00000000"
        axes.x = ["a", "a\u0000b", [{ y = "\u0000" }]]
    """
    assert refusal(folder, declared) == block(r"""
        a text holds the character \u0000, which no program can be given
          heracles.toml:4: sweeps.a.check
            check = "true \U00000000"
                    ^
          take it out
        a text holds the character \u0000, which no program can be given
          heracles.toml:5: sweeps.a.axes.x[1]
            axes.x = ["a", "a\u0000b", [{ y = "\u0000" }]]
                           ^
          take it out
        a text holds the character \u0000, which no program can be given
          heracles.toml:5: sweeps.a.axes.x[2][0].y
            axes.x = ["a", "a\u0000b", [{ y = "\u0000" }]]
                                              ^
          take it out
    """)
