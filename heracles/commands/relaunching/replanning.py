"""From products that failed to launches of them: each as its last launch launched it, as few launches as that takes."""

from __future__ import annotations

from collections import Counter

from heracles import launchers
from heracles.commands import choosing
from heracles.commands.launching.planning import stamped
from heracles.commands.relaunching.refilling import refilled
from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import SlurmSettings
from heracles.ledger import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from heracles.commands.preparation import Template
    from heracles.commands.relaunching.failures import Failed
    from heracles.launchers.base import Agreement, Cost, Settings
    from heracles.ledger import Launch, Recorded


class Code(NamedTuple):
    """A snapshot of the project at ``top``, whose folder ``inside`` is launched from: that of the launch ``of``.

    ``of`` is empty where one is to be taken of the project as it is now.
    """

    top: str
    inside: str
    of: str = ""


class Relaunch(NamedTuple):
    """Products that one launch launches again, as ``like`` did, by a script and settings that may have changed.

    ``code`` is what they run, if they run in a snapshot.
    """

    like: Launch
    template: Template
    settings: Settings
    failed: tuple[Failed, ...]
    code: Code | None

    def agreed(self) -> Agreement:
        """On what terms the launcher takes them; raises a UsageError where it cannot."""
        tasks = {task for each in self.failed for task in each.tasks}
        settings = _with_tasks(self.settings, tasks, self.template) if tasks else self.settings
        copied = self.code.top if self.code else ""
        agreement = launchers.agree(settings, self.template.script, len(self.failed), self.like.directory, copied)
        if not tasks:
            return agreement
        return agreement._replace(cost=_part_of(agreement.cost, sum(len(each.tasks) for each in self.failed)))

    def begun(self, agreement: Agreement, home: str) -> Launch:
        """The launch as it is recorded."""
        script, placement = self.template
        launch = self.like._replace(text=script.text, mode=script.mode, digest=digest(script.text))
        launch = launch._replace(interpreter=script.interpreter, placement=placement, settings=self.settings)
        launch = launch._replace(terms=agreement.terms, products=0, retries=self.like.id)
        launch = stamped(launch, home, self.code.inside if self.code else None)
        return self._with_commit_of_then(launch) if self.code and self.code.of else launch

    def _with_commit_of_then(self, launch: Launch) -> Launch:
        """A snapshot once more is of the commit that it was taken of."""
        return launch._replace(commit=self.like.commit, dirty=self.like.dirty, changed=self.like.changed)

    def products_of(self, launch: Launch) -> Iterator[Recorded]:
        """Streams the products as that launch launches them."""
        for each in self.failed:
            yield refilled(each.product, launch.sweep, launch.id)._replace(tasks=each.tasks)


class _Kind(NamedTuple):
    """What the products of one launch have in common; no two of them have the same index: copies are named by it.

    ``of_tasks``: of each product, some tasks of the script's own array are meant.
    """

    launcher: str
    settings: Settings
    template: Template
    script: str
    directory: str
    keep: bool
    code: Code | None
    of_tasks: bool
    turn: int = 0


def relaunches(
    failed: Iterable[Failed],
    template: Callable[[Launch], Template],
    code: Callable[[Launch], Code | None],
    args: tuple[str, ...],
) -> tuple[Relaunch, ...]:
    """The launches that it takes, each with its products by index; ``args`` go to the launcher besides.

    ``template`` finds the script of a launch, ``code`` what it runs if it has a snapshot. Raises a UsageError where a
    launcher takes no such arguments.
    """
    templates: dict[tuple[object, ...], Template] = {}
    codes: dict[str, Code | None] = {}
    kinds: dict[_Kind, list[Failed]] = {}
    turns: Counter[tuple[_Kind, int]] = Counter()
    for each in failed:
        launch = each.launch
        script = (launch.directory, launch.script, launch.text, launch.placement)
        if script not in templates:
            templates[script] = template(launch)
        if launch.id not in codes:
            codes[launch.id] = code(launch)
        kind = _kind(each, templates[script], codes[launch.id], args)
        turn = turns[kind, each.product.index]
        turns[kind, each.product.index] += 1
        kinds.setdefault(kind._replace(turn=turn), []).append(each)
    return tuple(_relaunch(kind, group) for kind, group in kinds.items())


def _kind(failed: Failed, template: Template, code: Code | None, args: tuple[str, ...]) -> _Kind:
    launch, of_tasks = failed.launch, bool(failed.tasks)
    settings = choosing.with_args(launch.settings, args)
    if of_tasks and args:
        _refuse_array(args)
    return _Kind(launch.launcher, settings, template, launch.script, launch.directory, launch.keep, code, of_tasks)


def _relaunch(kind: _Kind, group: Sequence[Failed]) -> Relaunch:
    newest = max((each.launch for each in group), key=lambda launch: (launch.created, launch.id))
    return Relaunch(newest, kind.template, kind.settings, tuple(group), kind.code)


def _with_tasks(settings: Settings, tasks: set[int], template: Template) -> Settings:
    """The settings of a launcher that is asked for these tasks of the script's own array."""
    if not isinstance(settings, SlurmSettings):
        return settings
    from heracles.launchers.slurm import own_arrays  # noqa: PLC0415  # few scripts have an array

    return settings._replace(args=own_arrays.of_script(tasks, template.script, settings.args))


def _refuse_array(args: tuple[str, ...]) -> None:
    from heracles.launchers.slurm import own_arrays  # noqa: PLC0415  # as above

    if own_arrays.is_asked_for(args):
        what = "of the script's own job array, those tasks are launched again that failed"
        raise UsageError(what, Place("after --", " ".join(args)), "leave --array out; --only and --state choose")


def _part_of(cost: Cost, tasks: int) -> Cost:
    """What so many of the tasks cost."""
    cpu_hours, gpu_hours = (hours and hours * tasks / cost.tasks for hours in (cost.cpu_hours, cost.gpu_hours))
    return cost._replace(tasks=tasks, cpu_hours=cpu_hours, gpu_hours=gpu_hours)
