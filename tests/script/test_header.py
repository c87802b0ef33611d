"""Directives, as sbatch reads them."""

from __future__ import annotations

import pytest

from heracles import script as scripts
from heracles.errors import UsageError
from heracles.script import header


def script(text: str) -> scripts.Script:
    return scripts.Script("job.sh", text, 0o644, ("/bin/bash",))


def words(line: str) -> tuple[str, ...]:
    (directive,) = header.directives(script(f"#!/bin/bash\n{line}\n"))
    return directive.words


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
    assert header.has_own_array(script(f"#!/bin/bash\n{line}\nmain\n"))


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
    assert not header.has_own_array(script(f"#!/bin/bash\n{line}\nmain\n"))


def test_the_arguments_of_sbatch_are_read_alike() -> None:
    assert header.asks_for_array(("--qos=low", "-a", "1-3"))
    assert not header.asks_for_array(("--qos", "-a", "-x", "node-a"))
    assert not header.asks_for_array(())
