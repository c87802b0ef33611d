"""Tags in comments: how a submission is recognized whatever became of the answer to it."""

from __future__ import annotations

from heracles.launchers.base import Tag

PREFIX = "heracles:"


def comment_with(tag: Tag, comment: str) -> str:
    """The comment of a job: its tag first, then the user's own."""
    return f"{tag} {comment}".rstrip()


def tag_in(comment: str) -> Tag | None:
    """The tag that a comment begins with, or None."""
    word = comment.partition(" ")[0]
    launch, _, rest = word.partition("/")
    copy, _, attempt = rest.rpartition(".")
    if not (word.startswith(PREFIX) and copy.isdecimal() and attempt.isdecimal()):
        return None
    return Tag(launch.removeprefix(PREFIX), int(copy), int(attempt))


def tag_of_launch_in(text: str, launch: str) -> Tag | None:
    """The first tag of this launch anywhere in a text, such as a command line whose quotes are lost, or None."""
    place = text.find(f"{PREFIX}{launch}/")
    return None if place < 0 else tag_in(text[place:].replace("|", " "))
