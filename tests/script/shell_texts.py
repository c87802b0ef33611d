"""Random shell text: scripts that are right by construction, and damaged ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

WORDS = [
    "x", "a=b", "--flag", "1", "'it is'", '"a b"', '"$HOME/x"', "$HOME", "${X:-y}", "${X:-'}'}", '"${X:-a b}"', "a\\ b",
    "\\;", "\\\n", "$'t\\'q\\n'", "$((1 + (2 * 3)))", "`echo b`", "`echo \\`echo c\\``", "a#b", "'#'", '"#"', "{a,b}",
    "*.none", "${#X}", "${X%%.*}", "${X//\\//_}", "$?", "$$", "$!", "$-", '""', "''", "a'b'\"c\"", '"\\"\\$\\`"', "~",
    "!", "]", "[", "=", '"`echo d`"', '"$(echo "$(echo "e")")"', "$(( $(echo 2) << 1 ))", "$(echo ')' # a note )\n)",
    '"$(case a in (a) echo 1;; b) echo 2;; esac)"', "\"a\nb\"", "é", "<(echo)", "$[1 + 2]", "@(a)x", "esac", "done",
    "time", "in",
]  # fmt: skip
REDIRECTIONS = ["> out", "2>&1", ">> out", "2> /dev/null", "< /dev/null", "<<< word", "&> out", ">| out", "3>&1 4>&-"]
COMMANDS = ["echo", "printf %s", ":", "test", "true", "X=1 echo", "command -v", "\techo", "! true", "mkdir -p out"]
DOCUMENTS = [
    "cat <<EOF > out\npython x.py $(echo '\n') \"\nEOF",
    "cat <<'EOF'; echo a\n$(( ${ ` '\nEOF",
    'cat <<-E"O"F\n\t\'\n\tEOF',
    "cat <<A <<B\na\nA\nb $HOME\nB",
    "cat << \\EOF | cat\n`\nEOF",
    "while read -r l; do echo; done <<EOF\nif\nEOF",
    'echo "$(cat <<EOF\nit\'s )\nEOF\n)"',
]
STRUCTURES = [
    "if {c}; then\n{s}\nelif {c}; then {c}; else\n{s}\nfi",
    "for x in a {w} b; do\n{s}\ndone",
    "for x\ndo {c}; done",
    "for ((i = 0; i < 2; i++)); do {c}; done",
    "while false; do\n{s}\ndone",
    "until true; do {c}; done",
    "case {w} in\n(a|b) {c} ;;\n*) {c}\nesac",
    "( {s}\n)",
    "{{ {s}\n}} > out",
    "{c} && {c} ||\n{c}",
    "{c} | {c} |& cat",
    "f{n}() {{\n{s}\n}}",
    "function g{n} {{ {s}\n}}",
    "[[ {t} && ( -n x || ! x == @(y|z) ) ]]",
    "[[ x =~ ^(a|b)+[[:space:]]?#$ ]] || {c}",
    "(( i += (1 << 2) ))",
    "declare -a L{n}=(a {w}\n  # a note )\n  'b c')",
    "out=$({s}\n)",
    "{c} &",
    "select x in; do break; done < /dev/null",
    "time {c}",
    "coproc cat",
]
DAMAGES = ["", *"'\"`$(){}[];&|<>\\#\n !=x@", "$(", "<<EOF\n", "${", "(("]


def script(random: Random, statements: int, depth: int = 3) -> str:
    """Statements that run utilities only, one a line or more."""
    return "\n".join(_statement(random, depth) for _ in range(statements))


def _statement(random: Random, depth: int) -> str:
    chosen = random.random()
    if chosen < 0.4 or depth == 0:
        return _command(random) + random.choice(["", "", ";", " # it's a note", " \\\n", "\n\n"])
    if chosen < 0.5:
        return random.choice(DOCUMENTS)
    return random.choice(STRUCTURES).format(
        c=_command(random),
        s=script(random, random.randrange(1, 3), depth - 1),
        w=random.choice(WORDS),
        t=random.choice(["-n x", '"$HOME" == /*', "1 -lt 2", "a < b"]),
        n=random.randrange(100),
    )


def _command(random: Random) -> str:
    words = [random.choice(COMMANDS), *random.choices(WORDS, k=random.randrange(4))]
    if random.random() < 0.3:
        words.append(random.choice(REDIRECTIONS))
    return " ".join(words)


def damaged(random: Random, text: str) -> str:
    """The text with a few characters dropped, doubled or put in."""
    letters = list(text)
    for _ in range(random.randrange(1, 5)):
        place = random.randrange(len(letters) + 1)
        letters[place : place + random.randrange(3)] = random.choice(
            ["", *"'\"`$(){}[];&|<>\\#\n !=x@", "$(", "<<EOF\n", "${", "(("]
        )
    return "".join(letters)
