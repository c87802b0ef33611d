"""From products to what is to be written and submitted; pure."""

from __future__ import annotations

import os
from itertools import islice

from heracles import script as scripts
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.sweep.filling import askers, fillable, filled as words_filled, filled_product

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from heracles.launchers.base import Submission
    from heracles.ledger.values import Launch, Recordable, Recorded
    from heracles.script import Placement, Row, Script
    from heracles.sweep import Product, Sweep


class Copy(NamedTuple):
    """A file that is to be written: its path, its text and the permission bits of the script it is a copy of."""

    path: str
    text: str
    mode: int


def filled(products: Iterable[Product], sweep: Sweep, launch: str | None = None) -> Iterator[Recordable]:
    """The products of a sweep as they are launched: with what ``${heracles:...}`` stands for in their words.

    Without a launch, ``${heracles:launch}`` stays. A sweep that asks for nothing has its products as they are; one that
    asks for its launch keeps their words as they were, for another launch of them.
    """
    if not any(askers(sweep)):
        return iter(products)
    if launch is not None and any(askers(sweep, "launch")):
        return _refillable(products, sweep.name, launch)
    return (filled_product(product, sweep.name, launch) for product in products)


def _refillable(products: Iterable[Product], sweep: str, launch: str) -> Iterator[Recorded]:
    from heracles.ledger.values import Recorded  # noqa: PLC0415  # few sweeps ask for their launch

    for place, product in enumerate(products):
        yield Recorded(place, *filled_product(product, sweep, launch), product.overrides)


def copies(products: Iterable[Recordable], script: Script, placement: Placement) -> Iterator[Copy]:
    """One copy of the script a product, named by the product's index."""
    for product in products:
        path = scripts.copy_name(script.path, product.index)
        yield Copy(path, scripts.copy_text(placement, product.overrides), script.mode)


def copy(launch: Launch, rows: Sequence[Row], folder: str | None) -> Copy:
    """The copy of a launch's script that carries these products: in ``folder``, else beside the script."""
    if folder is None:
        path = path_of_copy(launch, scripts.copy_name(launch.script, rows[0].index))
        return Copy(path, scripts.copy_text(launch.placement, rows[0].words), launch.mode)
    path = os.path.join(folder, os.path.basename(_spooled_name(launch, rows)))
    return Copy(path, _spooled_text(launch, rows), launch.mode)


def _spooled_name(launch: Launch, rows: Sequence[Row]) -> str:
    if launch.terms.per_copy > 1:
        return scripts.array_copy_name(launch.script, rows[0].index, rows[-1].index)
    return scripts.copy_name(launch.script, rows[0].index)


def _spooled_text(launch: Launch, rows: Sequence[Row]) -> str:
    if launch.terms.per_copy > 1:
        from heracles.script.arrays import array_copy  # noqa: PLC0415

        return array_copy(launch.placement, origin(launch), rows)
    return scripts.single_copy(launch.placement, origin(launch), rows[0])


def origin(launch: Launch) -> scripts.Origin:
    """What a launch's copies are made for."""
    return scripts.Origin(launch.script, launch.sweep, launch.id)


def path_from_here(launch: Launch, path: str) -> str:
    """The path, from where we stand, of a file that is named from the launch's directory."""
    return os.path.relpath(os.path.join(launch.directory, path))


def path_of_copy(launch: Launch, path: str) -> str:
    """The path, from where we stand, of a file that is named from where the launch's copies run."""
    return os.path.relpath(os.path.join(launch.working_directory, path))


def environment(launch: Launch, rows: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """The variables that tell a run which product it is; of several products, what they have in common.

    Some programs take for the working directory what PWD says: where that is a snapshot's, it is said.
    """
    working_directory = (("PWD", launch.code),) if launch.code else ()
    common = (("HERACLES_SWEEP", launch.sweep), ("HERACLES_LAUNCH", launch.id), *working_directory)
    if launch.terms.per_copy > 1:
        return common
    return (*common, ("HERACLES_ID", rows[0].id), ("HERACLES_INDEX", str(rows[0].index)))


def title(words: Sequence[str]) -> str:
    """A product as one line of shell words."""
    return " ".join(map(scripts.quote, words))


def title_of(launch: Launch, rows: Sequence[Row]) -> str:
    """Some products of a launch in one line."""
    if len(rows) == 1:
        return title_within(launch, rows[0], rows[0].words)
    return title_between(rows[0], rows[-1], len(rows))


def title_within(launch: Launch, product: Row | Recorded, words: Sequence[str]) -> str:
    """A product among those of its launch, by the words that not all of them are given."""
    of_variants = set(launch.of_variants)
    common = tuple(each for each in fillable(launch.arguments) if each not in of_variants)
    return title(varying(words, words_filled(common, product.id, product.index, launch.sweep, launch.id)))


def varying(words: Sequence[str], arguments: Collection[str]) -> Sequence[str]:
    """The words of a product that do not stand among the arguments of its sweep as they are; all, where all do."""
    return [word for word in words if word not in arguments] or words


def title_between(first: Row | Recorded, last: Row | Recorded, number: int) -> str:
    """So many products, from the first to the last one, in one line."""
    return f"{number} products ({first.index} to {last.index})"


def name(rows: Sequence[Row]) -> str:
    """The indices of products, as the names of files have them: ``17``, or ``0-999``."""
    return str(rows[0].index) if len(rows) == 1 else f"{rows[0].index}-{rows[-1].index}"


def row(product: Recordable) -> Row:
    """What a copy carries of a product; only of one that is recorded, some tasks may be meant."""
    return scripts.Row(product.index, product.id, product.overrides, getattr(product, "tasks", ()))


def sample_text(launch: Launch, product: Recordable) -> str:
    """The text of a copy of that launch with one product, for whoever wants to look at one."""
    return _spooled_text(launch, (row(product),)) if launch.terms.spools else copy(launch, (row(product),), None).text


def first_submission(launch: Launch, products: Iterable[Recordable]) -> Submission:
    """The submission of a launch's first copy, as nobody has made it yet."""
    from heracles.launchers.base import Submission, Tag  # noqa: PLC0415

    terms = launch.terms
    rows = tuple(map(row, islice(products, terms.per_copy)))
    name_of_copy = _spooled_name(launch, rows)
    return Submission(
        tag=Tag(launch.id, 0, 1),
        name=name(rows),
        copy=os.path.basename(name_of_copy) if terms.spools else name_of_copy,
        directory=launch.working_directory,
        environment=environment(launch, rows),
        tasks=len(rows) if terms.per_copy > 1 else 0,
        at_once=terms.lanes[0] if terms.lanes and terms.per_copy > 1 else 0,
        own_tasks=rows[0].tasks,
    )
