"""``heracles resume [TARGET]``: goes on with a launch where it stopped."""

from __future__ import annotations

from heracles import ledger
from heracles.commands.belonging import refuse_copied
from heracles.commands.claiming import claimed, claimed_as
from heracles.commands.known.remainder import has_loose_ends, is_open
from heracles.commands.launching.conclusion import conclude, conclude_quietly
from heracles.commands.launching.reports import InJson, InLines
from heracles.commands.launching.underway import Underway
from heracles.commands.targets import launch_meant, launches_of
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.commands.launching.reports import Voice
    from heracles.commands.requests import Launching
    from heracles.commands.targets import Meant
    from heracles.ledger import Record
    from heracles.terminal import Terminal


def resume(target: str | None, config: str | None, launching: Launching, terminal: Terminal) -> int:
    """Launches what is left of a launch, as it was recorded, and leaves nothing of it in doubt.

    ``config`` is the heracles.toml beside the ledger, by default the nearest.
    """
    return _resume(launch_meant(target, config), launching, InLines(terminal), terminal)


def resume_telling_json(target: str | None, config: str | None, launching: Launching, terminal: Terminal) -> int:
    """As ``resume``; how it goes is told as JSON Lines on stdout."""
    return _resume(launch_meant(target, config), launching, InJson(terminal), terminal)


def _resume(meant: Meant, launching: Launching, voice: Voice, terminal: Terminal) -> int:
    home, launch = meant
    refuse_copied(home, (launch,), "resume")
    siblings = () if launch.ad_hoc else tuple(each.id for each in launches_of(home, launch.sweep))
    underway = Underway(home, launching, voice, terminal, siblings)
    with claimed(home, claimed_as(launch), terminal):
        record = ledger.read(home, launch.id)
        code = _gone_on(record, underway)
        return code or conclude_quietly(underway.release_again(ledger.read(home, launch.id)), underway)


def _gone_on(record: Record, underway: Underway) -> int:
    if is_open(record):
        return conclude(record.launch, underway.resume(record), underway)
    underway.terminal.note(f"nothing of the launch {record.launch.id} is left to launch")
    return conclude_quietly(underway.look_after(record), underway) if has_loose_ends(record) else 0
