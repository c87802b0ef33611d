"""The command line is read the same way by the quick scanner and by argparse, wherever the scanner dares."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings, strategies as st

from heracles.cli.ad_hoc import AD_HOC
from heracles.cli.arguments import form
from heracles.cli.parser import parse
from heracles.cli.scanner import Unclear, scan
from heracles.cli.syntax import COMMON
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


def help_lines(syntax: Syntax, heracles: Heracles) -> list[str]:
    ran = heracles(*syntax.name.split(), "--help")
    assert (ran.exit_code, ran.err) == (0, "")
    return ran.out.splitlines()


@pytest.mark.once
@pytest.mark.parametrize("syntax", FORMS, ids=lambda syntax: syntax.name or "ad hoc")
def test_help_fits_one_screen_and_ends_in_two_examples(syntax: Syntax, heracles: Heracles) -> None:
    lines = help_lines(syntax, heracles)
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert lines[-2].startswith("examples  ")
    assert not lines[-1][:10].strip()
    assert [line[10:] for line in lines[-2:]] == list(syntax.examples)
    assert [line for line in lines if line.startswith("examples")] == lines[-2:-1]


@pytest.mark.once
@pytest.mark.parametrize("syntax", FORMS, ids=lambda syntax: syntax.name or "ad hoc")
def test_help_explains_every_word_and_option_of_its_own(syntax: Syntax, heracles: Heracles) -> None:
    lines = help_lines(syntax, heracles)
    explained = [line for line in lines if line[10:].startswith("-")]
    for option in syntax.options:
        [line] = [line for line in explained if re.search(rf"(^|[ ,]){option.names[-1]}([ ,]|$)", line[10:70])][:1]
        assert option.help.split()[0] in line or (option in COMMON and "anywhere" in line)
    told = [line[10:] for line in lines] if syntax.name else lines[1:3]
    assert all(any(words.metavar in line for line in told) for words in syntax.words)


@pytest.mark.once
@pytest.mark.parametrize(
    "example", [(syntax, line) for syntax in FORMS for line in syntax.examples], ids=lambda e: e[1]
)
def test_the_examples_are_commands_that_heracles_understands(example: tuple[Syntax, str], heracles: Heracles) -> None:
    syntax, line = example
    for command in re.findall(r"heracles .*?(?=\)|$| && | > )", line):
        _, *words = shlex.split(command)
        form_meant, rest = form(words[: words.index("--")] if "--" in words else words)
        assert form_meant is syntax
        assert vars(scan(syntax, rest)) == vars(parse(syntax, rest))


@pytest.mark.parametrize("argv", [["--version"], ["run", "--version"], ["sbatch.sh", "--version"]])
def test_version_on_either_side(argv: list[str], heracles: Heracles) -> None:
    assert heracles(*argv).out == "heracles 0.1.0\n"


def test_help_on_either_side_is_that_of_the_verb(heracles: Heracles) -> None:
    assert heracles("--help", "run") == heracles("run", "-h")
    assert heracles("run", "-h").out.startswith("usage: heracles run ")


@pytest.mark.once
def test_help_names_every_verb(heracles: Heracles) -> None:
    out = heracles("--help").out
    assert set(VERBS) <= set(out.split())
