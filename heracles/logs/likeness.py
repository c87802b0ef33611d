"""What lines of many logs have in common when they differ in no more than what differs from run to run."""

from __future__ import annotations

import re

ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
"""Colours, and whatever else a terminal takes for an order."""

DAYS = "mon|tue|wed|thu|fri|sat|sun"
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
CHANGING = re.compile(
    rf"""
      (?P<kept> (?<![a-z]) (?:code|status|signal|errno|error|line) [ :=(]{{1,3}} -?\d+ \b )
    | \b (?: (?:{DAYS}),?[ ]+ )? (?: (?:{MONTHS})[ ]+\d+ | \d+[ ](?:{MONTHS}) ) \b
    | 0x[0-9a-f]+
    | \b [0-9a-f]{{8}} (?:-[0-9a-f]{{4}}){{3}} -[0-9a-f]{{12}} \b
    | (?<![0-9a-z]) (?=\d*[a-f]) (?=[a-f]*\d) [0-9a-f]{{7,}} (?![0-9a-z])
    | (?<=/) tmp[0-9a-z_]{{8}} \b
    | (?: (?<![\w)\]]) [-+] )? \d+ (?:\.\d+)* (?: e[-+]?\d+ )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Dates, addresses, digests, temporary files and numbers; one that tells errors apart is kept."""

MARK = "#"


def likeness(line: str) -> str:
    """The line with a mark for each number, time and digest in it: the same for lines that say the same."""
    return " ".join(CHANGING.sub(_mark, without_escapes(line)).split())


def without_escapes(line: str) -> str:
    return ESCAPES.sub("", line)


def _mark(found: re.Match[str]) -> str:
    return found["kept"] or MARK
