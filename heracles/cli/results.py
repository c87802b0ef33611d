"""``heracles results``: its options, and the command behind each."""

from __future__ import annotations

from heracles.cli import dispatch, syntax
from heracles.cli.syntax import Option, Syntax, Words
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from types import SimpleNamespace

    from heracles.terminal import Terminal

_HOW = "how"
"""Only one of these options may be given."""
_SHOWN = "what is shown"


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
    "heracles results [TARGET] [--over KEY] [--sort KEY] [--only KEY=VALUE] [--csv | --json]",
    "Prints what the runs left in the files that `results` of a sweep declares, beside what varies among them.\n"
    "TARGET is a sweep, a script, or the beginning of a launch's id.",
    "  heracles results ablation-a --over seed --sort=-eval.return\n"
    "  heracles results sbatch.sh --path 'runs/${heracles:id}/log.csv' --key loss",
    (Words("target", "TARGET", "default: the newest launch"),),
    (
        Option(("--over",), "over", "mean, deviation and number over that key", "KEY", _SHOWN, is_repeatable=True),
        Option(("--sort",), "sort", "by that column; --sort=-KEY: the largest first", "KEY", _SHOWN),
        Option(("--key",), "key", "that value of the files, not those declared", "KEY", _SHOWN, is_repeatable=True),
        Option(("--path",), "path", "that file of each run: .json, .jsonl or .csv", "PATH", _SHOWN),
        syntax.ONLY,
        Option(("--all",), "all", "also products that are declared no more", group=syntax.WHICH),
        Option(("--csv",), "csv", "CSV on stdout, numbers whole", exclusive=_HOW),
        syntax.json("row")._replace(exclusive=_HOW),
        *syntax.COMMON,
    ),
    run,
)
