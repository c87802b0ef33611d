"""Everything that is decided before anything is done."""

from __future__ import annotations

import os
import time

from heracles import launchers, ledger
from heracles.commands import choosing, preparation, seed_arrays
from heracles.commands.launching.code import project_of
from heracles.commands.launching.provenance import provenance
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import CommandSettings

if TYPE_CHECKING:
    from heracles.commands.preparation import Prepared, Template
    from heracles.commands.requests import Launching, Selection, Source
    from heracles.launchers.base import Agreement, Settings, Terms
    from heracles.ledger import Launch
    from heracles.snapshot import Project
    from heracles.terminal import Terminal


class Planned(NamedTuple):
    """A launch that has not begun: of what, by which launcher, and where it will be recorded.

    ``code`` is the project of which a snapshot is to be taken (None: jobs run in the project itself).
    """

    prepared: Prepared
    template: Template
    launcher: str
    settings: Settings
    home: str
    keep: bool
    code: Project | None = None

    @property
    def is_ad_hoc(self) -> bool:
        return self.prepared.project is None


def planned(source: Source, selection: Selection, launching: Launching, terminal: Terminal) -> Planned:
    """Compiles a request to a launch; raises a UsageError for whatever in it would keep it from being launched."""
    prepared = preparation.prepare(source, selection, terminal)
    chosen = choosing.choose(launching, prepared)
    template = preparation.template(prepared.sweep, prepared.project)
    settings = seed_arrays.asked_for(chosen.settings, prepared.sweep, template.script)
    settings = choosing.with_args(settings, launching.args)
    home = ledger.home(os.path.dirname(template.script.path) or os.curdir)
    if prepared.project is not None:
        home = ledger.home(prepared.project.directory)
    keep = launching.keep or (isinstance(settings, CommandSettings) and settings.keep)
    sweep = prepared.sweep
    code = project_of(sweep.directory, sweep.script) if sweep.snapshot or launching.snapshot else None
    return Planned(prepared, template, chosen.name, settings, home, keep, code)


def agreed(plan: Planned, products: int) -> Agreement:
    """On what terms the launcher takes so many products; raises a UsageError where it cannot take them."""
    copied = plan.code.top if plan.code else ""
    return launchers.agree(plan.settings, plan.template.script, products, plan.prepared.sweep.directory, copied)


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
        arguments=sweep.written,
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
        of_variants=sweep.of_variants,
    )
    return stamped(begun, plan.home, plan.code.inside if plan.code else None)


def stamped(launch: Launch, home: str, inside: str | None) -> Launch:
    """The launch with an id of its own, and who begins it, when, and with which heracles.

    ``inside`` is the folder of a snapshot that its copies run in (None: it has no snapshot).
    """
    user, host, version, commit, changed = provenance(launch.directory)
    launch = launch._replace(id=ledger.new_launch(), created=time.time(), user=user, host=host, version=version)
    code = "" if inside is None else os.path.join(os.path.abspath(ledger.code(home, launch.id)), inside).rstrip("/")
    return launch._replace(commit=commit, dirty=changed > 0, changed=changed, code=code)
