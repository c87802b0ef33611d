"""Directives, as sbatch reads them."""

from __future__ import annotations

import pytest

from heracles import script as scripts
from heracles.errors import UsageError
from heracles.script import header
from heracles.script.slurm_options import Option, options_in

pytestmark = pytest.mark.once


def script(text: str) -> scripts.Script:
    return scripts.Script("job.sh", text, 0o644, ("/bin/bash",))


def words(line: str) -> tuple[str, ...]:
    (directive,) = header.directives(script(f"#!/bin/bash\n{line}\n"))
    return directive.words


def names(text: str) -> list[str]:
    return [option.name for option, _ in header.options(script(text))]


def test_directives_have_their_line_their_prefix_and_their_words() -> None:
    text = "#!/bin/bash\n\n# a note\n#SBATCH --nodes=1 -t 10\n#PBS -l walltime=1\n   # another\n#SBATCH -a1-3\nmain\n"
    assert header.directives(script(text)) == (
        scripts.Directive(4, "SBATCH", ("--nodes=1", "-t", "10")),
        scripts.Directive(5, "PBS", ("-l", "walltime=1")),
        scripts.Directive(7, "SBATCH", ("-a1-3",)),
    )


@pytest.mark.parametrize("command", ["main", "  main", "\tX=1", "if true", ": # x"])
def test_directives_end_at_the_first_command(command: str) -> None:
    assert header.directives(script(f"#!/bin/bash\n{command}\n#SBATCH -a1-3\n")) == ()


def test_only_the_beginning_of_a_line_makes_a_directive() -> None:
    assert header.directives(script("#!/bin/bash\n #SBATCH -n1\n# SBATCH -n1\n##SBATCH -n1\n#sbatch -n1\n")) == ()


def test_directives_need_no_blank_and_may_have_their_old_name() -> None:
    assert [d.words for d in header.directives(script("#!/bin/sh\n#SBATCH-n1\n#SLURM -n2\n"))] == [("-n1",), ("-n2",)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("#SBATCH", ()),
        ("#SBATCH   \t ", ()),
        ("#SBATCH --comment='a b' -n1", ("--comment=a b", "-n1")),
        ('#SBATCH --comment="a\'b" -n1', ("--comment=a'b", "-n1")),
        ('#SBATCH --comment=x" y "z', ("--comment=x y z",)),
        ("#SBATCH --comment=a\\ b", ("--comment=a b",)),
        ('#SBATCH --comment="a \\" b"', ('--comment=a " b',)),
        ("#SBATCH --comment=a\\\\b", ("--comment=a\\b",)),
        ("#SBATCH --comment=a\\", ("--comment=a",)),
        ("#SBATCH -n1 # -n2", ("-n1",)),
        ("#SBATCH -n1#-n2", ("-n1",)),
        ("#SBATCH --comment='a#b' -n1", ("--comment=a#b", "-n1")),
        ("#SBATCH --comment=a\\#b", ("--comment=a#b",)),
        ('#SBATCH -n1 "" -n2', ("-n1",)),
        ("#SBATCH\t-n\v1", ("-n", "1")),
        ("#SBATCH hetjob", ("hetjob",)),
    ],
)
def test_quotes_comments_and_backslashes(line: str, expected: tuple[str, ...]) -> None:
    assert words(line) == expected


def test_an_open_quote_is_refused_as_sbatch_does() -> None:
    with pytest.raises(UsageError) as raised:
        words("#SBATCH --comment='a b")
    (fault,) = raised.value.faults
    assert fault.what == "a quote in this directive is never closed, which sbatch refuses"
    assert fault.place == ("job.sh:2", "#SBATCH --comment='a b", 18)


def test_pbs_directives_are_looked_for_further_down() -> None:
    text = "#!/bin/bash\n" + "x\n" * 100 + "#PBS -t 1-3\n" + "x\n" + "#PBS -t 1-4\n"
    assert [directive.line for directive in header.directives(script(text))] == [102]


@pytest.mark.parametrize(
    "line",
    [
        "#SBATCH -a1-3",
        "#SBATCH -a 1-3",
        "#SBATCH --array=1-3",
        "#SBATCH --array 1-3",
        "#SBATCH --arr 1-3",
        "#SBATCH --ar=1-3%2",
        "#SBATCH -n1 -a1-3",
        "#SBATCH -Ha1-3",
        "#SBATCH -HQva 1-3",
        "#SBATCH --job-name x --array=1",
        "#SBATCH -J x -a1",
        "#SBATCH --wait --array=1",
        "#SBATCH --exclusive -a1",
        "#SBATCH '-a1-3'",
        "#PBS -t 1-3",
        "#PBS -t1-3",
        "#PBS -J 1-3",
        "#PBS -V -J 1-3",
        "#PBS --array=1-3",
    ],
)
def test_its_own_array_is_seen(line: str) -> None:
    assert "array" in names(f"#!/bin/bash\n{line}\nmain\n")


@pytest.mark.parametrize(
    "line",
    [
        "#SBATCH --a=1",
        "#SBATCH --account=x",
        "#SBATCH --arrays=1",
        "#SBATCH -Ja1",
        "#SBATCH -J -a1",
        "#SBATCH --job-name -a1",
        "#SBATCH --comment=-a1",
        "#SBATCH --comment='--array=1'",
        "#SBATCH -oa1-3 -ea",
        "#SBATCH -n1 # -a1-3",
        "##SBATCH -a1-3",
        "# -a1-3",
        "main\n#SBATCH -a1-3",
        "#PBS -N t -l nodes=1 -A J",
        "#PBS -Wt1",
    ],
)
def test_other_options_are_no_array(line: str) -> None:
    assert "array" not in names(f"#!/bin/bash\n{line}\nmain\n")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--time=1 --time 2 --tim=3", [("time", "1"), ("time", "2"), ("tim", "3")]),
        ("-t1 -t 2 -Ht3 -Hvt 4", [("time", "1"), ("time", "2"), ("hold", ""), ("time", "3"), ("hold", ""),
                                   ("verbose", ""), ("time", "4")]),
        ("--out=x --dep y --hol --wai", [("output", "x"), ("dependency", "y"), ("hold", ""), ("wai", "")]),
        ("--nice 5 --nice=5 --exclusive=user", [("nice", ""), ("", "5"), ("nice", "5"), ("exclusive", "user")]),
        ("--cluster a -Mb --tasks-per-node=2", [("clusters", "a"), ("clusters", "b"), ("ntasks-per-node", "2")]),
        ("--unknown=1 --unknown 2", [("unknown", "1"), ("unknown", ""), ("", "2")]),
        ("--time", [("time", "")]),
        ("-- - file : x", [("", "--"), ("", "-"), ("", "file"), ("", ":"), ("", "x")]),
    ],
)  # fmt: skip
def test_options_are_read_as_getopt_reads_them(words: str, expected: list[tuple[str, str]]) -> None:
    assert [(option.name, option.value) for option in options_in(words.split())] == expected


def test_an_option_can_stand_alone() -> None:
    words = ("-HQt", "5", "-n4", "-J", "x", "--time", "6", "--qos=low")
    assert tuple(options_in(words)) == (
        Option("hold", "", ("-H",)),
        Option("quiet", "", ("-Q",)),
        Option("time", "5", ("-t", "5")),
        Option("ntasks", "4", ("-n4",)),
        Option("job-name", "x", ("-J", "x")),
        Option("time", "6", ("--time", "6")),
        Option("qos", "low", ("--qos=low",)),
    )


def test_options_have_the_place_of_their_directive_and_those_for_pbs_overrule() -> None:
    text = "#!/bin/bash\n#PBS -o pbs.log -l walltime=1\n#SBATCH --mem=1 -o 'my log'\n"
    assert [(option.name, option.value, place) for option, place in header.options(script(text))] == [
        ("mem", "1", ("job.sh:3", "#SBATCH --mem=1 -o 'my log'", 8)),
        ("output", "my log", ("job.sh:3", "#SBATCH --mem=1 -o 'my log'", 16)),
        ("output", "pbs.log", ("job.sh:2", "#PBS -o pbs.log -l walltime=1", 5)),
        ("resources of PBS", "walltime=1", ("job.sh:2", "#PBS -o pbs.log -l walltime=1", 16)),
    ]
