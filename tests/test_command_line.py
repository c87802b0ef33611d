"""The command line is read the same way by the quick scanner and by argparse, wherever the scanner dares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings, strategies as st

from heracles.cli.ad_hoc import AD_HOC
from heracles.cli.parser import parse, parser
from heracles.cli.scanner import Unclear, scan
from heracles.cli.verbs import VERBS

if TYPE_CHECKING:
    from heracles.cli.syntax import Syntax

    from .conftest import Heracles

FORMS = (AD_HOC, *VERBS.values())
WORDS = [
    "sbatch.sh",
    "a=1,2",
    "~a",
    "+a=1",
    "a b=c",
    "",
    "-",
    "=",
    "x",
    "-x",
    "-1",
    "a=-1",
    "--unknown",
    "sbatch --qos=low",
]


def tokens(syntax: Syntax) -> st.SearchStrategy[str]:
    names = [name for option in syntax.options for name in option.names]
    values = st.sampled_from(["", "1", "0", "append", "never", "a=1", "-w", "two words"])
    joined = st.builds("{}={}".format, st.sampled_from(names), values)
    return st.one_of(st.sampled_from(names), joined, st.sampled_from(WORDS), values)


@st.composite
def command_lines(draw: st.DrawFn) -> tuple[Syntax, list[str]]:
    syntax = draw(st.sampled_from(FORMS))
    return syntax, draw(st.lists(tokens(syntax), max_size=7))


@settings(max_examples=200, deadline=None)
@given(command_lines())
@example((AD_HOC, ["sbatch.sh", "-r=sbatch", "a=1"]))
@example((AD_HOC, ["sbatch.sh", "-r", "sbatch", "a=1", "-w"]))
@example((AD_HOC, ["--only", "a=1", "s", "--only=b=2", "x=1", "y=2"]))
def test_what_the_scanner_reads_argparse_reads_the_same(case: tuple[Syntax, list[str]]) -> None:
    syntax, argv = case
    try:
        scanned = scan(syntax, argv)
    except Unclear:
        return
    assert vars(scanned) == vars(parse(syntax, argv))


@pytest.mark.parametrize(
    "argv",
    [
        ["sbatch.sh", "-w", "a=1,2", "+b=3", "~c"],
        ["sbatch.sh", "-r=sbatch --qos=low", "a=1,2"],
        ["a.sh", "--limit", "3", "--only=a=1", "-C", "dir", "--color=never", "--json"],
    ],
)
def test_ordinary_command_lines_need_no_argparse(argv: list[str]) -> None:
    assert scan(AD_HOC, argv).script == argv[0]


@pytest.mark.parametrize("syntax", FORMS, ids=lambda syntax: syntax.name or "ad hoc")
def test_help_fits_one_screen_and_ends_in_two_examples(syntax: Syntax, heracles: Heracles) -> None:
    ran = heracles(*syntax.name.split(), "--help")
    assert ran.exit_code == 0
    lines = ran.out.splitlines()
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 110
    assert lines[-3] == "examples:"
    assert all(line.startswith("  heracles ") for line in lines[-2:])


def test_every_option_has_its_line_of_help() -> None:
    for syntax in FORMS:
        text = parser(syntax).format_help()
        assert all(name in text for option in syntax.options for name in option.names)


@pytest.mark.parametrize("argv", [["--version"], ["run", "--version"], ["sbatch.sh", "--version"]])
def test_version_on_either_side(argv: list[str], heracles: Heracles) -> None:
    assert heracles(*argv).out == "heracles 0.1.0\n"


@pytest.mark.once
def test_help_names_every_verb(heracles: Heracles) -> None:
    out = heracles("--help").out
    assert set(VERBS) <= set(out.split())
