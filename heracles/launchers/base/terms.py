"""On what terms a launcher takes the products of a script: decided before anything is done."""

from __future__ import annotations

from heracles.frozen import NamedTuple


class Terms(NamedTuple):
    """What holds for all copies of a launch, from its beginning to its end.

    A copy carries at most ``per_copy`` products (1: no arrays) in at most ``copy_bytes`` bytes (0: any number); each
    product is ``own_tasks`` tasks, by an array of the script's own. ``args`` are the launcher's arguments, mended where
    they had to be; ``comment`` and ``dependency`` are what script and arguments say of these; ``cluster`` is empty
    where there is one only. Copies go into ``lanes`` in turn, one behind the other, and each lane runs at most so many
    tasks at once (no lanes: as many as there are). ``held``: a job waits until it is recorded; ``stays_held``: and
    longer, since the script asks for it. ``spools``: the scheduler keeps a copy of its own, so that ours need not lie
    beside the script; at most ``most_queued`` tasks of the sweep are in its queue (0: any number).
    """

    per_copy: int = 1
    copy_bytes: int = 0
    own_tasks: int = 1
    args: tuple[str, ...] = ()
    comment: str = ""
    dependency: str = ""
    cluster: str = ""
    lanes: tuple[int, ...] = ()
    held: bool = False
    stays_held: bool = False
    spools: bool = False
    most_queued: int = 0

    def copies(self, products: int) -> int:
        """How many copies carry so many products, if none is too large."""
        return -(-products // self.per_copy)


class Cost(NamedTuple):
    """What a launch takes at most: tasks, and hours of CPUs and GPUs (None: script and arguments do not say)."""

    tasks: int
    cpu_hours: float | None = None
    gpu_hours: float | None = None


class Agreement(NamedTuple):
    """The terms, what a launch on them costs, and what a user is told about them."""

    terms: Terms
    cost: Cost
    notes: tuple[str, ...] = ()
