"""Copies that carry products and say which: single ones and arrays, run by the shells as a scheduler would."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from heracles import script as scripts
from heracles.errors import UsageError
from heracles.script import arrays, header
from heracles.script.rendering import UNSET
from tests import shells
from tests.portions import first_on_each
from tests.script import programs
from tests.script.test_endings import ENDINGS, OVERRIDES, reached, runnable, written
from tests.script.test_rendering import HOSTILE, PLAIN, random_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.script.endings import Accepted, Refused

RUNNABLE = [ending for ending in ENDINGS if shells.here(ending.shells)]
OPTIONS_OF_MANY = shells.here(("zsh -o rcquotes -o shwordsplit -o globsubst -o ksharrays", "bash -eux"))
ORIGIN = scripts.Origin("sbatch.sh", "it's a sweep", "20261122-4f2a")
ROWS = (
    scripts.Row(40, "aaaa", ("v=1", "w=2")),
    scripts.Row(47, "bbbb", OVERRIDES),
    scripts.Row(49, "cccc", (*OVERRIDES, "y=1", "z=2")),
)
RECORDER = """\
#!/bin/sh
printf '%s\\0' "${0##*/}" "$HERACLES_ID" "$HERACLES_INDEX" "$@" > "$RECORDS/$$"
"""
TASK = '#!/bin/sh\nSLURM_ARRAY_TASK_ID=1\nexport SLURM_ARRAY_TASK_ID\nexec ${0##*task-} "$@"\n'
DUMP = "#!/bin/sh\nprintf '%s\\0' \"$@\" > dumped\n"


class Ran(NamedTuple):
    """How a copy ended, and what it wrote."""

    exit_code: int
    out: str
    err: str


def script_of(text: str, shebang: str = "#!/bin/bash") -> scripts.Script:
    words = tuple(shebang[2:].split(None, 1))
    return scripts.Script("sbatch.sh", f"{shebang}\n{text}", 0o755, words)


def array_of(text: str, rows: tuple[scripts.Row, ...] = ROWS, wish: str | None = None) -> str:
    return arrays.array_copy(scripts.place(script_of(text), wish), ORIGIN, rows)


def single_of(text: str, row: scripts.Row = ROWS[1], wish: str | None = None) -> str:
    return scripts.single_copy(scripts.place(script_of(text), wish), ORIGIN, row)


def run(copy: str, directory: Path, command: str = "bash", **environment: str) -> Ran:
    """Runs a copy in the directory, whose programs come first, and in no environment but the one that is said."""
    (directory / "copy.sh").write_text(copy, encoding="utf-8", errors="surrogateescape")
    ended = subprocess.run(
        [*command.split(), "copy.sh"], cwd=directory, check=False, capture_output=True, text=True, errors="replace",
        env={"PATH": f"{directory}:/usr/bin:/bin", "HOME": str(directory), **environment},
    )  # fmt: skip
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def program(directory: Path, text: str, name: str) -> None:
    (directory / name).write_text(text)
    (directory / name).chmod(0o755)


def both_run(text: str, directory: Path, shell: str = "bash") -> tuple[Ran, Ran]:
    """The same product as a single copy, and as the task of an array."""
    task = run(array_of(text), directory, shell, SLURM_ARRAY_TASK_ID="1")
    return run(single_of(text), directory, shell), task


@pytest.fixture(scope="session")
def stand_ins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Programs that write down their product besides their arguments, and shells that begin as task 1."""
    directory = tmp_path_factory.mktemp("programs")
    programs.install(directory)
    for name in programs.RECORDERS:
        program(directory, RECORDER, name)
    for shell in shells.EVERY:
        program(directory, TASK, f"task-{shell}")
    return directory


def copied(ending: Accepted | Refused, turn: int, directory: Path, runner: str) -> programs.Copy:
    available = shells.here(ending.shells)
    shell = available[turn % len(available)]
    placement = scripts.place(written(ending, runnable(ending), shell, directory), None)
    text = arrays.array_copy(placement, ORIGIN, ROWS) if runner else scripts.single_copy(placement, ORIGIN, ROWS[1])
    (directory / "copy.sh").write_text(text, encoding="utf-8", errors="surrogateescape")
    return programs.Copy(directory, runner + shell, "copy.sh")


@pytest.mark.once
@pytest.mark.parametrize(("runner", "endings"), [("", RUNNABLE[::2]), ("task-", RUNNABLE)], ids=["single", "task"])
def test_every_ending_gets_the_words_and_says_the_product(
    runner: str, endings: Sequence[Accepted | Refused], stand_ins: Path, tmp_path: Path
) -> None:
    copies = [copied(ending, turn, tmp_path / f"{turn}", runner) for turn, ending in enumerate(endings)]
    ran = programs.run(copies, stand_ins)
    arrived = [(ending.text, sorted(reached(records))) for ending, records in zip(endings, ran)]
    assert arrived == [(ending.text, sorted(ending.meant)) for ending in endings]
    records = [record for of_one in ran for record in of_one]
    assert {record.arguments[:2] for record in records} == {("bbbb", "47")}
    assert not {"v=1", "w=2", "y=1", "z=2"} & {word for record in records for word in record.arguments}


@pytest.mark.once
@pytest.mark.parametrize("shell", [*shells.DIFFERENT, *OPTIONS_OF_MANY])
@pytest.mark.parametrize("text", ["main.py\n", 'main.py "$@"\n', "cd .; main.py>log"])
def test_what_a_task_gets_is_byte_for_byte_the_override(shell: str, text: str, tmp_path: Path) -> None:
    program(tmp_path, DUMP, "main.py")
    words = tuple(word for word in PLAIN + HOSTILE + random_words(400) if word)
    rows = (ROWS[0], scripts.Row(1, "1", words), scripts.Row(2, "2", ("", "")))
    assert run(array_of(text, rows), tmp_path, shell, SLURM_ARRAY_TASK_ID="1").exit_code == 0
    assert (tmp_path / "dumped").read_bytes().split(b"\0")[:-1] == [os.fsencode(word) for word in words]
    assert run(array_of(text, rows), tmp_path, shell, SLURM_ARRAY_TASK_ID="2").exit_code == 0
    assert (tmp_path / "dumped").read_bytes() == b"\0\0"


@pytest.mark.parametrize("shell", first_on_each(shells.EVERY))
def test_the_script_and_its_programs_see_which_product_it_is(shell: str, tmp_path: Path) -> None:
    program(tmp_path, "#!/bin/sh\nenv | grep ^HERACLES_ | sort\n", "python")
    text = 'echo "$HERACLES_SWEEP, $HERACLES_LAUNCH, $HERACLES_ID, $HERACLES_INDEX"\npython main.py\n'
    first = "it's a sweep, 20261122-4f2a, bbbb, 47\n"
    of_program = "HERACLES_ID=bbbb\nHERACLES_INDEX=47\nHERACLES_LAUNCH=20261122-4f2a\nHERACLES_SWEEP=it's a sweep\n"
    assert both_run(text, tmp_path, shell) == (Ran(0, first + of_program, ""),) * 2


@pytest.mark.once
@pytest.mark.parametrize("shell", shells.EVERY)
def test_a_task_without_a_row_says_so(shell: str, tmp_path: Path) -> None:
    copy = array_of("echo began\npython main.py\n")
    err = "heracles: the task 17 has no product in this copy of sbatch.sh (it has 0 to 2; launch 20261122-4f2a)\n"
    assert run(copy, tmp_path, shell, SLURM_ARRAY_TASK_ID="17") == Ran(2, "", err)
    for task in ("-1", "01", "0x1", "*", "[01]", "1 2", "a'b"):
        assert run(copy, tmp_path, shell, SLURM_ARRAY_TASK_ID=task) == Ran(2, "", err.replace("17", task))


@pytest.mark.once
@pytest.mark.parametrize("command", [*shells.EVERY, *shells.here(("bash -eu", "zsh -eu"))])
def test_what_is_no_task_says_so(command: str, tmp_path: Path) -> None:
    copy = array_of("echo began\npython main.py\n")
    err = (
        "heracles: SLURM_ARRAY_TASK_ID is missing: this copy of sbatch.sh is for the tasks 0 to 2 of a job array "
        "(launch 20261122-4f2a)\n"
    )
    assert run(copy, tmp_path, command) == Ran(2, "", err)
    assert run(copy, tmp_path, command, SLURM_ARRAY_TASK_ID="") == Ran(2, "", err)


@pytest.mark.once
@pytest.mark.parametrize("shell", shells.DIFFERENT)
@pytest.mark.parametrize(
    ("text", "exit_code", "out"),
    [
        ("! python main.py\n", 0, ""),
        ("time python main.py", 7, ""),
        ("A=1 python main.py;", 7, ""),
        ('python main.py\necho "$?"\n', 0, "7\n"),
        ("set -e\npython main.py\necho no\n", 7, ""),
        ("set -e\n! python main.py\necho yes\n", 0, "yes\n"),
        ("set -eu\ntrap 'echo bye' EXIT\npython main.py\n", 7, "bye\n"),
        ("exec python main.py\n", 7, ""),
        ("python main.py &\nwait $!\n", 7, ""),
        ('echo "$?"\n(exit 3)\npython status=$?\n', 3, "0\n"),
        (". ./seen; python main.py\n. ./seen\n", 0, "0 \n0 \n"),
        ("set -- a b\n. ./seen; shift; python main.py; . ./seen\n", 0, "2 a b\n1 b\n"),
        ("cat <<EOF; python main.py\ntext\nEOF\n", 7, "text\n"),
        ("\\\n  python \\\n  main.py", 7, ""),
        ("if true; then\n  python main.py \"$@\"\nfi\n", 7, ""),
    ],
)  # fmt: skip
def test_a_task_is_like_a_single_copy(text: str, exit_code: int, out: str, shell: str, folder: Path) -> None:
    program(folder, '#!/bin/sh\ncase $1 in status=*) exit "${1#*=}" ;; esac\n[ $# = 8 ] && exit 7\nexit 8\n', "python")
    (folder / "seen").write_text('echo "$# $*"\n')
    single, task = both_run(text, folder, shell)
    assert (single.exit_code, single.out) == (task.exit_code, task.out) == (exit_code, out)


@pytest.mark.once
@pytest.mark.parametrize(
    ("shell", "settings"),
    [
        ("bash", "shopt -s expand_aliases extglob nocasematch dotglob nullglob; set -o posix -euf"),
        ("dash", "set -euf"),
        ("zsh", "setopt shwordsplit globsubst ksharrays rcquotes rcexpandparam noglob extendedglob nounset"),
        ("ksh", "set -o braceexpand -o noglob -eu"),
    ],
)
def test_what_the_script_sets_up_does_not_matter(shell: str, settings: str, folder: Path) -> None:
    program(folder, DUMP, "main.py")
    text = f"{settings}\nalias case=no esac=no export=no unset=no HERACLES_ID=no\nIFS='H_1 \"='\nmain.py\n"
    for ran in both_run(text, folder, shell):
        assert (ran.exit_code, ran.err) == (0, "")
        assert (folder / "dumped").read_bytes().split(b"\0")[:-1] == [os.fsencode(word) for word in OVERRIDES]


@pytest.mark.once
@pytest.mark.parametrize("shell", shells.EVERY)
def test_another_tasks_environment_is_not_taken_for_ours(shell: str, folder: Path) -> None:
    program(folder, DUMP, "main.py")
    outer = {"HERACLES_OVERRIDE_3": "x=1", "HERACLES_ID": "dddd", "SLURM_ARRAY_TASK_ID": "0"}
    assert run(array_of("main.py\n"), folder, shell, **outer).exit_code == 0
    assert (folder / "dumped").read_bytes() == b"v=1\0w=2\0"


def test_a_single_copy_says_its_product_behind_the_directives() -> None:
    assert single_of("#SBATCH -n1\n\n# a note\n  module load x\npython main.py\n", ROWS[0]) == (
        "#!/bin/bash\n#SBATCH -n1\n\n# a note\n"
        "HERACLES_SWEEP='it'\\''s a sweep' HERACLES_LAUNCH='20261122-4f2a' HERACLES_ID='aaaa' HERACLES_INDEX=40\n"
        "export HERACLES_SWEEP HERACLES_LAUNCH HERACLES_ID HERACLES_INDEX\n"
        "  module load x\npython main.py v=1 w=2\n"
    )


def test_an_array_copy_has_its_table_behind_the_directives() -> None:
    rows = (ROWS[0], scripts.Row(41, "eeee", ("a=it's",)))
    assert array_of("#SBATCH -n1\n\n. ./env; python main.py > log", rows) == (
        "#!/bin/bash\n#SBATCH -n1\n\n"
        "HERACLES_SWEEP='it'\\''s a sweep' HERACLES_LAUNCH='20261122-4f2a'\n"
        "unset HERACLES_OVERRIDE_2\n"
        'case "${SLURM_ARRAY_TASK_ID-}" in\n'
        "0) HERACLES_ID='aaaa' HERACLES_INDEX=40 HERACLES_OVERRIDE_1='v=1' HERACLES_OVERRIDE_2='w=2' ;;\n"
        "1) HERACLES_ID='eeee' HERACLES_INDEX=41 HERACLES_OVERRIDE_1='a=it'\\''s' ;;\n"
        "'') printf '%s\\n' 'heracles: SLURM_ARRAY_TASK_ID is missing: this copy of sbatch.sh is for the tasks 0 to 1 "
        "of a job array (launch 20261122-4f2a)' >&2; exit 2 ;;\n"
        "*) printf '%s\\n' 'heracles: the task '\"$SLURM_ARRAY_TASK_ID\"' has no product in this copy of sbatch.sh "
        "(it has 0 to 1; launch 20261122-4f2a)' >&2; exit 2 ;;\n"
        "esac\n"
        "export HERACLES_SWEEP HERACLES_LAUNCH HERACLES_ID HERACLES_INDEX\n"
        '. ./env; python main.py "$HERACLES_OVERRIDE_1" ${HERACLES_OVERRIDE_2+"$HERACLES_OVERRIDE_2"} > log'
    )


OF_THE_JOB = (
    scripts.Row(40, "aaaa", ("dir=/scratch/__env(USER)__/x'y", "w=2")),
    scripts.Row(41, "bbbb", ("dir=__env:USER__", "w=__env(A)____env(B_C)__")),
    scripts.Row(42, "cccc", ("dir=__env(USER)__", "w='__env(A_B)____env(C)__'", "y=__env(A)__")),
    scripts.Row(43, "dddd", ("dir=__env(USER)__", "w=__env:A__", "y=3", "z=__env:USER__")),
)


def test_the_text_around_a_variable_of_the_job_is_in_the_table_and_the_variable_in_the_command() -> None:
    copy = array_of("main.py\n", OF_THE_JOB[:1])
    assert (
        "0) HERACLES_ID='aaaa' HERACLES_INDEX=40 HERACLES_OVERRIDE_1_4USER_0='dir=/scratch/' "
        "HERACLES_OVERRIDE_1_4USER_1='/x'\\''y' HERACLES_OVERRIDE_2='w=2' ;;\n"
    ) in copy
    assert "unset" not in copy
    word = f'"$HERACLES_OVERRIDE_1_4USER_0${{USER?{UNSET}}}$HERACLES_OVERRIDE_1_4USER_1"'
    assert copy.endswith(f'\nmain.py {word} "$HERACLES_OVERRIDE_2"\n')


@pytest.mark.once
@pytest.mark.parametrize("shell", [*shells.DIFFERENT, *OPTIONS_OF_MANY])
@pytest.mark.parametrize("text", ["main.py\n", 'main.py "$@"\n', "set -u; main.py>log"])
def test_a_task_gets_the_values_of_the_jobs_variables(shell: str, text: str, tmp_path: Path) -> None:
    program(tmp_path, DUMP, "main.py")
    values = {"USER": "it's * $(me)", "A": " a  b", "B_C": "[\n", "A_B": "é\\", "C": "~"}
    leftovers = {f"HERACLES_OVERRIDE_{name}": "x=1" for name in ("2", "2_1A_0", "3", "3_1A_0", "4", "4_4USER_0")}
    expected = [
        ["dir=/scratch/it's * $(me)/x'y", "w=2"],
        ["dir=it's * $(me)", "w= a  b[\n"],
        ["dir=it's * $(me)", "w='é\\~'", "y= a  b"],
        ["dir=it's * $(me)", "w= a  b", "y=3", "z=it's * $(me)"],
    ]
    for task, words in enumerate(expected):
        environment = {"SLURM_ARRAY_TASK_ID": str(task), **values, **leftovers}
        assert run(array_of(text, OF_THE_JOB), tmp_path, shell, **environment).exit_code == 0
        assert (tmp_path / "dumped").read_bytes().split(b"\0")[:-1] == [os.fsencode(word) for word in words]


@pytest.mark.once
@pytest.mark.parametrize("shell", shells.DIFFERENT)
def test_a_variable_that_the_script_sets_is_the_same_in_a_task_and_in_a_single_copy(shell: str, tmp_path: Path) -> None:
    program(tmp_path, DUMP, "main.py")
    text, rows = "set -u\nSCRATCH=/s/$PLACE\nmain.py\n", (ROWS[0], scripts.Row(1, "a", ("d=__env(SCRATCH)__/x",)))
    for copy in (single_of(text, rows[1]), array_of(text, rows)):
        assert run(copy, tmp_path, shell, SLURM_ARRAY_TASK_ID="1", PLACE="p").exit_code == 0
        assert (tmp_path / "dumped").read_bytes() == b"d=/s/p/x\0"


@pytest.mark.once
@pytest.mark.parametrize("shell", shells.DIFFERENT)
def test_a_variable_that_is_not_set_ends_only_the_tasks_that_ask_for_it(shell: str, tmp_path: Path) -> None:
    program(tmp_path, DUMP, "main.py")
    copy = array_of("main.py\n", (ROWS[0], scripts.Row(1, "a", ("d=__env(MISSING)__",))))
    assert run(copy, tmp_path, shell, SLURM_ARRAY_TASK_ID="0").exit_code == 0
    ran = run(copy, tmp_path, shell, SLURM_ARRAY_TASK_ID="1")
    assert ran.exit_code != 0
    assert f"MISSING: {UNSET}" in ran.err


def test_arguments_are_set_from_the_table_where_they_are_in_a_single_copy() -> None:
    copy = array_of('. ./env\npython main.py "$@"\n', ROWS[:1])
    assert copy.endswith('\n. ./env\nset -- "$HERACLES_OVERRIDE_1" "$HERACLES_OVERRIDE_2"\npython main.py "$@"\n')


@pytest.mark.parametrize("wish", [None, "args"])
def test_a_copy_has_the_directives_of_the_script(wish: str | None) -> None:
    text = '#SBATCH -n1\n\n \t# a note\n#SBATCH -J x\nf() {\n#SBATCH -N9\n  :\n}\npython main.py "$@"\n'
    for copy in (array_of(text, wish=wish), single_of(text, wish=wish)):
        words = [directive.words for directive in header.directives(script_of("")._replace(text=copy))]
        assert words == [("-n1",), ("-J", "x")]


MANY = tuple(
    scripts.Row(index, f"{index:04x}", tuple(f"k{place}=é'{index}" for place in range(2 + index * 7 % 5)))
    for index in range(120)
)


SOME_OF_THE_JOB = tuple(
    row._replace(words=tuple(f"{word}__env(V{index % 3})__" if index % 5 == 0 else word for word in row.words))
    for index, row in enumerate(MANY)
)


@pytest.mark.once
@pytest.mark.parametrize(
    "rows", [MANY, MANY[:1], MANY[3:40], tuple(row._replace(words=()) for row in MANY), SOME_OF_THE_JOB, OF_THE_JOB]
)
def test_as_many_rows_are_taken_as_fit(rows: tuple[scripts.Row, ...]) -> None:
    text = "# é\nmain.py\n"
    placement = scripts.place(script_of(text), None)
    sizes = [len(arrays.array_copy(placement, ORIGIN, rows[:count]).encode()) for count in range(1, len(rows) + 1)]
    for count, size in enumerate(sizes, 1):
        assert arrays.fitting(placement, ORIGIN, iter(rows), size) == rows[:count]
        if count > 1:
            assert arrays.fitting(placement, ORIGIN, rows, size - 1) == rows[: count - 1]
    assert arrays.fitting(placement, ORIGIN, rows, 0) == rows


@pytest.mark.parametrize("word", ["'" * 5000, "🦁" * 5000, os.fsdecode(b"\xe9") * 5000, "a" * 5000, "'a" * 2500, ""])
@pytest.mark.parametrize("number", [1, 400])
def test_no_word_makes_a_copy_larger_than_was_thought(word: str, number: int) -> None:
    placement = scripts.place(script_of("main.py\n"), None)
    rows = tuple(
        scripts.Row(index, f"{index:016x}", (word,) * number if len(word) < 1 else (word,)) for index in range(2)
    )
    size = len(os.fsencode(arrays.array_copy(placement, ORIGIN, rows)))
    assert arrays.fitting(placement, ORIGIN, rows, size) == rows
    assert arrays.fitting(placement, ORIGIN, rows, size - 1) == rows[:1]


def test_a_row_that_does_not_fit_by_itself_is_refused() -> None:
    placement = scripts.place(script_of("main.py\n"), None)
    size = len(arrays.array_copy(placement, ORIGIN, ROWS[1:2]).encode())
    with pytest.raises(UsageError) as raised:
        arrays.fitting(placement, ORIGIN, ROWS[1:], size - 1)
    (fault,) = raised.value.faults
    length = f"{size:,} bytes, and at most {size - 1:,} are taken"
    assert fault.what == f"product 47 does not fit into a copy of sbatch.sh, which would have {length}"
    assert fault.cure == "shorten the script, or the overrides of this product"
    assert arrays.fitting(placement, ORIGIN, (), 1) == ()
