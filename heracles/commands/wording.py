"""Short words for many things."""

from __future__ import annotations

from heracles import script as scripts
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.launchers.base import Terms
    from heracles.ledger import Launch


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def name(launch: Launch) -> str:
    """What a user calls the launched: its script where it was given ad hoc, else its sweep."""
    return launch.script if launch.ad_hoc else launch.sweep


def jobs(number: int, terms: Terms) -> str:
    """So many submissions on these terms."""
    return counted(number, "job array", "job arrays") if terms.per_copy > 1 else counted(number, "job", "jobs")


def copy_names(script_path: str, indices: Iterable[int]) -> str:
    """The paths of copies as shell words that bash, zsh and ksh expand: ``sbatch_hydra0.sh sbatch_hydra{2..5}.sh``."""
    before, _, after = scripts.copy_name(script_path, 0).rpartition("_hydra0")
    prefix, suffix = scripts.quote(f"{before}_hydra"), scripts.quote(after) if after else ""
    words = []
    for first, last in _runs(sorted(indices)):
        numbers = f"{first}" if first == last else f"{{{first}..{last}}}"
        words.append(f"{prefix}{numbers}{suffix}")
    return " ".join(words)


def _runs(indices: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for index in indices:
        if first is None or last is None:
            first = index
        elif index != last + 1:
            yield first, last
            first = index
        last = index
    if first is not None and last is not None:
        yield first, last
