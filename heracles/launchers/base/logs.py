"""Where the tasks of a launch write: what a launcher is asked, and what it answers."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.launchers.base.jobs import Tag


class Source(NamedTuple):
    """What tasks were launched from: a script's path and text, in which directory (absolute), and by which user."""

    script: str
    text: str
    directory: str
    user: str


class Launched(NamedTuple):
    """A task of a launch: number ``task`` in the array of a job (None: the job is none).

    ``name`` is that of its copy's products and ``copy`` the file, as in the Submission with this tag; ``job`` is the
    id that the submission was given ("": there is none), at ``since`` (epoch seconds) at the earliest.
    """

    tag: Tag
    name: str
    copy: str
    job: str = ""
    task: int | None = None
    since: float = 0.0


class Written(NamedTuple):
    """The absolute paths of the files that a task writes its output and its errors to, which may be the same.

    None where it writes to none, or where nobody knows to which: ``why`` says so in a line.
    """

    stdout: str | None
    stderr: str | None
    why: str = ""


@runtime_checkable
class Logs(Protocol):
    """A launcher that knows where its tasks write."""

    def written(self, source: Source, tasks: Sequence[Launched]) -> tuple[Written, ...]:
        """Where each of the tasks writes; whether a file is there yet is not looked at."""

    def own_tasks(self, source: Source) -> tuple[int | None, ...]:
        """The numbers of the tasks in the script's own array, of which each product has all; one None for no array."""

    def last_words(self, line: str) -> str | None:
        """The cause that a line names which the scheduler, not the program, wrote at the end of a log.

        "" where the line names none, None where the program may have written it.
        """
