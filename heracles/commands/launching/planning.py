"""Everything that is decided before anything is done."""

from __future__ import annotations

import os
import time

from heracles import launchers, ledger
from heracles.commands import choosing, preparation, seed_arrays
from heracles.commands.launching.provenance import provenance
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import CommandSettings

if TYPE_CHECKING:
    from heracles.commands.preparation import Prepared, Template
    from heracles.commands.requests import Launching, Selection, Source
    from heracles.launchers.base import Agreement, Settings, Terms
    from heracles.ledger import Launch
    from heracles.terminal import Terminal


class Planned(NamedTuple):
    """A launch that has not begun: of what, by which launcher, and where it will be recorded."""

    prepared: Prepared
    template: Template
    launcher: str
    settings: Settings
    home: str
    keep: bool

    @property
    def is_ad_hoc(self) -> bool:
        return self.prepared.project is None


def planned(source: Source, selection: Selection, launching: Launching, terminal: Terminal) -> Planned:
    """Compiles a request to a launch; raises a UsageError for whatever in it would keep it from being launched."""
    prepared = preparation.prepare(source, selection, terminal)
    chosen = choosing.choose(launching, prepared)
    template = preparation.template(prepared.sweep)
    settings = seed_arrays.asked_for(chosen.settings, prepared.sweep, template.script)
    settings = choosing.with_args(settings, launching.args)
    home = ledger.home(os.path.dirname(template.script.path) or os.curdir)
    if prepared.project is not None:
        home = ledger.home(prepared.project.directory)
    keep = launching.keep or (isinstance(settings, CommandSettings) and settings.keep)
    return Planned(prepared, template, chosen.name, settings, home, keep)


def agreed(plan: Planned, products: int) -> Agreement:
    """On what terms the launcher takes so many products; raises a UsageError where it cannot take them."""
    return launchers.agree(plan.settings, plan.template.script, products, plan.prepared.sweep.directory)


def launch_of(plan: Planned, terms: Terms) -> Launch:
    """The launch as it is recorded: enough to go on with it when the script and heracles.toml are gone."""
    sweep, script = plan.prepared.sweep, plan.template.script
    begun = ledger.Launch(
        id="",
        sweep=sweep.name,
        ad_hoc=plan.is_ad_hoc,
        directory=os.path.abspath(sweep.directory),
        script=sweep.script,
        text=script.text,
        mode=script.mode,
        digest=ledger.digest(script.text),
        interpreter=script.interpreter,
        placement=plan.template.placement,
        arguments=tuple(argument.source.text for argument in sweep.arguments),
        entropy=sweep.entropy,
        launcher=plan.launcher,
        settings=plan.settings,
        terms=terms,
        keep=plan.keep,
        created=0.0,
        user="",
        host="",
        version="",
        commit=None,
        dirty=False,
    )
    return stamped(begun)


def stamped(launch: Launch) -> Launch:
    """The launch with an id of its own, and who begins it, when, and with which heracles."""
    user, host, version, commit, dirty = provenance(launch.directory)
    launch = launch._replace(id=ledger.new_launch(), created=time.time())
    return launch._replace(user=user, host=host, version=version, commit=commit, dirty=dirty)
