"""Where keys and values stand in TOML texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from heracles.config import sample
from heracles.config.lines import Lines
from heracles.config.locator import KeyPath, Spot, locate
from heracles.config.toml import loads
from tests.config.toml_documents import documents

if TYPE_CHECKING:
    from collections.abc import Iterator


def paths(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*path, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


@pytest.mark.once
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents())
def test_every_key_and_value_of_any_document_is_where_it_was_written(document: tuple[str, dict[KeyPath, Spot]]) -> None:
    text, spots = document
    assert locate(text) == spots
    assert set(paths(loads(text))) == set(spots)


TEXT = """\
# a comment with [brackets] = "and quotes
title = "x"   # [behind]
[sweeps."a.b"]\r
seeds = { key = 'a b', count = 5 }
  [sweeps.'a.b'.axes]
  env . num_envs = [
    8, # eight
    [1, { deep = true }],
  ]
[[sweeps.x.variants]]
overrides = ["a=1",
  "b=2"]
[sweeps.x.variants.axes]
lr = [1]
[[sweeps.x.variants]]
[sweeps.x.variants.zip . pair]
 'c' = [2, 3]
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("title",), (2, 0), (2, 8)),
        (("sweeps",), (3, 1), (3, 1)),
        (("sweeps", "a.b"), (3, 8), (3, 8)),
        (("sweeps", "a.b", "seeds"), (4, 0), (4, 8)),
        (("sweeps", "a.b", "seeds", "count"), (4, 23), (4, 31)),
        (("sweeps", "a.b", "axes"), (5, 16), (5, 16)),
        (("sweeps", "a.b", "axes", "env"), (6, 2), (6, 2)),
        (("sweeps", "a.b", "axes", "env", "num_envs"), (6, 8), (6, 19)),
        (("sweeps", "a.b", "axes", "env", "num_envs", 0), (7, 4), (7, 4)),
        (("sweeps", "a.b", "axes", "env", "num_envs", 1, 1, "deep"), (8, 10), (8, 17)),
        (("sweeps", "x", "variants"), (10, 11), (10, 11)),
        (("sweeps", "x", "variants", 0), (10, 11), (10, 11)),
        (("sweeps", "x", "variants", 0, "overrides", 1), (12, 2), (12, 2)),
        (("sweeps", "x", "variants", 0, "axes"), (13, 19), (13, 19)),
        (("sweeps", "x", "variants", 0, "axes", "lr", 0), (14, 6), (14, 6)),
        (("sweeps", "x", "variants", 1), (15, 11), (15, 11)),
        (("sweeps", "x", "variants", 1, "zip", "pair"), (16, 25), (16, 25)),
        (("sweeps", "x", "variants", 1, "zip", "pair", "c"), (17, 1), (17, 7)),
    ],
)
def test_line_and_column(path: KeyPath, key: tuple[int, int], value: tuple[int, int]) -> None:
    places = [Lines.of(TEXT).at(offset) for offset in locate(TEXT)[path]]
    assert [(place.number, place.column) for place in places] == [key, value]


def test_the_example_is_located_whole() -> None:
    assert set(paths(loads(sample()))) == set(locate(sample()))


def test_an_empty_text_has_no_keys() -> None:
    assert locate("") == locate("# nothing") == {}
