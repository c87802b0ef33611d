"""``heracles logs TARGET ... --follow``: logs as they grow, until their tasks have ended."""

from __future__ import annotations

import os

from heracles import ledger, logs
from heracles.commands.claiming import claimed_as
from heracles.commands.known import survey
from heracles.commands.logs import end_of, tell_missing
from heracles.commands.outputs.found_logs import find_outputs, outputs_of, refuse_many
from heracles.commands.outputs.log_wording import in_words_of, short
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import LocalSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.commands.outputs.found_logs import Found, Request
    from heracles.logs import News, Pace
    from heracles.terminal import Terminal

HURRIED_QUESTION = 3.0
"""Seconds before the scheduler is asked where it alone can tell where a task will write."""

FREE_QUESTION = 0.5
"""Seconds before this machine is asked about its own runs."""


def follow(request: Request, terminal: Terminal, pace: Pace = logs.PACE) -> int:
    """Prints the ends of logs and what is added to them, under a heading where they are several.

    Returns when no task waits or runs any more, and says how each ended.
    """
    if request.narrowing.states:
        raise UsageError("what has failed writes no more", cure="leave out --follow, or --failed")
    found = find_outputs(request, terminal)
    refuse_many(found, request)
    watched = _Watched(found, request, terminal)
    for output in found.outputs:
        tell_missing(found, output, terminal)
    terminal.stream(_lines(watched, request.lines, pace))
    for output in watched.found.outputs:
        terminal.note(f"{watched.found.title(output)}: {in_words_of(output.state)}")
    return 0


class _Watched:
    """Tasks and where they write, as far as that is known by now."""

    def __init__(self, found: Found, request: Request, terminal: Terminal) -> None:
        self.found = found
        self._request, self._terminal = request, terminal
        self.have_ended = _have_ended(found)

    @property
    def titles(self) -> dict[str, str]:
        """What each log is of, by its path."""
        return {path: self.found.title(output) for output in self.found.outputs for path in output.paths}

    def look(self) -> None:
        """Asks anew; as long as a scheduler does not answer, nothing has ended."""
        before = self.found.target
        records = tuple(ledger.read(before.home, record.launch.id) for record in before.records)
        answers = survey.answers(before.home, records, _to_nobody)
        self.found = outputs_of(before._replace(records=records), answers.tasks, self._request, self._terminal)
        self.have_ended = not answers.silences and _have_ended(self.found)


def _to_nobody(_: str) -> None:
    """Whatever it is was said before."""


def _have_ended(found: Found) -> bool:
    """Whether nothing is in a queue or runs any more, and nobody launches what waits."""
    states = {output.state.state for output in found.outputs}
    return not states & survey.IN_QUEUE and not ("waiting" in states and _are_launched(found))


def _are_launched(found: Found) -> bool:
    target = found.target
    return any(ledger.is_claimed(target.home, claimed_as(record.launch)) for record in target.records)


def _lines(watched: _Watched, number: int | None, pace: Pace) -> Iterator[str]:
    sizes: dict[str, int] = {}
    heading = ""
    for line in _ends_then_news(watched, number, sizes, pace):
        if line.path != heading and (heading or len(watched.titles) > 1):
            yield from (*([""] if heading else []), f"==> {watched.titles[line.path]}  {short(line.path)} <==")
        heading = line.path
        yield os.fsdecode(line.text)


def _ends_then_news(watched: _Watched, number: int | None, sizes: dict[str, int], pace: Pace) -> Iterator[logs.Line]:
    for path in watched.titles:
        end = end_of(path, number)
        if end is not None:
            sizes[path] = end.size
            yield from (logs.Line(path, line) for line in end.lines)
    yield from logs.by_lines(_news(watched, sizes, pace))


def _hurried(pace: Pace, found: Found) -> Pace:
    """Asks sooner where that costs nothing, and where only the answer can tell where a task writes."""
    if all(isinstance(output.product.launch.settings, LocalSettings) for output in found.outputs):
        return pace._replace(first_question=min(pace.first_question, FREE_QUESTION), longest_question=pace.longest_look)
    if all(output.paths for output in found.outputs):
        return pace
    return pace._replace(first_question=min(pace.first_question, HURRIED_QUESTION))


def _news(watched: _Watched, sizes: dict[str, int], pace: Pace) -> Iterator[News]:
    """What is added to the logs, of which more may become known meanwhile."""
    goes_on = True
    while goes_on:
        paths = {path: sizes.get(path, 0) for path in watched.titles}

        def is_other_than_it_was(known: dict[str, int] = paths) -> bool:
            watched.look()
            return watched.have_ended or watched.titles.keys() != known.keys()

        for news in logs.follow(paths, is_other_than_it_was, _hurried(pace, watched.found)):
            sizes[news.path] = (0 if news.anew else sizes.get(news.path, 0)) + len(news.data)
            yield news
        goes_on = not watched.have_ended or watched.titles.keys() != paths.keys()
