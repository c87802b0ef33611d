"""From products that failed to launches of them: each as its last launch launched it, as few launches as that takes."""

from __future__ import annotations

from collections import Counter

from heracles import launchers
from heracles.commands import choosing
from heracles.commands.launching.planning import stamped
from heracles.commands.relaunching.own_arrays import with_tasks
from heracles.commands.relaunching.refilling import refilled
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.ledger import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from heracles.commands.preparation import Template
    from heracles.commands.relaunching.failures import Failed
    from heracles.launchers.base import Agreement, Settings
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
    products: tuple[Recorded, ...]
    code: Code | None

    def agreed(self) -> Agreement:
        """On what terms the launcher takes them; raises a UsageError where it cannot."""
        copied = self.code.top if self.code else ""
        return launchers.agree(self.settings, self.template.script, len(self.products), self.like.directory, copied)

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
        return (refilled(product, launch.sweep, launch.id) for product in self.products)


class _Kind(NamedTuple):
    """What the products of one launch have in common; no two of them have the same index: copies are named by it."""

    launcher: str
    settings: Settings
    template: Template
    script: str
    directory: str
    keep: bool
    code: Code | None
    turn: int = 0


def relaunches(
    failed: Iterable[Failed],
    template: Callable[[Launch], Template],
    code: Callable[[Launch], Code | None],
    args: tuple[str, ...],
) -> tuple[Relaunch, ...]:
    """The launches that it takes, each with its products by index; ``args`` go to the launcher besides.

    ``template`` finds the script of a launch, ``code`` what it runs if it has a snapshot. Raises a UsageError where a
    launcher takes no arguments.
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
        kind = _kind(launch, templates[script], codes[launch.id], each.tasks, args)
        turn = turns[kind, each.product.index]
        turns[kind, each.product.index] += 1
        kinds.setdefault(kind._replace(turn=turn), []).append(each)
    return tuple(_relaunch(kind, group) for kind, group in kinds.items())


def _kind(launch: Launch, template: Template, code: Code | None, tasks: Sequence[int], args: tuple[str, ...]) -> _Kind:
    settings = choosing.with_args(with_tasks(launch.settings, tasks, template.script), args)
    return _Kind(launch.launcher, settings, template, launch.script, launch.directory, launch.keep, code)


def _relaunch(kind: _Kind, group: Sequence[Failed]) -> Relaunch:
    newest = max((each.launch for each in group), key=lambda launch: (launch.created, launch.id))
    return Relaunch(newest, kind.template, kind.settings, tuple(each.product for each in group), kind.code)
