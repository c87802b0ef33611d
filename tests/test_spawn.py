"""A checking program's complaint is heard."""

from __future__ import annotations

import pytest

from heracles import spawn


@pytest.mark.parametrize(
    ("script", "said"),
    [("exit 0", None), ("echo wrong >&2; exit 1", "wrong"), ("echo wrong; exit 1", "wrong"), ("exit 3", "sh fails")],
)
def test_what_a_program_says_before_it_fails(script: str, said: str | None) -> None:
    assert spawn.complaint(("sh", "-c", script)) == said


def test_a_program_that_is_not_here_has_no_complaint() -> None:
    assert spawn.complaint(("no-such-shell", "-n")) is None
