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
    rest = replaced(path, templates.KNOWN, dict.fromkeys(templates.KNOWN, ""))
    if "${" in rest:
        name = rest[rest.index("${") :].partition("}")[0]
        cure = "what the application fills in is not known here: use ${heracles:id}, as in hydra.run.dir"
        raise UsageError(f"{name}}} is not filled in", place, cure)
    if not any(f"{templates.PRODUCT}{name}}}" in path for name in OF_THE_PRODUCT):
        what = "all products share this file, so that only the last one's results are in it"
        raise UsageError(what, place, f"give each its own, by ${{heracles:id}} as in hydra.run.dir: {EXAMPLE}")


def filled_path(
    path: str,
    id: str,  # noqa: A002  # its name
    index: int,
    sweep: str,
    launch: str,
) -> str:
    """The path of one product, as it was launched."""
    return replaced(path, templates.KNOWN, {"id": id, "index": str(index), "sweep": sweep, "launch": launch})
