"""Verbs for what is declared, and its copies: ``list``, ``show``, ``write``, ``delete``."""

from __future__ import annotations

from heracles.cli import dispatch, syntax
from heracles.cli.named import CHOOSING, NAME, SWEEP, declared
from heracles.cli.syntax import Option, Syntax
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from types import SimpleNamespace

    from heracles.terminal import Terminal

_HEXADECIMAL = frozenset("0123456789abcdef")
"""What a word is made of that names a product: its index, or the beginning of its id."""

_SHOWN = "shown"


def _list(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import list as command  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    print_sweeps = command.list_sweeps_json if options.json else command.list_sweeps
    return print_sweeps(options.config, terminal)


def _show(options: SimpleNamespace, terminal: Terminal) -> int:
    if len(options.sweep) == 1 and _HEXADECIMAL.issuperset(options.sweep[0]):
        return dispatch.show_product(options, terminal)
    source = declared(options, "show")
    if options.script:
        raise UsageError("--script prints that of one product", cure="heracles show NAME INDEX --script")
    if options.explain:
        return dispatch.explain(source, options, terminal)
    return dispatch.show(source, options, terminal)


def _write(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.write(declared(options, "write"), options, terminal)


def _delete(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.delete(declared(options, "delete"), options, terminal)


LIST = Syntax(
    "list",
    "usage: heracles list [options]",
    "Prints the sweeps that heracles.toml declares.",
    ("heracles list", "heracles -C project list --json"),
    (),
    (syntax.json("sweep"), *syntax.COMMON),
    _list,
)

SHOW = Syntax(
    "show",
    "usage: heracles show NAME [SWEEP ...] [options]\n       heracles show TARGET INDEX [--script | --json]",
    "Prints the products of a sweep, and where their overrides go; touches nothing.\n"
    "With an index, or the beginning of an id: that product, its jobs and its logs.",
    ("heracles show ablation-a env.num_envs=64 --json", "heracles show ablation-a 17"),
    (NAME._replace(completes="target"), syntax.SWEEP),
    (
        *CHOOSING,
        Option(("--explain",), "explain", "what the sweep is made of, and where each part stands", "", _SHOWN),
        Option(("--script",), "script", "with INDEX: a script that runs it by hand", "", _SHOWN),
        syntax.json("product (--explain: a part)")._replace(group=_SHOWN),
        *syntax.COMMON,
    ),
    _show,
)

WRITE = Syntax(
    "write",
    "usage: heracles write NAME [SWEEP ...] [options]",
    "Writes one copy of the sweep's script per product; their paths go to stdout.",
    ("heracles write ablation-a", "heracles write ablation-a --only env.name=Reacher"),
    SWEEP,
    (*CHOOSING, *syntax.COMMON),
    _write,
)

DELETE = Syntax(
    "delete",
    "usage: heracles delete NAME [SWEEP ...] [options]",
    "Deletes the copies of the sweep's products; never the script.",
    ("heracles delete ablation-a", "heracles delete ablation-a --only env.name=Reacher"),
    SWEEP,
    (*CHOOSING, *syntax.COMMON),
    _delete,
)
