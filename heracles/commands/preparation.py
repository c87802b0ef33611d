"""From a request to the sweep, the products that are meant, the script and the place where their overrides go."""

from __future__ import annotations

import os
from itertools import chain

from heracles import entropy as entropies, grammar, script as scripts, sweep as sweeps
from heracles.commands.requests import AdHoc
from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.commands.requests import Declared, Selection, Source
    from heracles.config import Project
    from heracles.grammar import Groups
    from heracles.script import Placement, Script
    from heracles.sweep import Condition, Product, Sweep
    from heracles.terminal import Terminal

ARRAY_INDEX = ("__env(SLURM_ARRAY_TASK_ID)__", "__env:SLURM_ARRAY_TASK_ID__")
"""The index of a job array, as the value of an override."""


class Prepared(NamedTuple):
    """A sweep, which of its products are meant, and the project that declares it (None: given ad hoc)."""

    sweep: Sweep
    conditions: tuple[Condition, ...]
    limit: int | None
    project: Project | None

    def products(self) -> Iterator[Product]:
        """Streams the products that are meant; raises a UsageError where there is none."""
        chosen = sweeps.selected(sweeps.products(self.sweep), self.conditions, self.limit)
        first = next(chosen, None)
        if first is None:
            raise UsageError("no product has all that --only asks for", cure="random seeds change with --entropy")
        return chain((first,), chosen)

    @property
    def number(self) -> int:
        """How many products are meant."""
        if self.conditions:
            return sum(1 for _ in self.products())
        number = sweeps.count(self.sweep)
        return number if self.limit is None else min(number, self.limit)


class Template(NamedTuple):
    """A script and the place in it where overrides go."""

    script: Script
    placement: Placement


def prepare(source: Source, selection: Selection, terminal: Terminal) -> Prepared:
    """Compiles a request to its sweep; raises a UsageError for every fault in its words, and for an empty sweep."""
    project, sweep = _ad_hoc(source, terminal) if isinstance(source, AdHoc) else declared(source)
    _tell_notes(sweep, terminal)
    if not sweeps.count(sweep):
        sweeps.refuse_empty(sweep)
    return Prepared(sweep, _conditions(sweep, selection.only), selection.limit, project)


def _conditions(sweep: Sweep, only: tuple[str, ...]) -> tuple[Condition, ...]:
    return sweeps.conditions(sweep, grammar.parse(_placed("--only", only))) if only else ()


def template(sweep: Sweep, project: Project | None = None) -> Template:
    """Reads the sweep's script and finds where overrides go; raises a UsageError where that cannot be known.

    Where there is no script, that says where the project names it.
    """
    script_path = path(sweep, sweep.script)
    if project is not None and not os.path.exists(script_path):
        raise _without_script(sweep, project)
    script = scripts.read(script_path)
    return Template(script, scripts.place(script, sweep.placement))


def _without_script(sweep: Sweep, project: Project) -> UsageError:
    what = f"there is no script {sweep.script}"
    return UsageError(what, project.place(sweep.name, "script"), f"check the path; it is seen from {project.directory}")


def path(sweep: Sweep, name: str) -> str:
    """The path, from where the user stands, of a file that the sweep names from its own directory."""
    if sweep.directory == os.curdir:
        return name
    return os.path.relpath(os.path.join(sweep.directory, name))


def tell_entropy(prepared: Prepared, terminal: Terminal) -> None:
    """Says how to draw the same seeds again, where seeds are drawn from entropy that nobody wrote down."""
    if prepared.project is None and sweeps.has_random_seeds(prepared.sweep):
        terminal.note(f"random seeds from --entropy {prepared.sweep.entropy}")


def _ad_hoc(source: AdHoc, terminal: Terminal) -> tuple[None, Sweep]:
    arguments = grammar.parse(_placed("argument", source.words), _groups(source.config_dir))
    for replaced in sweeps.repeated(arguments):
        terminal.warn(f"{replaced.key} is given more than once; the last one holds, not {replaced.source.text}")
    name = os.path.basename(source.script).partition(".")[0] or os.path.basename(source.script)
    entropy = source.entropy or entropies.fresh()
    return None, sweeps.Sweep(
        name,
        source.script,
        os.curdir,
        (sweeps.merged(arguments),),
        entropy,
        placement=source.placement,
        config_dir=source.config_dir,
    )


def declared(source: Declared) -> tuple[Project, Sweep]:
    """A declared sweep, what the request's words and options say in the place of what the file says."""
    from heracles import config  # noqa: PLC0415

    project = config.load(source.config or config.find(os.curdir))
    sweep = project.sweep(source.name)
    config_dir = source.config_dir or (sweep.config_dir and path(sweep, sweep.config_dir))
    words = grammar.parse(_placed("argument", source.words), _groups(config_dir))
    replaced = sweeps.replaced(sweep, words)
    if source.words:
        sweeps.refuse_duplicates(replaced)
    return project, replaced._replace(
        entropy=source.entropy or sweep.entropy,
        placement=source.placement or sweep.placement,
        array=sweep.array if _takes_array_index(replaced) else "",
    )


def _takes_array_index(sweep: Sweep) -> bool:
    """Whether the job array gives a seed: a word may have replaced that."""
    values = (argument.override.value for argument in sweep.arguments if isinstance(argument, grammar.Fixed))
    return any(value in ARRAY_INDEX for value in values)


def _groups(config_dir: str | None) -> Groups | None:
    if config_dir is None:
        return None
    from heracles.grammar.groups import ConfigDirectory  # noqa: PLC0415

    return ConfigDirectory(config_dir)


def _tell_notes(sweep: Sweep, terminal: Terminal) -> None:
    notes = [argument.note for argument in sweep.arguments if isinstance(argument, grammar.Choices) and argument.note]
    for note in dict.fromkeys(notes):
        terminal.note(note)


def _placed(label: str, words: Iterable[str]) -> Iterator[tuple[str, Place]]:
    return ((word, Place(f"{label} {number}", word)) for number, word in enumerate(words, start=1))
