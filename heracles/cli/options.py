"""Options that several verbs share, and what they become."""

from __future__ import annotations

from heracles.cli.parser import ShowHelp, ShowVersion, positive
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.cli.parser import Parser


def add_common(parser: Parser) -> None:
    """What may stand on either side of any verb."""
    group = parser.add_argument_group("anywhere")
    group.add_argument("-C", dest="directory", metavar="DIR", help="as if started in DIR")
    group.add_argument("--config", metavar="FILE", help="this heracles.toml, not the nearest one above")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")
    group.add_argument("--version", action=ShowVersion, nargs=0, help="print the version")
    group.add_argument("-h", "--help", action=ShowHelp, nargs=0, help="print this")


def add_json(parser: Parser, what: str) -> None:
    parser.add_argument("--json", action="store_true", help=f"JSON Lines on stdout, one object a {what}")


def add_sweep(parser: Parser) -> None:
    parser.add_argument("sweep", metavar="SWEEP", nargs="*", help="key=value, key=1,2,3, key=range(1,9), ...")


def add_selection(parser: Parser) -> None:
    group = parser.add_argument_group("which products")
    group.add_argument("--only", metavar="KEY=VALUE", action="append", default=[], help="those with that value")
    group.add_argument("--limit", metavar="N", type=positive, help="the first N of them")
    group.add_argument("--entropy", metavar="N", help="draw the random seeds from N again")


def add_placement(parser: Parser) -> None:
    help_text = (
        "where overrides go: after the last command, or to the script's arguments (default: by reading the script)"
    )
    parser.add_argument("--placement", choices=("append", "args"), help=help_text)


def add_launching(parser: Parser) -> None:
    group = parser.add_argument_group("launching")
    group.add_argument("--dry-run", action="store_true", help="say what would be launched, touch nothing")
    group.add_argument("--keep", action="store_true", help="leave the copies for a command that reads them later")
    group.add_argument("--overwrite", action="store_true", help="write over older copies that are in the way")
