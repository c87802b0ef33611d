"""Which launch a user means: by its sweep, its script, the beginning of its id, or none of these."""

from __future__ import annotations

import os

from heracles import ledger
from heracles.errors import UsageError, nearest
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from heracles.ledger import Launch, Record
    from heracles.sweep import Sweep


class Meant(NamedTuple):
    """A launch, and the ledger that has it."""

    home: str
    launch: Launch


class Target(NamedTuple):
    """What a user wants to know of or act on: launches, oldest first, and the ledger that has them.

    ``name`` is what to call it. Of a declared sweep these are all its launches, which may be none, and ``sweep`` is the
    sweep as it is declared today, where it still is; ``note`` is what kept heracles from seeing that. Of a script that
    was launched ad hoc they are its last launch and its retries.
    """

    home: str
    name: str
    records: tuple[Record, ...]
    is_sweep: bool = False
    sweep: Sweep | None = None
    note: str = ""


def target_meant(target: str | None, config: str | None = None) -> Target:
    """A declared sweep with all its launches, a script with the last one and its retries, else one launch.

    Where a sweep is called as a file is, the sweep is meant; the file is ``./NAME``. ``config`` is the heracles.toml
    that declares it, by default the nearest. Raises a UsageError where there is none.
    """
    home = ledger_beside(config)
    if target is None:
        return _of_launch(_newest_in(home))
    launches = launches_of(home, target)
    if os.path.isfile(target) and not launches and _is_script(target, config):
        return _of_script(target)
    sweeps, note = _declared(config)
    if target not in sweeps and not launches:
        return _of_launch(_named(home, target, sweeps))
    sweep = sweeps.get(target)
    records = tuple(ledger.read(home, each.id) for each in launches)
    return Target(home, target, records, is_sweep=True, sweep=sweep, note=note)


def _is_script(path: str, config: str | None) -> bool:
    """Whether a file is meant, and not a sweep that was not launched yet; heracles.toml is read only where it must."""
    return bool(_launched_from(path)) or path not in _declared(config)[0]


def _of_script(path: str) -> Target:
    """The newest launch of a script; of one that was given ad hoc, its retries and what they retry belong to it."""
    home, launch = _newest_of_script(path)
    if not launch.ad_hoc:
        return _of_launch(Meant(home, launch))
    return Target(home, path, tuple(ledger.read(home, each.id) for each in family(home, launch)))


def family(home: str, launch: Launch) -> tuple[Launch, ...]:
    """An ad-hoc launch, what it retries, and all retries of that, oldest first."""
    known = {each.id: each for each in ledger.launches(home)}
    first = _first(launch, known)
    return tuple(each for each in known.values() if each.ad_hoc and _first(each, known) == first)


def _first(launch: Launch, known: Mapping[str, Launch]) -> str:
    """The launch that it goes back to, as a retry of a retry of it."""
    while launch.retries in known:
        launch = known[launch.retries]
    return launch.retries or launch.id


def _of_launch(meant: Meant) -> Target:
    return Target(meant.home, meant.launch.id, (ledger.read(meant.home, meant.launch.id),))


def _named(home: str, name: str, sweeps: Iterable[str]) -> Meant:
    """The launch whose id begins so; where none does, a UsageError names the sweep that may be meant."""
    launches = ledger.launches(home)
    if not any(each.id.startswith(name) for each in launches):
        likely = nearest(name, (*sweeps, *(each.sweep for each in launches if not each.ad_hoc)))
        lists = "`heracles status` lists the launches, `heracles list` the sweeps"
        cure = f"did you mean {likely}?" if likely else lists
        raise UsageError(f"there is no sweep, script or launch {name}", cure=cure)
    return Meant(home, ledger.find(home, name))


def _declared(file: str | None) -> tuple[Mapping[str, Sweep], str]:
    """The sweeps as they are declared today, by name, or why nobody can see them."""
    from heracles import config  # noqa: PLC0415

    path = file or config.nearest(os.curdir)
    if path is None:
        return {}, ""
    try:
        sweeps = config.load(path).sweeps
    except UsageError as error:
        return {}, f"{path} is not looked at: {error.faults[0].what}"
    return {sweep.name: sweep for sweep in sweeps}, ""


def launch_meant(target: str | None, config: str | None = None) -> Meant:
    """The newest launch of a sweep or script of that name, else the one whose id begins so; by default the newest.

    ``config`` is as in ``target_meant``. Raises a UsageError where there is none.
    """
    home = ledger_beside(config)
    if target is None:
        return _newest_in(home)
    of_sweep = launches_of(home, target)
    if of_sweep:
        return Meant(home, of_sweep[-1])
    return _newest_of_script(target) if os.path.isfile(target) else Meant(home, ledger.find(home, target))


def ledger_beside(config: str | None) -> str:
    """The ledger of a heracles.toml, by default the nearest."""
    return ledger.home(os.path.dirname(config) if config else os.curdir)


def _newest_of_script(path: str) -> Meant:
    return _newest(_home_of(path), _launched_from(path), f"of {path}")


def _launched_from(path: str) -> tuple[Launch, ...]:
    """The launches of a script, oldest first."""
    folder, name = os.path.split(os.path.abspath(path))
    named = (each for each in ledger.launches(_home_of(path)) if os.path.basename(each.script) == name)
    return tuple(each for each in named if ledger.is_same(_folder(each), folder))


def _home_of(path: str) -> str:
    return ledger.home(os.path.dirname(path) or os.curdir)


def launches_of(home: str, sweep: str) -> tuple[Launch, ...]:
    """The launches of a declared sweep, oldest first; raises a LaunchError where one is damaged."""
    return tuple(launch for launch in ledger.launches(home) if launch.sweep == sweep and not launch.ad_hoc)


def _folder(launch: Launch) -> str:
    """Where the script of a launch is."""
    return os.path.normpath(os.path.join(launch.directory, os.path.dirname(launch.script)))


def _newest_in(home: str) -> Meant:
    return _newest(home, ledger.launches(home), f"in {os.path.relpath(home)}")


def _newest(home: str, launches: Sequence[Launch], where: str) -> Meant:
    if not launches:
        raise UsageError(f"there is no launch {where}", cure="heracles run NAME, or heracles SCRIPT -r=CMD, begins one")
    return Meant(home, launches[-1])
