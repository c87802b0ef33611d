"""What products are called where a launch is told of."""

from __future__ import annotations

from heracles import ledger, plan
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.launch.course import Course


def title_of(course: Course, first: int, last: int) -> str:
    """The products at the places ``first`` to ``last`` in one line."""
    (beginning,) = ledger.products(course.home, course.launch.id, first, first)
    if first == last:
        return plan.title_within(course.launch, beginning, beginning.overrides)
    (end,) = ledger.products(course.home, course.launch.id, last, last)
    return plan.title_between(beginning, end, last - first + 1)
