"""Where runs leave their results: a path for each product, with what ``${heracles:...}`` stands for."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.grammar import templates
from heracles.sweep.blanks import replaced

if TYPE_CHECKING:
    from heracles.errors import Place

OF_THE_PRODUCT = ("id", "index")
EXAMPLE = "runs/${heracles:sweep}/${heracles:id}/metrics.json"


def check_path(path: str, place: Place) -> None:
    """Raises a UsageError where all products share the path, or something in it is not filled in."""
    templates.check(path, place)
    if form := _foreign(path):
        cure = "only ${heracles:...} is, since what a shell, a job or the application makes of it is not known here"
        raise UsageError(f"{form} is not filled in", place, cure)
    if not any(f"{templates.PRODUCT}{name}}}" in path for name in OF_THE_PRODUCT):
        what = "all products share this file, so that only the last one's results are in it"
        raise UsageError(what, place, f"give each its own, by ${{heracles:id}} as in hydra.run.dir: {EXAMPLE}")


def _foreign(path: str) -> str:
    """What somebody else would fill in: ``~``, ``$SCRATCH``, ``${now:%Y}``, ``__env(USER)__``; "" for nothing."""
    rest = replaced(path, templates.KNOWN, dict.fromkeys(templates.KNOWN, ""))
    if path.startswith("~"):
        return path.partition("/")[0]
    if "$" in rest:
        name = rest[rest.index("$") :]
        return name.partition("}")[0] + "}" if name.startswith("${") else name.partition("/")[0]
    return next((f"{templates.OPENING}({name})__" for _, name in templates.variables(rest)), "")


def filled_path(
    path: str,
    id: str,  # noqa: A002  # its name
    index: int,
    sweep: str,
    launch: str,
) -> str:
    """The path of one product, as it was launched."""
    return replaced(path, templates.KNOWN, {"id": id, "index": str(index), "sweep": sweep, "launch": launch})
