"""Writing a launch's copies: each as it is needed, or the next one while a scheduler is busy with this one."""

from __future__ import annotations

from heracles import ledger, plan, script as scripts
from heracles.errors import HeraclesError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launch import copies
from heracles.script.arrays import fitting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.launch.course import Course
    from heracles.reconcile import Range
    from heracles.script import Row


class Written(NamedTuple):
    """A copy that lies at ``path``, from where we stand; ``rows`` are those of the ``meant`` ones that it carries."""

    meant: Range
    rows: tuple[Row, ...]
    path: str


class WriteAhead:
    """Writes copies; one that was written ahead of time and is not the next after all is deleted again."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._ahead: Written | None = None

    def written(self, meant: Range) -> Written:
        """The copy that carries these products, or as many of the first ones as fit into it."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.meant == meant:
            return ahead
        self._delete(ahead)
        return _written(self._course, meant)

    def write_next(self, meant: Range | None) -> None:
        """Writes a copy that will probably be asked for; what is in its way is told when it is."""
        if meant is None or not self._course.launch.terms.spools:
            return
        try:
            self._ahead = _written(self._course, meant)
        except HeraclesError:
            self._ahead = None

    def close(self) -> None:
        """Deletes what nobody asked for."""
        ahead, self._ahead = self._ahead, None
        self._delete(ahead)

    def _delete(self, ahead: Written | None) -> None:
        if ahead is not None:
            copies.delete([ahead.path])


def _written(course: Course, meant: Range) -> Written:
    rows = fitting_rows(course, meant)
    return Written(meant, rows, write_copy(course, rows))


def fitting_rows(course: Course, places: Range) -> tuple[Row, ...]:
    """The products at some places, or as many of the first ones as fit into one copy."""
    recorded = ledger.products(course.home, course.launch.id, places.first, places.last)
    rows = (scripts.Row(each.index, each.id, each.overrides, each.tasks) for each in recorded)
    launch = course.launch
    if launch.terms.per_copy == 1:
        return tuple(rows)
    return fitting(launch.placement, plan.origin(launch), rows, launch.terms.copy_bytes)


def write_copy(course: Course, rows: Sequence[Row]) -> str:
    """Writes the copy that carries these products, where its launcher needs it; the path from where we stand."""
    copy = plan.copy(course.launch, rows, copy_folder(course))
    write = copies.write_over if course.launch.terms.spools or course.overwrite else copies.write_new
    (path,) = write([copy])
    return path


def copy_folder(course: Course) -> str | None:
    """The ledger's folder of copies, for those that need not lie beside the script."""
    if not course.launch.terms.spools:
        return None
    return ledger.make_copies(course.home, course.launch.id)
