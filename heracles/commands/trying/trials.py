"""What the application says of products, asked by its sweep's ``check`` command."""

from __future__ import annotations

import os
from contextlib import closing
from itertools import takewhile

from heracles import process
from heracles.errors import Faults
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.rendering import split_at_variables
from heracles.sweep.filling import filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from heracles.grammar.values import Override
    from heracles.process import Answer
    from heracles.sweep import Product, Sweep
    from heracles.terminal import Terminal

LAUNCH = "check"
"""What ``${heracles:launch}`` is in a check, which is no launch."""
OF_JOBS = "SLURM_"
ARRAY_INDEX = "SLURM_ARRAY_TASK_ID"
HINT = "Set the environment variable HYDRA_FULL_ERROR=1 for a complete stack trace."


class Application(NamedTuple):
    """The command that says whether the application accepts overrides; it is run so many at a time.

    ``variables`` are those of the job that the overrides ask for.
    """

    command: tuple[str, ...]
    directory: str
    sweep: str
    variables: Mapping[str, str]
    workers: int

    def refusals(self, trials: Sequence[Sequence[str]]) -> Iterator[tuple[int, str]]:
        """For each list of overrides its number, as soon as that is known, and why they are refused; "": they are not.

        Raises a LaunchError where the command cannot be started.
        """
        return ((number, refusal(answer)) for number, answer in self.answers(trials))

    def answers(self, trials: Sequence[Sequence[str]]) -> Iterator[tuple[int, Answer]]:
        """The same with all that the application said."""
        commands = ((*self.command, *overrides) for overrides in trials)
        with closing(process.ask_all(commands, self.directory, self.workers)) as answers:
            yield from answers

    def overrides(self, product: Product) -> tuple[str, ...]:
        """The overrides of a product as a job here would receive them."""
        words = filled(product.overrides, product.id, product.index, self.sweep, LAUNCH)
        return tuple(_with_variables(word, self.variables) for word in words)


def refusal(answer: Answer) -> str:
    """What the application says against overrides, less blank lines and Hydra's hint how to see a traceback."""
    if answer.exit_code == 0:
        return ""
    lines = (answer.complaints.strip() or answer.output.strip()).splitlines()
    said = "\n".join(line.rstrip() for line in lines if line.strip() and line.strip() != HINT)
    return said or f"it {process.ending(answer.exit_code or 0)}, and says nothing"


def variables(sweep: Sweep, products: Iterable[Product], terminal: Terminal) -> dict[str, str]:
    """The variables that the overrides of products ask for, as they are here; for those of a job, a number.

    Raises a UsageError for those that are not set here.
    """
    found: dict[str, str] = {}
    faults = Faults()
    for name, override in _asked(products).items():
        if name in os.environ:
            found[name] = os.environ[name]
        elif name.startswith(OF_JOBS):
            found[name] = _stand_in(name, sweep)
            terminal.note(f"{name} is set in jobs alone: {found[name]} stands for it here")
        else:
            cure = f"set it for the check: env {name}=... heracles check {sweep.name}"
            faults.add(f"{name} is not set here, where the job is not", override.source, cure)
    faults.raise_any()
    return found


def _asked(products: Iterable[Product]) -> dict[str, Override]:
    """The names of variables, each with an override that asks for it."""
    overrides = {override.text: override for product in products for override in product.chosen}
    return {name: override for override in overrides.values() for name in split_at_variables(override.text)[1]}


def _stand_in(name: str, sweep: Sweep) -> str:
    return "".join(takewhile(str.isdecimal, sweep.array)) if name == ARRAY_INDEX and sweep.array else "1"


def _with_variables(word: str, variables: Mapping[str, str]) -> str:
    texts, names = split_at_variables(word)
    return texts[0] + "".join([variables[name] + text for name, text in zip(names, texts[1:])])
