"""Reading the logs of tasks: their ends, what is added to them, and what many of them have in common."""

from heracles.logs.following import PACE, Pace, follow
from heracles.logs.grouping import Group, groups
from heracles.logs.lines import Line, News, by_lines, last_state
from heracles.logs.reading import End, end_of

__all__ = ["PACE", "End", "Group", "Line", "News", "Pace", "by_lines", "end_of", "follow", "groups", "last_state"]
