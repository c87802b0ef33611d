"""Whether the products of a launch share a run directory of Hydra's, and the line that keeps them apart."""

from __future__ import annotations

from heracles import script as scripts
from heracles.frozen import TYPE_CHECKING
from heracles.grammar import Fixed
from heracles.grammar.templates import variables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.commands.launching.planning import Planned
    from heracles.grammar import Argument
    from heracles.launchers.base import Terms
    from heracles.terminal import Terminal

KEYS = ("hydra.run.dir", "hydra.run")
OF_PYTHON = (
    "python", ".py", ".sif", "singularity", "apptainer", "ch-run", "podman", "docker", "enroot", "shifter", "sarus",
    "--container", "torchrun",
)  # fmt: skip
"""What stands in a script that runs a Python program, on its own or in a container."""
OF_DIRECTORIES = ("hydra.run", "hydra.sweep", "hydra.mode", "--multirun")
SHARED = ("now:", "hydra.job.name}", "heracles:sweep}", "heracles:launch}")
"""Interpolations that say the same in all products of a launch, or in those that begin together."""
OF_THE_PRODUCT = ("heracles:id}", "heracles:index}")

LINE = "hydra.run.dir=runs/${heracles:sweep}/${heracles:id}"
TASK = "/__env(SLURM_ARRAY_TASK_ID)__"
OTHER_PRODUCTS = "(it makes other products of them: what was launched without it would be launched again)"


def warn_of_shared(plan: Planned, terms: Terms, products: int, terminal: Terminal) -> None:
    """Warns where several products, or the tasks of a job array that each of them is, would share a run directory."""
    if products == 1 or not _is_left_to_hydra(plan.template.script.text):
        return
    for variant in plan.prepared.sweep.variants:
        shared = _shared(variant, terms.own_tasks)
        if shared:
            terminal.warn(f"{shared}\n  {_cure(plan, terms.own_tasks)}")
            return


def _is_left_to_hydra(text: str) -> bool:
    """Whether a script seems to run a Python program, and says nothing itself of Hydra's directories."""
    commands = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return _any_in(commands, OF_PYTHON) and not _any_in(commands, OF_DIRECTORIES)


def _any_in(lines: Sequence[str], words: Sequence[str]) -> bool:
    return any(word in line for line in lines for word in words)


def _shared(variant: Sequence[Argument], own_tasks: int) -> str:
    """What the products of a variant share, in words; "" where nothing is known that they share."""
    fixed = [argument for argument in variant if isinstance(argument, Fixed)]  # Hydra's own settings are never swept
    texts = [argument.override.text for argument in fixed if argument.key.lstrip("+") in KEYS]
    if not texts:
        what = "products" if own_tasks == 1 else "tasks"
        return f"{what} that begin in the same second share a run directory, unless the application sets hydra.run.dir"
    if _says_of_task(texts[-1]):
        return ""
    if not any(name in texts[-1] for name in OF_THE_PRODUCT) and len(fixed) < len(variant):
        return f"all products share a run directory: {texts[-1]}"
    return f"the {own_tasks} tasks of each product share a run directory: {texts[-1]}" if own_tasks > 1 else ""


def _says_of_task(text: str) -> bool:
    """Whether a variable of the job, or an interpolation of Hydra's, may tell one run from every other."""
    _, *interpolations = text.split("${")
    of_others = (each for each in interpolations if not each.startswith((*SHARED, *OF_THE_PRODUCT)))
    return any(of_others) or any(variables(text))


def _cure(plan: Planned, own_tasks: int) -> str:
    word = LINE if own_tasks == 1 else f"{LINE}{TASK}"
    to_mend = f"to give each {'product' if own_tasks == 1 else 'task'} its own, and not to be told again, add"
    if plan.is_ad_hoc:
        return f"{to_mend} {scripts.quote(word)}"
    return f'{to_mend} to [sweeps.{plan.prepared.sweep.name}]:\n  overrides = ["{word}"]\n  {OTHER_PRODUCTS}'
