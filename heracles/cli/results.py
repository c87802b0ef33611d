"""``heracles results``: its options, and the command behind each."""

from __future__ import annotations

from heracles.cli import dispatch, syntax
from heracles.cli.syntax import Option, Syntax
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from types import SimpleNamespace

    from heracles.terminal import Terminal

_HOW = "how"
"""Only one of these options may be given."""
_SHOWN = "shown"


def run(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import results as command  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    keys = tuple(dict.fromkeys(options.key))
    asked = command.Asked(
        options.target,
        options.path or "",
        keys,
        tuple(options.only),
        tuple(options.over),
        options.sort,
        options.all,
        options.config,
    )
    if options.csv:
        return command.results_csv(asked, terminal)
    return command.results_json(asked, terminal) if options.json else command.results(asked, terminal)


RESULTS = Syntax(
    "results",
    "usage: heracles results [TARGET] [options]",
    "Prints what runs left in the files that `results` of a sweep declares, beside\n"
    "what varies among them. Missing files are blanks; no scheduler is asked.",
    (
        "heracles results ablation-a --over seed --sort=-eval.return",
        "heracles results sbatch.sh --path 'out/${heracles:id}.csv' --key loss",
    ),
    (syntax.TARGET_OR_NEWEST,),
    (
        Option(
            ("--over",), "over", "mean, deviation, number over it", "KEY", _SHOWN, is_repeatable=True, completes="key"
        ),
        Option(("--sort",), "sort", "by that column; --sort=-KEY: largest first", "KEY", _SHOWN, completes="column"),
        Option(
            ("--key",),
            "key",
            "that value (default: those declared)",
            "KEY",
            _SHOWN,
            is_repeatable=True,
            completes="result",
        ),
        Option(
            ("--path",), "path", "in that file of each run: .json, .jsonl or .csv", "PATH", _SHOWN, completes="file"
        ),
        syntax.ONLY,
        Option(("--all",), "all", "also products that are declared no more", group=syntax.WHICH),
        Option(("--csv",), "csv", "CSV on stdout, numbers whole", "", syntax.OUTPUT, exclusive=_HOW),
        syntax.json("row")._replace(exclusive=_HOW),
        *syntax.COMMON,
    ),
    run,
)
