"""How tasks ended, kept for the day on which the scheduler has forgotten them."""

from __future__ import annotations

import json
import os
from itertools import groupby

from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import Tag, TaskState
from heracles.ledger import encoding, files, folders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Run = tuple[int, int]


def finals_file(home: str, launch: str) -> str:
    """How the tasks of a launch ended, as far as anybody has asked: a line for those of a job that ended alike."""
    return os.path.join(folders.launch_folder(home, launch), "ended.jsonl")


def keep(home: str, launch: str, tasks: Iterable[TaskState]) -> None:
    """Adds tasks that have ended; of what is kept twice of a task, the later counts.

    Several may do so at once. Raises a LaunchError where nothing can be written.
    """
    text = "".join(f"{line}\n" for line in _lines(tasks))
    if text:
        _append(finals_file(home, launch), text)


def kept(home: str, launch: str) -> tuple[TaskState, ...]:
    """The tasks of a launch that are known to have ended, each once.

    What cannot be read is left out, as if nobody had asked. Raises a LaunchError where the file cannot be opened.
    """
    path = finals_file(home, launch)
    with files.told(path):
        if not files.is_there(path):
            return ()
        with open(path, encoding="utf-8", errors="replace") as file:
            tasks = [task for line in file for task in _tasks(line)]
    return tuple({task[:2]: task for task in tasks}.values())


def _append(path: str, text: str) -> None:
    with files.told(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
        try:
            files.append(descriptor, text if _ends_whole(descriptor) else f"\n{text}")
        finally:
            os.close(descriptor)


def _ends_whole(descriptor: int) -> bool:
    """Whether nobody was killed at writing the last line."""
    size = os.fstat(descriptor).st_size
    return size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"


def _lines(tasks: Iterable[TaskState]) -> Iterator[str]:
    alike: dict[tuple[object, ...], list[TaskState]] = {}
    for task in tasks:
        alike.setdefault((task.tag, task.task is None, *task[2:]), []).append(task)
    for group in alike.values():
        numbers = sorted({task.task for task in group if task.task is not None})
        fields = {**dict(zip(TaskState._fields, group[0])), "task": list(_runs(numbers)) if numbers else None}
        yield encoding.to_text(fields)


def _runs(numbers: list[int]) -> Iterator[Run]:
    """Numbers that follow one another, as the first and the last of them."""
    for _, run in groupby(enumerate(numbers), key=lambda each: each[1] - each[0]):
        places = [number for _, number in run]
        yield places[0], places[-1]


def _tasks(line: str) -> list[TaskState]:
    try:
        fields = json.loads(line)
        numbers = [None] if fields["task"] is None else _numbers(fields["task"])
        _, _, *alike = TaskState(**fields)
        tag = Tag(*fields["tag"])
        return [TaskState._make((tag, number, *alike)) for number in numbers]
    except encoding.DAMAGED:
        return []


def _numbers(runs: Iterable[Run]) -> list[int]:
    return [number for first, last in runs for number in range(first, last + 1)]
