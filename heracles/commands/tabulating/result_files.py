"""Which file each product of a target leaves its results in, and under which keys."""

from __future__ import annotations

import os

from heracles.commands.known import progress
from heracles.commands.known.launched import launched
from heracles.commands.known.survey import NOT_LAUNCHED
from heracles.commands.targets import target_meant
from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.results import check_name
from heracles.status import Seen
from heracles.sweep import Results, products
from heracles.sweep.filling import filled_product
from heracles.sweep.result_paths import check_path, filled_path

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from typing import Any

    from heracles.commands.known.launched import Launched
    from heracles.commands.targets import Target
    from heracles.reconcile import ProductState
    from heracles.sweep import Product, Sweep

LAUNCH = "${heracles:launch}"
"""What stands for the launch in the words of a product that has none."""


class Left(NamedTuple):
    """A product and the file of its results (None: it was never launched, or a later one wrote over its file).

    ``index`` is that of today; ``seen`` is the product as it was launched, at the time ``since`` (seconds).
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, as in Product
    seen: Seen
    file: str | None
    since: float = 0.0

    @property
    def id(self) -> str:
        return self.seen.id

    @property
    def overrides(self) -> tuple[str, ...]:
        return self.seen.overrides

    @property
    def values(self) -> dict[str, Any]:
        return self.seen.values

    @property
    def state(self) -> ProductState:
        return self.seen.state


class Overwritten(NamedTuple):
    """How many products have lost their file to one that was launched later, and such a file."""

    number: int
    example: str


class Found(NamedTuple):
    """The products of a target by index; those that are ``hidden``, since the sweep does not declare them any more."""

    products: tuple[Left, ...]
    hidden: int
    overwritten: Overwritten


def of_sweep(target: Target, config: str | None) -> Target:
    """The whole sweep of which a target is a launch; a target that is a sweep, or ad hoc, is that itself."""
    if target.is_sweep or target.records[-1].launch.ad_hoc:
        return target
    return target_meant(target.records[-1].launch.sweep, config)


def where(target: Target, sweep: Sweep | None, asked: Results) -> Results:
    """Where results are, and which: as the command line says, else as the sweep declares it.

    Raises a UsageError where neither does.
    """
    declared = sweep.results if sweep and sweep.results else Results("")
    found = Results(asked.path or declared.path, asked.keys or declared.keys)
    if not found.path:
        raise UsageError(f"nothing says where {target.name} leaves its results", cure=_ways(sweep))
    if asked.path:
        check_path(asked.path, Place("--path", asked.path))
        check_name(asked.path, Place("--path", asked.path))
    return found


def _ways(sweep: Sweep | None) -> str:
    example = "runs/${heracles:sweep}/${heracles:id}/metrics.json"
    option = f"say --path '{example}' --key eval.return"
    if sweep is None:
        return option
    line = f'results = {{ path = "{example}", keys = ["eval.return"] }}'
    return f"{option}, or declare in [sweeps.{sweep.name}]\n  {line}"


def find(target: Target, sweep: Sweep | None, path: str, *, undeclared_too: bool) -> Found:
    """The products of a target and their files; those of a declared sweep are the ones that it has today.

    No scheduler is asked.
    """
    known = launched(target, progress.remembered(target.home, target.records))
    begun = [each for each in known if progress.is_launched(each.state)]
    files = {each.id: _file(each, sweep, path) for each in begun}
    lost = _overwritten(begun, files)
    remaining = {each.id: None if each.id in lost else files.get(each.id) for each in known}
    shown = [each for each in known if each.is_declared or undeclared_too]
    left = [_left(each, remaining[each.id]) for each in shown]
    fresh = _never_in_a_launch(target.sweep, {each.id for each in known})
    ordered = sorted((*left, *fresh), key=lambda each: (not each.seen.declared, each.index))
    example = next((files[each] for each in lost), "")
    return Found(tuple(ordered), len(known) - len(shown), Overwritten(len(lost), example))


def _file(product: Launched, sweep: Sweep | None, path: str) -> str:
    launch, index = product.known.launch, product.known.product.index
    directory = launch.code or (sweep.directory if sweep else launch.directory)
    return os.path.join(directory, filled_path(path, product.id, index, launch.sweep, launch.id))


def _overwritten(begun: Sequence[Launched], files: dict[str, str]) -> list[str]:
    """The products whose file belongs to another one that was launched later, under the same index."""
    owners: dict[str, str] = {}
    for each in sorted(begun, key=lambda each: each.known.launch.created):
        owners[files[each.id]] = each.id
    return [each.id for each in begun if owners[files[each.id]] != each.id]


def _left(product: Launched, file: str | None) -> Left:
    as_launched = product.seen._replace(index=product.known.product.index)
    return Left(product.index, as_launched, file, product.known.launch.created)


def _never_in_a_launch(sweep: Sweep | None, known: Container[str]) -> Iterator[Left]:
    for product in products(sweep) if sweep else ():
        if product.id not in known and sweep:
            yield _not_launched(product, sweep)


def _not_launched(product: Product, sweep: Sweep) -> Left:
    filled = filled_product(product, sweep.name, None)
    seen = Seen(filled.index, filled.id, filled.overrides, filled.values, NOT_LAUNCHED, launch=LAUNCH)
    return Left(product.index, seen, None)
