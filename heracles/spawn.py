"""Starts a checking program without the subprocess module, whose import would take longer than writing the copies."""

from __future__ import annotations

import os


def complaint(arguments: tuple[str, ...]) -> str | None:
    """What a program says before it fails; None where it is content or is not installed here."""
    reading, writing = os.pipe()
    actions = [(os.POSIX_SPAWN_DUP2, writing, 1), (os.POSIX_SPAWN_DUP2, writing, 2)]
    with open(reading, "rb") as answer:
        try:
            child = os.posix_spawnp(arguments[0], arguments, os.environ, file_actions=actions)
        except OSError:
            return None
        finally:
            os.close(writing)
        said = os.fsdecode(answer.read()).strip()
    _, status = os.waitpid(child, 0)
    return (said or f"{arguments[0]} fails") if status else None
