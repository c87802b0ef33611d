"""``heracles resume [TARGET]``: goes on with a launch where it stopped."""

from __future__ import annotations

from heracles import ledger
from heracles.commands.claiming import claimed
from heracles.commands.conclusion import conclude, conclude_quietly
from heracles.commands.reports import InJson, InLines
from heracles.commands.targets import launch_meant
from heracles.commands.underway import Underway, has_loose_ends, is_open
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.commands.reports import Voice
    from heracles.commands.requests import Launching
    from heracles.terminal import Terminal


def resume(target: str | None, launching: Launching, terminal: Terminal) -> int:
    """Launches what is left of a launch, as it was recorded, and leaves nothing of it in doubt."""
    return _resume(target, launching, InLines(terminal), terminal)


def resume_telling_json(target: str | None, launching: Launching, terminal: Terminal) -> int:
    """As ``resume``; how it goes is told as JSON Lines on stdout."""
    return _resume(target, launching, InJson(terminal), terminal)


def _resume(target: str | None, launching: Launching, voice: Voice, terminal: Terminal) -> int:
    home, launch = launch_meant(target)
    underway = Underway(home, launching, voice, terminal)
    with claimed(home, launch.id if launch.ad_hoc else launch.sweep, terminal):
        record = ledger.read(home, launch.id)
        if not is_open(record):
            terminal.note(f"nothing of the launch {launch.id} is left to launch")
            return conclude_quietly(underway.look_after(record), underway) if has_loose_ends(record) else 0
        return conclude(launch, underway.resume(record), underway)
