"""argparse, with errors and help as values instead of prints and exits."""

from __future__ import annotations

import argparse

from heracles.errors import UsageError, nearest
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


COLUMNS = 80


class Asked(Exception):
    """The user asked for a text (help, version) instead of for work."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Keeps to 80 columns, and so spares every start the import that asks the terminal for its width."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=COLUMNS)


class Parser(argparse.ArgumentParser):
    """Takes options and words in any order, no abbreviated options."""

    def __init__(self, prog: str, usage: str, description: str, examples: str) -> None:
        super().__init__(
            prog=prog,
            usage=usage,
            description=description,
            epilog=f"examples:\n{examples}",
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, cure=f"see {self.prog} --help")

    def parse_words(self, argv: Sequence[str]) -> argparse.Namespace:
        """Parses options and words mixed in any order; raises a UsageError for what it does not know."""
        parsed, unknown = self.parse_known_intermixed_args(argv)
        if unknown:
            raise self._unknown(unknown[0])
        return parsed

    def _unknown(self, word: str) -> UsageError:
        known = [option for action in self._actions for option in action.option_strings]
        likely = nearest(word.partition("=")[0], known)
        cure = f"did you mean {likely}?" if likely else f"see {self.prog} --help"
        return UsageError(f"there is no option {word}", cure=cure)


class ShowHelp(argparse.Action):
    """Answers ``--help``."""

    def __call__(
        self, parser: argparse.ArgumentParser, _namespace: object, _values: object, _option: str | None = None
    ) -> None:
        raise Asked(parser.format_help())


class ShowVersion(argparse.Action):
    """Answers ``--version``."""

    def __call__(
        self, _parser: argparse.ArgumentParser, _namespace: object, _values: object, _option: str | None = None
    ) -> None:
        from heracles import __version__  # noqa: PLC0415

        raise Asked(f"heracles {__version__}")


def positive(text: str) -> int:
    """A whole number above zero."""
    if text.isdecimal() and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a whole number above zero")
