"""Python and its like: ``python main.py``, ``python -m package``, ``python -c '...'``."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.script.programs.names import PREPARING_MODULES
from heracles.script.programs.verdicts import LOST, PASSED, REACHED, WHEN_SAID, Verdict

if TYPE_CHECKING:
    from heracles.script.programs.verdicts import Call, Scene

LETTERS_WITH_VALUE = "WX"
ASKING = frozenset({"-V", "-VV", "--version", "-h", "--help"})
REPORTING = ("import ", "from ", "print(", "print ", "assert ", "#")
CODE_OPTIONS = frozenset({"-e", "-E", "--eval", "--print", "-p", "-r"})
RUN_A_FILE = 'run a file: python main.py "$@"'
RUN_NO_CODE = 'run a file, or write "$@" after the code if it reads its arguments'
TOOLS = frozenset({"setup.py"})


def judge_python(call: Call, _: Scene) -> Verdict:
    """Judges a call of Python by its options: what it runs is a file, a module, code or its input."""
    place, end = 1, call.overrides_at
    while place < end and call.arguments[place].text.startswith("-") and call.arguments[place].text != "-":
        text = call.arguments[place].text
        if text in ASKING:
            return PASSED
        letter = _deciding_letter(text)
        value = text[text.index(letter) + 1 :] if letter else ""
        following = call.arguments[place + 1].text if place + 1 < end else ""
        if letter == "c":
            return _judge_code(value or following)
        if letter == "m":
            return _judge_module(value or following)
        place += 1 if not letter or value else 2
    return _judge_script(call, place)


def _deciding_letter(text: str) -> str:
    """The first of an option's letters that takes a value."""
    if text.startswith("--"):
        return ""
    return next((letter for letter in text[1:] if letter in "cm" + LETTERS_WITH_VALUE), "")


def _judge_code(code: str) -> Verdict:
    if only_reports(code):
        return PASSED
    reason = "python -c runs code that is written here, which need not look at the overrides behind it"
    return Verdict(WHEN_SAID, reason, RUN_NO_CODE, prepares=True)


def only_reports(code: str) -> bool:
    """Whether Python code only imports and prints: ``import torch; print(torch.__version__)``."""
    statements = [statement.strip() for line in code.splitlines() for statement in line.split(";")]
    return all(statement.startswith(REPORTING) for statement in statements if statement)


def _judge_module(module: str) -> Verdict:
    return PASSED if module in PREPARING_MODULES else REACHED


def _judge_script(call: Call, place: int) -> Verdict:
    if place < call.overrides_at and call.arguments[place].text != "-":
        tool = call.arguments[place].text.rpartition("/")[2] in TOOLS
        return PASSED if tool else REACHED
    if call.document is not None and only_reports(call.document.text):
        return PASSED
    if place < call.overrides_at:
        return Verdict(
            WHEN_SAID, "python reads its code from its input", 'run a file: python main.py "$@"', prepares=True
        )
    return Verdict(
        LOST, "the first override would be the file that python runs", 'run a file: python main.py "$@"', True
    )


def judge_evaluator(call: Call, _: Scene) -> Verdict:
    """Judges an interpreter that runs a file, or code after ``-e``."""
    for argument in call.arguments[1 : call.overrides_at]:
        if argument.text in CODE_OPTIONS:
            reason = f"{call.name} {argument.text} runs code that is written here"
            return Verdict(
                WHEN_SAID, reason, 'run a file, or write "$@" after the code if it reads its arguments', prepares=True
            )
        if argument.text in ASKING or argument.text == "-v":
            return PASSED
        if "." in argument.text and not argument.text.startswith("-"):
            return REACHED
    return REACHED
