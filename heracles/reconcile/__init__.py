"""What the journal and the scheduler's answers say together: what is in doubt, what to do about it, how far it is."""

from heracles.reconcile.decisions import (
    Adopt,
    Ask,
    Confirm,
    Dead,
    Decision,
    Doubled,
    Evidence,
    Release,
    Resubmit,
    Wait,
    Withdraw,
)
from heracles.reconcile.resolving import UNSETTLED, held_again, interrupted, resolve
from heracles.reconcile.standings import Range, Standing, doubts, next_copy, remaining, submissions, unanswered
from heracles.reconcile.states import ProductState, counts, product_states

__all__ = [
    "UNSETTLED",
    "Adopt",
    "Ask",
    "Confirm",
    "Dead",
    "Decision",
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
    "next_copy",
    "product_states",
    "remaining",
    "resolve",
    "submissions",
    "unanswered",
]
