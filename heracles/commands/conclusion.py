"""What is said at the end of a launch, and with which exit code."""

from __future__ import annotations

import os

from heracles import script as scripts
from heracles.commands import wording
from heracles.errors import LaunchError, Place
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.local import LocalLauncher

if TYPE_CHECKING:
    from heracles.commands.planning import Planned
    from heracles.commands.reports import Tally
    from heracles.terminal import Terminal

DONE, FELL_SHORT, INTERRUPTED = 0, 1, 130


def conclude(planned: Planned, tally: Tally, terminal: Terminal) -> int:
    """Says what was launched, what was not, and how to go on; the exit code."""
    if tally.refused:
        fault = tally.refused.fault
        place = Place(tally.refused.submission.copy, tally.refused.submission.title)
        terminal.error(LaunchError(fault.what, place, "\n".join((*fault.cure.splitlines(), *_rest(planned, tally)))))
        return FELL_SHORT
    if tally.interrupted:
        terminal.error(LaunchError("interrupted", cure="\n".join(_rest(planned, tally))))
        return INTERRUPTED
    terminal.note(_success(planned, tally))
    return FELL_SHORT if tally.failed else DONE


def _success(planned: Planned, tally: Tally) -> str:
    total = len(planned.submissions)
    if isinstance(planned.launcher, LocalLauncher):
        failed = f", {len(tally.failed)} failed" if tally.failed else ""
        return f"{total - len(tally.failed)} passed{failed}; output: {planned.launcher.logs}/"
    copies = "their copies stay" if planned.keeps_copies else "their copies are deleted"
    return f"{wording.counted(total, 'product', 'products')} launched; {copies}"


def _rest(planned: Planned, tally: Tally) -> list[str]:
    """What was launched, what was not, and the commands that go on or give up, to be pasted into a shell."""
    script, total = planned.prepared.sweep.script, len(planned.submissions)
    done = set(tally.done)
    left = [submission.product_index for submission in planned.submissions if submission.product_index not in done]
    names_of_done = f": {wording.copy_names(script, done)}" if done else ""
    names = wording.copy_names(script, left)
    verbs = (
        ("ran to their end", "did not") if isinstance(planned.launcher, LocalLauncher) else ("launched", "not launched")
    )
    return [
        f"{len(done)} of {total} {verbs[0]}{names_of_done}",
        f"{len(left)} {verbs[1]}, their copies stay: {names}",
        f"to go on: {_pasteable(planned, _loop(planned, names))}",
        f"to give up: {_pasteable(planned, f'rm {names}')}",
    ]


def _loop(planned: Planned, names: str) -> str:
    call = planned.launcher.command_line(planned.submissions[0])[:-1]
    return f'for copy in {names}; do {" ".join(map(scripts.quote, call))} "$copy"; done'


def _pasteable(planned: Planned, command: str) -> str:
    directory = planned.prepared.sweep.directory
    return command if directory == os.curdir else f"(cd {scripts.quote(os.path.relpath(directory))} && {command})"
