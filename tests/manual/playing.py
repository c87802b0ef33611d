"""The transcripts of a text, played anew.

A block of the language ``console`` is played line by line in the project of the stage: what stands behind ``$ `` is
typed, and all that it prints stands below. Where ``^C`` stands below, it is typed when heracles says that it waits. A
comment in HTML before a block says what happens before it.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.manual.stage import Stage

BLOCK = re.compile(r"(?:<!-- (?P<happens>[^>]+) -->\n)?```console\n(?P<lines>.*?)```\n", re.DOTALL)
COMMAND = re.compile(r"^\$ (?P<typed>.*)\n(?P<said>(?:(?!\$ ).*\n)*)", re.MULTILINE)
LAUNCH = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
AGO = re.compile(r"\b\d+ s ago")
INTERRUPT = "^C\n"
WAITS = "waiting for room"

HAPPENINGS: dict[str, Callable[[Stage], object]] = {
    "the jobs run": lambda stage: stage.let_jobs_run(),
    "most jobs run": lambda stage: stage.let_jobs_run(without=2),
    "the queue takes 8 tasks": lambda stage: stage.bound_queue(8),
    "the jobs run, and the queue takes all": lambda stage: (stage.let_jobs_run(), stage.bound_queue(1000)),
    "heracles.toml has a fault": lambda stage: stage.mistype(),
}


def played(text: str, stage: Stage) -> str:
    """The text, with what its commands print today."""
    return as_on_that_day(BLOCK.sub(lambda block: _played(block, stage), text), stage)


def as_on_that_day(text: str, stage: Stage) -> str:
    """The text without what is different at each time: launches, moments, folders."""
    numbers = count(1)
    launches = {launch: f"20261122-14{next(numbers):02}00-4f2a91c3" for launch in dict.fromkeys(LAUNCH.findall(text))}
    text = LAUNCH.sub(lambda match: launches[match[0]], text).replace(str(stage.projects), "/home/you")
    return AGO.sub("2 s ago", MOMENT.sub("2026-11-22 14:30", text))


def _played(block: re.Match[str], stage: Stage) -> str:
    if block["happens"]:
        HAPPENINGS[block["happens"]](stage)
    return block[0].replace(block["lines"], "".join(_said(block["lines"], stage)))


def _said(lines: str, stage: Stage) -> Iterator[str]:
    for command in COMMAND.finditer(lines):
        yield f"$ {command['typed']}\n"
        with _typed(command["typed"], stage) as running:
            yield from _until_interrupted(running) if INTERRUPT in command["said"] else running.stdout or ()


def _until_interrupted(running: subprocess.Popen[str]) -> Iterator[str]:
    for line in running.stdout or ():
        yield line
        if line.startswith(WAITS):
            os.killpg(running.pid, signal.SIGINT)
            yield INTERRUPT


def _typed(command: str, stage: Stage) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["bash", "-c", command], cwd=stage.project, env=stage.environment, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
