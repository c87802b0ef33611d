"""What the README has from the program itself is what the program says today."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from heracles.cli.verbs import VERBS

from . import readme
from .manual.playing import played
from .manual.reference import with_keys
from .manual.stage import build

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

ANEW = "`nox -s readme` writes it anew"
SOURCES = "".join(path.read_text("utf-8") for path in sorted((readme.FILE.parent / "heracles").rglob("*.py")))


def test_transcripts_are_what_is_said_today(tmp_path: Path) -> None:
    assert played(readme.TEXT, build(tmp_path)).splitlines() == readme.TEXT.splitlines(), ANEW


def test_every_key_is_told_as_the_schema_tells_it() -> None:
    assert with_keys(readme.TEXT).splitlines() == readme.TEXT.splitlines(), ANEW


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_seen_at_work(verb: str) -> None:
    assert re.search(rf"^\$ (timeout .*)?heracles (-C \S+ )?{verb}\b", readme.TEXT, re.MULTILINE)


def test_messages_that_are_explained_are_said() -> None:
    """Those of heracles word by word, but for what ``…`` stands for."""
    rows = re.findall(r"^\| `([^`|]+)` \|", readme.section("When something is wrong"), re.MULTILINE)
    assert len(rows) >= 15
    missing = [part for row in rows for part in re.split(r" ?…,? ?", row) if part and part not in SOURCES]
    assert missing == []
