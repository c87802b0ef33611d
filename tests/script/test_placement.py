"""What is said of a placement, and what becomes of the user's own wish for one."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from heracles import script as scripts
from heracles.errors import UsageError
from heracles.script.programs import judging, names, special

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def script(text: str, shell: str = "bash", path: str = "job.sh") -> scripts.Script:
    return scripts.Script(path, f"#!/bin/{shell}\n{text}", 0o644, (f"/bin/{shell}",))


def copy(text: str, wish: str | None, words: list[str], shell: str = "bash") -> str:
    read = script(text, shell)
    return scripts.copy_text(scripts.place(read, wish), words).partition("\n")[2]


def refusal(text: str, wish: str | None, shell: str = "bash") -> tuple[str, str, int | None, str]:
    """What is wrong, in which line and where in it, and the cure."""
    with pytest.raises(UsageError) as raised:
        scripts.place(script(text, shell), wish)
    (fault,) = raised.value.faults
    assert fault.place is not None
    return fault.what, fault.place.label, fault.place.column, fault.cure


def test_a_placement_says_where_and_splits_the_script() -> None:
    read = script(
        "#SBATCH -n1\n\ndate\nA=1 singularity exec \\\n    --nv \\\n    apptainer.sif main.py > log\necho done\n"
    )
    placement = scripts.place(read, None)
    assert (placement.kind, placement.line, placement.command) == ("append", 7, "apptainer.sif main.py")
    assert placement.before + placement.after == read.text
    assert placement.before.endswith("apptainer.sif main.py")
    assert scripts.describe(read, placement) == "overrides go after job.sh:7  apptainer.sif main.py"


def test_a_placement_by_arguments_says_where_the_program_gets_them() -> None:
    read = script('date\nfor s in 1 2; do\n  python a.py "$@"\n  python b.py "$@" | tee log\ndone\n')
    placement = scripts.place(read, None)
    assert (placement.kind, placement.line, placement.other_lines) == ("args", 4, (5,))
    assert placement.before == "#!/bin/bash\nset --"
    assert placement.after == "\n" + read.text.partition("\n")[2]
    assert scripts.describe(read, placement) == 'overrides go in as "$@" at job.sh:4  python a.py "$@" (and in line 5)'


@pytest.mark.parametrize("wish", [None, "append", "args"])
@pytest.mark.parametrize(
    ("head", "first"),
    [
        ("", "python main.py"),
        ("#SBATCH -n1\n\n # a note\n\t\n", "python main.py"),
        ("# note\n", "  cd x; . ./env; cat <<EOF; date\n'\nEOF\n"),
        ("# note \\\n", "f() {\n#SBATCH -n1\n  date\n}\n"),
        ("", "if true; then\n  date\nfi\n"),
        ("\\\n  ", "date \\\n  -u\n"),
        ("", "! time date | cat\n"),
        ("", "echo '\n' &&\n  date\n"),
        ("", "( { date; }\n)\n"),
        ("", "set -- a b\nX=1 \\\n  Y=2\n"),
    ],
)
def test_a_placement_says_where_the_first_line_of_commands_begins(head: str, first: str, wish: str | None) -> None:
    last = 'python main.py ${1+"$@"}\n' if wish == "args" else "python main.py\n"
    read = script(f"{head}{first.replace('python main.py', '')}{last}")
    start = read.text.index(head + (first if "main.py" not in first else "python")) + len(head)
    placement = scripts.place(read, wish)
    assert placement.first_offset == read.text.rindex("\n", 0, start) + 1
    assert placement.before.startswith(read.text[: placement.first_offset])


def test_a_script_that_cannot_be_followed_has_a_first_line_too() -> None:
    read = script('# note\n\nfor f (*.none) rm $f\npython main.py "$@"\n', "zsh")
    placement = scripts.place(read, "args")
    assert read.text[placement.first_offset :].startswith("for f")


def test_arguments_may_be_set_later_than_the_first_line() -> None:
    read = script('. ./activate\npython main.py "$@"\n')
    placement = scripts.place(read, None)
    assert read.text[placement.first_offset :].startswith(". ./activate")
    assert placement.before.endswith(". ./activate\nset --")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("python main.py \\\n  a=1 \\\n  b=2\n", "job.sh:4  python main.py a=1 b=2"),
        ("python main.py \\\n  --a " + "x" * 50 + " \\\n  --b\n", "job.sh:4  python main.py --a ... --b"),
        ("python main.py " + "x" * 90 + "\n", "job.sh:2  ..." + "x" * 80),
        ("date; python main.py; date\n", "job.sh:2  python main.py"),
        ("time python main.py\n", "job.sh:2  time python main.py"),
    ],
)
def test_a_long_command_is_shown_by_its_end(text: str, where: str) -> None:
    read = script(text)
    assert scripts.describe(read, scripts.place(read, None)) == f"overrides go after {where}"


def test_refusals_point_at_the_line_and_the_place_in_it() -> None:
    assert refusal("date\n  cd x && python main.py\n", None)[1:3] == ("job.sh:3", 10)
    assert refusal('date\npython main.py "a" $1\n', None)[1:3] == ("job.sh:3", 19)
    assert refusal("date\necho `python main.py $*`\n", None)[1:3] == ("job.sh:3", 21)
    assert refusal("cat <<EOF\n  $2\nEOF\n", None)[1:3] == ("job.sh:3", 2)
    assert refusal("date\n", None)[1:3] == ("job.sh", None)


def test_the_cure_for_a_long_line_shows_the_end_of_the_command() -> None:
    text = "python main.py --option-number-one=1 --option-number-two=2 --option-number-three=3 a=1 | tee log\n"
    cure = 'write "$@" where the program takes its arguments: '
    shown = '... --option-number-one=1 --option-number-two=2 --option-number-three=3 a=1 "$@"'
    assert refusal(text, None)[3] == cure + shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("python a.py\npython b.py\n", "python a.py\npython b.py x=1\n"),
        ("python main.py $1\n", "python main.py $1 x=1\n"),
        ('python main.py "$@"\n', 'python main.py "$@" x=1\n'),
        ("bash -c 'python main.py'\n", "bash -c 'python main.py' x=1\n"),
        ("./main.sh > log\necho done\n", "./main.sh x=1 > log\necho done\n"),
        ("python a.py | tee log\npython b.py\ndate\n", "python a.py | tee log\npython b.py x=1\ndate\n"),
        ("bash <<EOF\na\nEOF\n", "bash x=1 <<EOF\na\nEOF\n"),
    ],
)
def test_the_wish_to_append_overrules(text: str, expected: str) -> None:
    assert copy(text, "append", ["x=1"]) == expected


@pytest.mark.parametrize("text", ["python a.py | tee log\n", "if true; then python main.py; fi\n", "date\n", ""])
def test_the_wish_to_append_needs_a_command_of_its_own(text: str) -> None:
    assert refusal(text, "append")[0] == "no command in the script runs a program that could take overrides"


@pytest.mark.parametrize(
    "text",
    [
        "python main.py $*\n",
        'eval "python main.py $@"\n',
        'SEED=$1; shift\npython main.py "$@"\n',
        'while getopts "a:" o; do :; done\n',
        "source ./args.sh\npython main.py\n",
    ],
)
def test_the_wish_for_arguments_overrules(text: str) -> None:
    if "getopts" in text:
        text += 'shift $((OPTIND - 1))\npython main.py "$@"\n'
    assert copy(text, "args", ["x=1", "y=a b"]) == f"set -- x=1 'y=a b'\n{text}"


def test_the_wish_for_arguments_needs_a_script_that_looks_at_them() -> None:
    what = "the script never looks at its arguments, so overrides would be lost in them"
    cure = 'write "$@" where the program takes its arguments'
    assert refusal("python main.py\n", "args") == (what, "job.sh", None, cure)
    assert refusal('f() { echo "$@"; }\npython main.py\n', "args")[0] == what
    assert refusal("python main.py '$@'  # \"$@\"\n", "args")[0] == what


def test_the_wish_for_arguments_is_the_cure_for_what_cannot_be_followed() -> None:
    text = '# note\n\nfor f (*.none) rm $f\npython main.py "$@"\n'
    assert refusal(text, None, "zsh")[3].endswith("and say --placement args")
    assert copy(text, "args", ["x=1"], "zsh") == text.replace("for f", "set -- x=1\nfor f")
    read = script(text, "zsh")
    described = scripts.describe(read, scripts.place(read, "args"))
    assert described == 'overrides go in as "$@" at job.sh:5  python main.py "$@"'
    assert refusal("for f (*.none) rm $f\npython main.py\n", "args", "zsh")[0].startswith(
        "the script cannot be followed"
    )


def test_other_files_are_looked_for_beside_the_script_and_here(here: Path) -> None:
    (here / "jobs").mkdir()
    (here / "jobs" / "run.sh").write_text('python main.py "$@"\n')
    read = script("bash run.sh\n", path="jobs/job.sh")
    assert scripts.place(read, None).line == 2
    (here / "run.sh").write_text("python main.py\n")
    with pytest.raises(UsageError, match=r'run\.sh never says "\$@"'):
        scripts.place(read, None)


def test_scripts_that_call_each_other_end(here: Path) -> None:
    (here / "a.sh").write_text('bash b.sh "$@"\n')
    (here / "b.sh").write_text('bash a.sh "$@"\n')
    assert scripts.place(script("bash a.sh\n"), None).line == 2
    what = refusal('f() { g "$@"; }\ng() { f "$@"; }\nf "$@"\n', None)[0]
    assert what == "no command in the script runs a program that could take overrides"


def test_an_inner_file_that_is_no_script_is_a_program(here: Path) -> None:
    for name, content in {"binary": b"\x7fELF\0", "tool": b"#!/usr/bin/perl\n", "plain": b"data"}.items():
        (here / name).write_bytes(content)
        assert scripts.place(script(f"./{name} a\n"), None).line == 2


def test_whatever_follows_a_known_program_is_judged() -> None:
    starting = names.WRAPPERS.keys() | names.SUBCOMMANDS.keys() | judging.STARTING.keys() | names.SPECIAL
    known = {*starting, *names.SHELLS, *names.PYTHONS, *names.EVALUATORS, *names.STRING_RUNNERS, "cat", "./x"}
    options = ["", "-", "--", "-c", "-lc", "-s", "-m", "-e", "-n 1", "-V", "--x", "--bind a", "A=1", "$X", "'a b'"]
    rests = ["", "'python main.py'", '"$@"', 'python "$@" : x.sh']
    for program in sorted(known):
        words = [f"{option} {rest}" for option in (*options, *names.SUBCOMMANDS.get(program, ())) for rest in rests]
        read = script("".join(f"{{ {program} {word}; }}\n" for word in words))
        with suppress(UsageError):
            scripts.place(read, None)


def test_every_program_is_of_one_kind() -> None:
    starting = names.WRAPPERS.keys() | names.SUBCOMMANDS.keys() | judging.STARTING.keys() | names.SPECIAL
    kinds = [names.UTILITIES, names.SHELLS, names.PYTHONS, names.EVALUATORS, names.STRING_RUNNERS, starting]
    assert len(frozenset().union(*kinds)) == sum(map(len, kinds))
    assert special.RULES_BY_NAME.keys() == names.SPECIAL


@pytest.mark.parametrize(
    "text",
    [
        "".join(f'f{n}() {{ f{n + 1} "$@"; f{n + 1} "$@"; }}\n' for n in range(40))
        + 'f40() { python "$@"; }\nf0 "$@"\n',
        "".join(f'A{n}=("${{A{n + 1}[@]}}" "${{A{n + 1}[@]}}")\n' for n in range(40)) + '"${A0[@]}"\n',
        "shift\n" * 3000 + 'python main.py "$@"\n',
        "python main.py\n" * 3000,
        "./x.sh $1\n" * 1000,
        "cd x\n" * 1000 + "./main.sh\n",
        'python "${@:' + "9" * 5000 + '}" ${' + "9" * 5000 + "}\n",
        "shift ²\nshift " + "9" * 5000 + '\npython main.py "$@"\n',
    ],
    ids=["functions", "arrays", "shifts", "programs", "scripts", "directories", "numbers", "counts"],
)
def test_nothing_takes_long(text: str) -> None:
    started = time.process_time()
    with suppress(UsageError):
        scripts.place(script(text), None)
    assert time.process_time() - started < 3
