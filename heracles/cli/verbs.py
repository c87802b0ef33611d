"""``heracles VERB ...``: all verbs; and ``completion``, which tells a shell of them."""

from __future__ import annotations

from heracles.cli import dispatch, syntax
from heracles.cli.ad_hoc import AD_HOC
from heracles.cli.declaring import DELETE, LIST, SHOW, WRITE
from heracles.cli.launching import CHECK, RESUME, RETRY, RUN
from heracles.cli.logs import LOGS
from heracles.cli.operating import CANCEL, CLEAN, STATUS, WAIT
from heracles.cli.preparing import INIT, SCHEMA, VALIDATE_CONFIG
from heracles.cli.results import RESULTS
from heracles.cli.syntax import Syntax, Words
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from types import SimpleNamespace

    from heracles.terminal import Terminal


def _completion(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.cli.parser import tree  # noqa: PLC0415
    from heracles.commands.completion import print_script  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    return print_script(options.shell, VERBS, lambda: tree(AD_HOC, VERBS.values()), terminal)


COMPLETION = Syntax(
    "completion",
    "usage: heracles completion SHELL [options]",
    "Prints a script by which a shell completes verbs, options, names and values.",
    (
        'eval "$(heracles completion bash)"',
        "heracles completion zsh > ~/.zfunc/_heracles",
    ),
    (Words("shell", "SHELL", "bash or zsh", completes="shell"),),
    syntax.COMMON,
    _completion,
)

VERBS = {
    verb.name: verb
    for verb in (
        RUN, RESUME, CANCEL, STATUS, LOGS, RESULTS, WAIT, RETRY, CLEAN, WRITE, DELETE, SHOW, CHECK, LIST, INIT,
        VALIDATE_CONFIG, SCHEMA, COMPLETION,
    )
}  # fmt: skip
