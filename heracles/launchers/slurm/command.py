"""How sbatch is called for a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heracles.launchers.slurm.tags import comment_with
from heracles.script.slurm_options import LONG, SBATCH_LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.launchers.base import Tag

SHORTEST_COMMENT = "--com"
"""getopt_long(3) takes any beginning of an option that no other option has."""


def submission_command(  # noqa: PLR0913  # all of them are words of one command
    sbatch: str,
    args: Sequence[str],
    tag: Tag,
    file: str,
    *,
    array: str,
    hold: bool,
    comment: str = "",
) -> tuple[str, ...]:
    """The words of a call of sbatch(1).

    ``array`` is "" or a specification such as "0-999%50"; ``comment`` is that of the script's own directives, which one
    in ``args`` overrules, as it does for sbatch.
    """
    rest, comments = without_comments(args)
    own = ("--parsable", f"--comment={comment_with(tag, (comment, *comments)[-1])}")
    return (sbatch, *own, *(["--hold"] if hold else []), *([f"--array={array}"] if array else []), *rest, file)


def without_comments(args: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Options of sbatch less those for a comment, and the comments, the last of which is the one that counts."""
    kept: list[str] = []
    comments: list[str] = []
    for words in _by_option(args):
        if _is_comment(words[0]):
            comments.append(words[1] if len(words) > 1 else words[0].partition("=")[2])
        else:
            kept += words
    return tuple(kept), tuple(comments)


def _by_option(args: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words, an option together with its value where that is the next word."""
    rest = iter(args)
    for word in rest:
        value = next(rest, None) if _takes_next_word(word) else None
        yield (word,) if value is None else (word, value)


def _is_comment(word: str) -> bool:
    name = word.partition("=")[0]
    return name.startswith(SHORTEST_COMMENT) and "--comment".startswith(name)


def _takes_next_word(word: str) -> bool:
    if word.startswith("--"):
        return "=" not in word and (word[2:] in LONG or _is_comment(word))
    letters = word[1:].lstrip("".join(set(word[1:]) - set(SBATCH_LETTERS))) if word.startswith("-") else ""
    return len(letters) == 1
