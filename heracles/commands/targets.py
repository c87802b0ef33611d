"""Which launch a user means: by its sweep, its script, the beginning of its id, or none of these."""

from __future__ import annotations

import os

from heracles import ledger
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from heracles.ledger import Launch


class Meant(NamedTuple):
    """A launch, and the ledger that has it."""

    home: str
    launch: Launch


def launch_meant(target: str | None) -> Meant:
    """The newest launch of a sweep or script of that name, else the one whose id begins so; by default the newest.

    Raises a UsageError where there is none.
    """
    if target is not None and os.path.isfile(target):
        home = ledger.home(os.path.dirname(target) or os.curdir)
        path = os.path.abspath(target)
        return _newest(home, [each for each in ledger.launches(home) if _script(each) == path], f"of {target}")
    home = ledger.home(os.curdir)
    launches = ledger.launches(home)
    if target is None:
        return _newest(home, launches, f"in {os.path.relpath(home)}")
    of_sweep = [each for each in launches if each.sweep == target and not each.ad_hoc]
    return Meant(home, of_sweep[-1]) if of_sweep else Meant(home, ledger.find(home, target))


def _script(launch: Launch) -> str:
    return os.path.normpath(os.path.join(launch.directory, launch.script))


def _newest(home: str, launches: list[Launch] | tuple[Launch, ...], where: str) -> Meant:
    if not launches:
        raise UsageError(f"there is no launch {where}", cure="heracles run NAME, or heracles SCRIPT -r=CMD, begins one")
    return Meant(home, launches[-1])
