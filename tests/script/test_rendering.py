"""Overrides as shell words, the text of copies, and their names."""

from __future__ import annotations

import os
import random
import subprocess
from typing import TYPE_CHECKING

import pytest

from heracles import script as scripts
from heracles.grammar import templates
from heracles.script.rendering import UNSET, quote_override, split_at_variables
from tests import shells
from tests.portions import first_on_each

if TYPE_CHECKING:
    from pathlib import Path

DUMP = "#!/bin/sh\nprintf '%s\\0' \"$@\" >> dumped\n"
ALPHABET = "abc019 \t\n\r'\"\\`$!*?[]{}()<>|&;#~=%+:,./@^-_é世🎉\u00a0\udcff\udcc3\x01\x7f"
PLAIN = ["a=1", "env.num_envs=8", "+a=1", "++a=b.c", "a@b:c=d", "a=1e-3", "a=x,y", "a=/p/q-r_s%t", "-h", "--", "a=~b"]
HOSTILE = [
    "", " ", "a b", "'", "''", "'a'b", '"', "$HOME", "${HOME}", "$(id)", "`id`", "*", "a=*", "?", "[a]", "{a,b}", ";",
    "a;b", "&", "|", "<", ">", "(", ")", "#", "#a", "a #b", "~", "~a", "a=~", "!", "!!", "\\", "a\\", "\\n", "\n",
    "a\nb", "\n\n", "\t", "\r\n", "=", "=ls", "==", "-", "--", "-n", "-e", "1", "2", "é", "世界", "🎉", "a=🎉", "\x01",
    "\udcff", "a=\udcff\udcfe b", "\x7f", "$'a'", '$"a"', "%", "%1", "^", "@", "@(a)", "*(.)", "a=$'x'", "a='it''s'",
    'a="b"', "if", "[[", "}",
]  # fmt: skip


def random_words(count: int) -> list[str]:
    chosen = random.Random(2024)
    return ["".join(chosen.choices(ALPHABET, k=chosen.randrange(1, 14))) for _ in range(count)]


@pytest.mark.parametrize("shell", first_on_each(shells.DIFFERENT))
@pytest.mark.parametrize("text", ["./dump.py\n", './dump.py "$@"\n', "./dump.py # note\n", "./dump.py>log\n"])
def test_what_the_program_gets_is_byte_for_byte_the_override(shell: str, text: str, tmp_path: Path) -> None:
    words = PLAIN + HOSTILE + random_words(2000)
    (tmp_path / "dump.py").write_text(DUMP)
    (tmp_path / "dump.py").chmod(0o755)
    (tmp_path / "job.sh").write_text(f"#!/bin/{shell}\n{text}")
    script = scripts.read(str(tmp_path / "job.sh"))
    copy = scripts.copy_text(scripts.place(script, None), words).encode("utf-8", "surrogateescape")
    (tmp_path / "copy.sh").write_bytes(copy)
    subprocess.run([shell, "copy.sh"], cwd=tmp_path, check=True, env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere"})
    dumped = (tmp_path / "dumped").read_bytes().split(b"\0")[:-1]
    assert dumped == [os.fsencode(word) for word in words]


@pytest.mark.once
@pytest.mark.parametrize("word", ["a=1", "env.name=HalfCheetah", "+a=1", "a@b=c", "lr=1e-3", "a=/x/y:z,w%v"])
def test_what_needs_no_quotes_gets_none(word: str) -> None:
    assert scripts.quote(word) == word


def test_the_rest_is_in_single_quotes() -> None:
    assert scripts.quote("~a") == "'~a'"
    assert scripts.quote("a=[1,2]") == "'a=[1,2]'"
    assert scripts.quote("it's") == "'it'\\''s'"
    assert scripts.quote("") == "''"
    assert scripts.quote("=ls") == "'=ls'"
    assert scripts.quote("é") == "'é'"


OF_THE_JOB = {
    "dir=/scratch/__env(USER)__/x": "'dir=/scratch/'\"${USER?UNSET}\"'/x'",
    "a=__env(A)__": "'a='\"${A?UNSET}\"",
    "a=__env:A__": "'a='\"${A?UNSET}\"",
    "a='__env(A)__'": "'a='\\'''\"${A?UNSET}\"''\\'''",
    "a=__env(A)____env:_b1__": '\'a=\'"${A?UNSET}""${_b1?UNSET}"',
    "a=[__env(A__B)__,__env:C__D__]": "'a=['\"${A__B?UNSET}\"','\"${C?UNSET}\"'D__]'",
    "__env(A)__": '"${A?UNSET}"',
    "a=____env(A)__": "'a=__'\"${A?UNSET}\"",
    f"a=__env({'A' * 255})__": f"'a='\"${{{'A' * 255}?UNSET}}\"",
    "a=__env__env(A)__": "'a=__env'\"${A?UNSET}\"",
}


def test_a_variable_of_the_job_is_left_to_its_shell() -> None:
    expected = {word: text.replace("UNSET", UNSET) for word, text in OF_THE_JOB.items()}
    assert {word: quote_override(word) for word in OF_THE_JOB} == expected


def test_what_is_shown_has_the_override_as_it_was_typed() -> None:
    assert scripts.quote("a=__env:A__") == "a=__env:A__"
    assert scripts.quote("a=__env(A)__") == "'a=__env(A)__'"


@pytest.mark.once
@pytest.mark.parametrize(
    "word",
    [
        "a=1",
        "__env",
        "a=__env(A)",
        "a=__env(1)__",
        "a=__env()__",
        "a=__env:A",
        "a=__env\\(A\\)__",
        "a=__env(é)__",
        f"a=__env({'A' * 256})__",
        f"a=__env:{'A' * 256}__",
    ],
)
def test_other_words_have_no_variables_of_the_job(word: str) -> None:
    assert split_at_variables(word) == ([word], [])
    assert quote_override(word) == scripts.quote(word)


@pytest.mark.once
@pytest.mark.parametrize("word", OF_THE_JOB)
def test_the_grammar_finds_the_same_variables(word: str) -> None:
    assert [name for _, name in templates.variables(word)] == split_at_variables(word)[1]


VALUES = [*HOSTILE, *PLAIN, *random_words(60)]


@pytest.mark.once
@pytest.mark.parametrize("shell", shells.DIFFERENT)
@pytest.mark.parametrize("text", ["./dump.py\n", './dump.py "$@"\n'])
def test_the_value_of_a_variable_is_one_word_and_not_interpreted(shell: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "dump.py").write_text(DUMP)
    (tmp_path / "dump.py").chmod(0o755)
    (tmp_path / "job.sh").write_text(f"#!/bin/{shell}\nset -u\n{text}")
    words = ["a=__env(V1)__", "b='x $y __env(V2)__ z'", *(f"v=__env:V{place}__" for place in range(len(VALUES)))]
    copy = scripts.copy_text(scripts.place(scripts.read(str(tmp_path / "job.sh")), None), words)
    (tmp_path / "copy.sh").write_text(copy)
    environment = {f"V{place}": value for place, value in enumerate(VALUES)}
    subprocess.run([shell, "copy.sh"], cwd=tmp_path, check=True, env={"PATH": "/usr/bin:/bin", **environment})
    dumped = (tmp_path / "dumped").read_bytes().split(b"\0")[:-1]
    expected = [f"a={VALUES[1]}", f"b='x $y {VALUES[2]} z'", *(f"v={value}" for value in VALUES)]
    assert dumped == [os.fsencode(word) for word in expected]


@pytest.mark.once
@pytest.mark.parametrize("shell", shells.DIFFERENT)
def test_where_a_variable_is_not_set_the_job_ends_before_its_command(shell: str, tmp_path: Path) -> None:
    (tmp_path / "dump.py").write_text(DUMP)
    (tmp_path / "dump.py").chmod(0o755)
    (tmp_path / "job.sh").write_text(f"#!/bin/{shell}\n./dump.py\n")
    placement = scripts.place(scripts.read(str(tmp_path / "job.sh")), None)
    (tmp_path / "copy.sh").write_text(scripts.copy_text(placement, ["a=__env(NOBODY_SETS_THIS)__/x"]))
    ran = subprocess.run([shell, "copy.sh"], cwd=tmp_path, check=False, capture_output=True, env={"PATH": "/bin"})
    assert ran.returncode != 0
    assert f"NOBODY_SETS_THIS: {UNSET}" in ran.stderr.decode()
    assert not (tmp_path / "dumped").exists()


def rendered(text: str, words: list[str], tmp_path: Path, wish: str | None = None) -> str:
    (tmp_path / "job.sh").write_text(f"#!/bin/bash\n{text}")
    script = scripts.read(str(tmp_path / "job.sh"))
    return scripts.copy_text(scripts.place(script, wish), words).partition("\n")[2]


def test_appended_overrides_stand_behind_the_last_word(tmp_path: Path) -> None:
    assert rendered("python main.py\n", ["a=1", "b=x y"], tmp_path) == "python main.py a=1 'b=x y'\n"
    assert rendered("python main.py # a\n\n", ["a=1"], tmp_path) == "python main.py a=1 # a\n\n"
    assert rendered("python main.py > log 2>&1 &\nwait", ["a=1"], tmp_path) == "python main.py a=1 > log 2>&1 &\nwait"
    assert rendered("python main.py>log", ["2"], tmp_path) == "python main.py 2 >log"
    assert rendered("python main.py;date", ["2"], tmp_path) == "python main.py 2;date"
    assert rendered("python \\\n  main.py \\\n\n", ["a=1"], tmp_path) == "python \\\n  main.py a=1 \\\n\n"
    assert rendered("python main.py\n", [], tmp_path) == "python main.py\n"


def test_arguments_are_set_before_the_first_command(tmp_path: Path) -> None:
    text = '#SBATCH -n1\n\n# a note\n  module load x\npython main.py "$@"\n'
    expected = "#SBATCH -n1\n\n# a note\nset -- a=1 '~b'\n  module load x\npython main.py \"$@\"\n"
    assert rendered(text, ["a=1", "~b"], tmp_path) == expected
    assert rendered('python main.py "$@"', [], tmp_path) == 'set --\npython main.py "$@"'


def test_arguments_are_set_behind_a_file_that_would_see_them(tmp_path: Path) -> None:
    text = 'date\n. ./activate; date\n  echo "$#"; python main.py "$@"\n'
    expected = 'date\n. ./activate; date\nset -- a=1\n  echo "$#"; python main.py "$@"\n'
    assert rendered(text, ["a=1"], tmp_path) == expected
    text = 'source activate env\npython main.py "$@"\n'
    assert rendered(text, ["a=1"], tmp_path) == f"set -- a=1\n{text}"


def test_a_here_document_is_not_cut_in_two(tmp_path: Path) -> None:
    text = '. ./x\ncat <<EOF; python main.py "$@"\ntext\nEOF\n'
    assert rendered(text, ["a=1"], tmp_path) == f". ./x\nset -- a=1\n{text[6:]}"


@pytest.mark.once
@pytest.mark.parametrize(
    ("script", "copy"),
    [
        ("sbatch.sh", "sbatch_hydra0.sh"),
        ("dir/sbatch.sh", "dir/sbatch_hydra0.sh"),
        ("./a.b.sh", "./a.b_hydra0.sh"),
        ("job", "job_hydra0"),
        ("dir.d/job", "dir.d/job_hydra0"),
        (".hidden", ".hidden_hydra0"),
        ("x_hydra1.sh", "x_hydra1_hydra0.sh"),
        ("a b\n.sh", "a b\n_hydra0.sh"),
    ],
)
def test_copies_are_named_after_the_script(script: str, copy: str) -> None:
    assert scripts.copy_name(script, 0) == copy
    assert scripts.copy_index(script, copy) == 0
    assert scripts.copy_index(script, os.path.basename(copy)) == 0


@pytest.mark.once
@pytest.mark.parametrize("index", [0, 1, 9, 10, 12345, 10**9])
def test_the_index_of_a_copy_is_read_back(index: int) -> None:
    assert scripts.copy_index("sbatch.sh", scripts.copy_name("sbatch.sh", index)) == index


@pytest.mark.once
@pytest.mark.parametrize(
    "name",
    [
        "sbatch.sh", "sbatch_hydra.sh", "sbatch_hydra00.sh", "sbatch_hydra01.sh", "sbatch_hydra1", "sbatch_hydra1.sh~",
        "sbatch_hydra-1.sh", "sbatch_hydra1.5.sh", "sbatch_hydra٣.sh", "sbatch_hydra².sh", "sbatch_hydra 1.sh",
        "sbatch_hydra0-9.sh", "xsbatch_hydra1.sh", "sbatch_hydra1.bash", "sbatch_hydra1_hydra2.sh", "",
    ],
)  # fmt: skip
def test_other_files_are_no_copies(name: str) -> None:
    assert scripts.copy_index("sbatch.sh", name) is None


@pytest.mark.once
@pytest.mark.parametrize(
    ("script", "copy"),
    [
        ("sbatch.sh", "sbatch_hydra0-999.sh"),
        ("dir.d/job", "dir.d/job_hydra0-999"),
        ("x_hydra1.sh", "x_hydra1_hydra0-999.sh"),
    ],
)
def test_array_copies_are_named_after_their_first_and_last_product(script: str, copy: str) -> None:
    assert scripts.array_copy_name(script, 0, 999) == copy
    assert scripts.copy_range(script, copy) == (0, 999)
    assert scripts.copy_range(script, os.path.basename(copy)) == (0, 999)
    assert scripts.copy_index(script, copy) is None
    assert scripts.is_copy(script, copy)


def test_an_array_copy_may_have_one_product() -> None:
    assert scripts.copy_range("sbatch.sh", scripts.array_copy_name("sbatch.sh", 7, 7)) == (7, 7)


@pytest.mark.once
@pytest.mark.parametrize(
    "name",
    [
        "sbatch.sh", "sbatch_hydra.sh", "sbatch_hydra-.sh", "sbatch_hydra-9.sh", "sbatch_hydra0-.sh",
        "sbatch_hydra0-09.sh", "sbatch_hydra9-0.sh", "sbatch_hydra0-9-10.sh", "sbatch_hydra0--9.sh", "sbatch_hydra0-9",
        "sbatch_hydra0-9.sh~", "sbatch_hydra0-٣.sh", "sbatch_hydra0 -9.sh", "xsbatch_hydra0-9.sh",
        "sbatch_hydra00-9.sh", "sbatch_hydra0_9.sh", "",
    ],
)  # fmt: skip
def test_other_files_are_no_copies_of_any_kind(name: str) -> None:
    assert scripts.copy_range("sbatch.sh", name) is None
    assert not scripts.is_copy("sbatch.sh", name)


def test_a_copy_of_one_product_is_a_copy_without_a_range() -> None:
    assert scripts.copy_range("sbatch.sh", "sbatch_hydra3.sh") is None
    assert scripts.is_copy("sbatch.sh", "dir/sbatch_hydra3.sh")
