"""Shell text is read as the shells read it, or refused; without a crash, and in time that grows with its length."""

from __future__ import annotations

import subprocess
import time
from random import Random
from typing import TYPE_CHECKING

import pytest

from heracles import script as scripts
from heracles.errors import UsageError
from heracles.script.shell import read_program
from heracles.script.shell.cursor import Unreadable
from heracles.script.shell.syntax import Command
from heracles.script.shell.walking import nodes, with_elements, words_of
from tests.script import programs, shell_texts
from tests.script.endings import APPENDED, BY_ARGUMENTS, REFUSED

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

TEXTS = [ending.text for ending in (*APPENDED, *BY_ARGUMENTS, *REFUSED)]
OPENERS = [
    "(", "((", "$(", "$((", "${x:-", '"$(', '"${x:-"', "`", "{ ", "if ", "while ", "until ", "case x in (a) ", "a=(",
    "[[ (", "<(", "@(", "x() ", "function x { ", "'", '"', "\\", "<<E ", "<<E\n", "! ", "time ", "a && ", "a | ", "a;",
    "#", "$'", "$[", "for x in ", "for ((", "coproc ", "&", "|", ")", "}", "]]", "done ", ";;", "echo `echo \\`",
    "\\\n", "x=$( <<E\n",
]  # fmt: skip


def values(text: str, shell: str = "bash") -> list[list[str]]:
    """The words of each simple command, without quotes."""
    program = read_program(text, shell)
    return [[word.value for word in node.words] for node, _ in nodes(program.statements) if isinstance(node, Command)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b\tc", [["a", "b", "c"]]),
        ("a 'b c' \"d e\" f\\ g", [["a", "b c", "d e", "f g"]]),
        ("a \"\\\"\\$\\`\\\\\\x\"", [["a", '"$`\\\\x']]),
        ("a b\\\nc \\\n d", [["a", "bc", "d"]]),
        ("a # b\n#c\nd#e", [["a"], ["d#e"]]),
        ("a;b&c&&d||e|f", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]),
        ("A=1 B='2 3' a C=4", [["a", "C=4"]]),
        ("a > b 2>&1 >| c < d <<< 'e f' g", [["a", "g"]]),
        ("a 2 >b 2>b", [["a", "2"]]),
        ("> b a", [["a"]]),
        ("a {fd}> b c", [["a", "c"]]),
        ("a &> b; c &>> d", [["a"], ["c"]]),
        ("a <<E b\n c 'd\nE\ne", [["a", "b"], ["e"]]),
        ("a <<'E F' <<-G\nx\nE F\n\ty\n\tG\nb", [["a"], ["b"]]),
        ("a <<E\nx\\\nE\nE\nb", [["a"], ["b"]]),
        ("a <<'E'\nx\\\nE\nb", [["a"], ["b"]]),
        ("a \"$(b 'c' \")\")\" d", [["a", "$(b 'c' \")\")", "d"], ["b", "c", ")"]]),
        ("a `b \\`c\\`` d", [["a", "`b \\`c\\``", "d"], ["b", "`c`"], ["c"]]),
        ("a $(( (1) )) $((b); c)", [["a", "$(( (1) ))", "$((b); c)"], ["b"], ["c"]]),
        ("a=(b 'c d' # e\n f) g", [["g"]]),
        ("if a; then b; elif c; then d; else e; fi", [["a"], ["b"], ["c"], ["d"], ["e"]]),
        ("for x in a b; do c; done; for x; do d; done; for ((;;)) { e; }", [["c"], ["d"], ["e"]]),
        ("case $x in a|b) c ;; (d) e ;& *) esac", [["c"], ["e"]]),
        ("case esac in esac) a ;; esac", None),
        ("[[ a < b && c =~ (d|e)# ]] && f", [["f"]]),
        ("f() { a; }\nfunction g { b; }\nfunction h() (c)\nd", [["d"]]),
        ("! a; time b; time -p c; ! time d", [["a"], ["b"], ["c"], ["d"]]),
        ("{ a; } && (b) | c", [["a"], ["b"], ["c"]]),
        ("{a,b} }c i\\f 'if' done2", [["{a,b}", "}c", "if", "if", "done2"]]),
        ("echo if then fi { }", [["echo", "if", "then", "fi", "{", "}"]]),
        ("a $'b\\'c' $\"d\"", [["a", "b\\'c", "d"]]),
        ("a <(b) >(c d)", [["a", "<(b)", ">(c d)"], ["b"], ["c", "d"]]),
        ("fi\\\nn a", [["fin", "a"]]),
        ("if a; then b; f\\\ni\nc", [["a"], ["b"], ["c"]]),
        ("", []),
    ],
)  # fmt: skip
def test_words_and_commands(text: str, expected: list[list[str]] | None) -> None:
    if expected is None:
        with pytest.raises(Unreadable):
            values(text)
    else:
        assert values(text) == expected


def test_shells_differ() -> None:
    assert values("a $'b\\' c", "dash") == [["a", "b\\", "c"]]
    with pytest.raises(Unreadable, match="in different places in different shells"):
        values("a $'b\\'c'", "sh")
    assert values('a "${x:-it\'s}" b', "dash") == values('a "${x:-it\'s}" b', "zsh")
    with pytest.raises(Unreadable):
        values('a "${x:-it\'s}" b', "bash")


def test_words_are_where_they_say() -> None:
    for text in TEXTS:
        for node, inside in nodes(read_program(text, "bash").statements):
            for word in words_of(node) if "substitution" not in inside else ():
                assert all(text[part.start : part.end] == part.raw for part in with_elements(word))


@pytest.mark.parametrize(
    ("text", "what", "offset"),
    [
        ("a 'b", "a single quote is never closed", 2),
        ('a\nb "c $(d', "a parenthesis is never closed", 8),
        ('a "b', "a double quote is never closed", 2),
        ("a `b", "a backquote is never closed", 2),
        ("a ${b", "${ is never closed", 2),
        ("(a", "( is never closed", 0),
        ("{ a", "{ is never followed by }", 0),
        ("if a; then b", "if is never followed by fi", 0),
        ("for x in a; do b", "for is never followed by done", 0),
        ("while a; b", "while is never followed by do", 0),
        ("case x in a) b", "case is never followed by esac", 0),
        ("[[ a", "[[ is never followed by ]]", 0),
        ("a=(b", "an array is never closed", 2),
        ("a\nfi", "fi closes nothing", 2),
        ("a )", ") closes nothing", 2),
        ("a ;;", "; closes nothing", 2),
        ("a\n& b", "'&' does not belong here", 2),
        ("a (b)", "'(' does not belong here", 2),
        ("a >", "> goes nowhere", 2),
        ("a \\", "the script ends in a backslash", 2),
        ("a $(b <<E)\nE\n", "a here-document begins in $( ) and ends outside", 3),
        ("(" * 60, "commands are nested more than 50 deep", 50),
    ],
)
def test_what_cannot_be_followed_says_where(text: str, what: str, offset: int) -> None:
    with pytest.raises(Unreadable) as raised:
        read_program(text, "bash")
    assert (raised.value.what, raised.value.offset) == (what, offset)


def test_a_script_that_cannot_be_followed_is_refused_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "job.sh").write_text("#!/bin/bash\npython main.py\necho 'it\n")
    script = scripts.read(str(tmp_path / "job.sh"))
    with pytest.raises(UsageError) as raised:
        scripts.place(script, None)
    (fault,) = raised.value.faults
    assert fault.what == "the script cannot be followed: a single quote is never closed"
    assert fault.place == (f"{tmp_path}/job.sh:3", "echo 'it", 5)
    assert fault.cure == 'if it is right, write "$@" where the overrides go, and say --placement args'


def offset_of_failure(text: str) -> int:
    """Where a text cannot be followed; 0 if it can."""
    try:
        read_program(text, "bash")
    except Unreadable as error:
        return error.offset
    return 0


@pytest.mark.parametrize("opener", OPENERS)
def test_nothing_that_is_repeated_crashes_or_takes_long(opener: str) -> None:
    started = time.process_time()
    for text in (opener * 2_000, f"{opener}a\n" * 1_000, opener * 45 + "a"):
        assert 0 <= offset_of_failure(text) <= len(text)
    assert time.process_time() - started < 2


def accepted(texts: list[str], directory: Path) -> list[bool]:
    """Which of the texts bash -n accepts."""
    for number, text in enumerate(texts):
        (directory / f"{number}.sh").write_text(text, encoding="utf-8", errors="surrogateescape")
    loop = f"for i in $(seq 0 {len(texts) - 1}); do bash -O extglob -n $i.sh 2> /dev/null && echo $i; done; true"
    ended = subprocess.run(["sh", "-c", loop], cwd=directory, capture_output=True, text=True, check=True)
    good = set(map(int, ended.stdout.split()))
    return [number in good for number in range(len(texts))]


def test_what_is_right_by_construction_is_read_and_overrides_arrive(tmp_path: Path) -> None:
    random = Random(1)
    preludes = [shell_texts.script(random, 4) for _ in range(60)]
    texts = [f"shopt -s extglob\n{prelude}\npython main.py > log # last\necho done\n" for prelude in preludes]
    assert accepted(texts, tmp_path) == [True] * len(texts)
    programs.install(tmp_path)
    copies = []
    for number, text in enumerate(texts):
        script = scripts.Script("job.sh", "#!/bin/bash\n" + text, 0o644, ("/bin/bash",))
        copies.append(programs.Copy(tmp_path / f"{number}", "bash", "copy.sh"))
        copies[-1].directory.mkdir()
        copy = scripts.copy_text(scripts.place(script, None), ["a=1", "b=x y"])
        (copies[-1].directory / "copy.sh").write_text(copy)
    for text, records in zip(texts, programs.run(copies, tmp_path)):
        assert records == [("python", ("main.py", "a=1", "b=x y"))], text


def test_copies_of_damaged_scripts_are_as_right_as_the_scripts(tmp_path: Path) -> None:
    random = Random(2)
    sound = [*TEXTS, *(shell_texts.script(random, 2) + "\npython main.py\n" for _ in range(100))]
    originals, copies = [], []
    for text in [shell_texts.damaged(random, random.choice(sound)) for _ in range(600)]:
        script = scripts.Script("job.sh", f"#!/bin/bash\n{text}", 0o644, ("/bin/bash",))
        try:
            placement = scripts.place(script, None)
        except UsageError:
            continue
        originals.append(script.text)
        copies.append(scripts.copy_text(placement, ["a=1", "b=x y"]))
    good = accepted(originals, tmp_path)
    assert sum(good) > 50
    for original, was_good, is_good in zip(originals, good, accepted(copies, tmp_path)):
        assert is_good or not was_good, original
