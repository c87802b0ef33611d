"""What the journal and the scheduler's answers say together: what is in doubt, what to do about it, how far it is."""

from heracles.frozen import TYPE_CHECKING
from heracles.reconcile.decisions import (
    Adopt,
    Ask,
    Confirm,
    Dead,
    Doubled,
    Evidence,
    Release,
    Resubmit,
    Wait,
    Withdraw,
)
from heracles.reconcile.resolving import held_again, interrupted, resolve
from heracles.reconcile.standings import (
    UNSETTLED,
    Range,
    Standing,
    doubts,
    left,
    next_copy,
    remaining,
    submissions,
    unanswered,
    unfinished,
)
from heracles.reconcile.states import ProductState, counts, joined, product_states, states_of_tasks

if TYPE_CHECKING:
    from heracles.reconcile.decisions import Decision as Decision
    from heracles.reconcile.standings import Phase as Phase

__all__ = [
    "UNSETTLED",
    "Adopt",
    "Ask",
    "Confirm",
    "Dead",
    "Doubled",
    "Evidence",
    "ProductState",
    "Range",
    "Release",
    "Resubmit",
    "Standing",
    "Wait",
    "Withdraw",
    "counts",
    "doubts",
    "held_again",
    "interrupted",
    "joined",
    "left",
    "next_copy",
    "product_states",
    "remaining",
    "resolve",
    "states_of_tasks",
    "submissions",
    "unanswered",
    "unfinished",
]
