"""Keys as Hydra 1.4 reads them."""

from __future__ import annotations

import pytest

from heracles.errors import Place, UsageError
from heracles.grammar import parse, parse_key

PLACE = Place("heracles.toml:3: sweeps.a.axes")

GOOD = [
    "a", "a.b", "a-b", "_a", "$a", "a$b", "a.$b.c", "a.0", "0.a", "a.1_0.b", "group/name", "a/b-c/d_e", "a@b",
    "a@b.c", "a/b@c.0", "@a", "a@", "+a", "++a", "~a", "+a/b@c", "~a@b", "a[0]", "a[0][x-1].b[$c]", "a.b[0]",
    "0.a[1]", "a\\.b", "a\\=b.c", "0\\.5", "-\\.", "a.0\\[x\\]", "a[\\]]", "a.b.c[0].d\\.e", "hydra.run.dir",
    "hydra/launcher",
]  # fmt: skip
BAD = [
    "+", "++", "~", "0", "1a", "-a", "a.", ".a", "a..b", "a.01", "a.1_", "a.-b", "a:b", "a/", "/a", "a//b", "a/b.c",
    "a.b/c", "$a/b", "a@b/c", "a@b@c", "a@0", "+++a", "~+a", "a'b'", "${a}", "é", "a,b", "a[0", "a[]", "a]", "[0]",
    "0[1]", "a[0]b", "a[0]@b", "a@b[0]", "a\\b", "a\\", "a[0].", "a[b.c]", "", " ", "a b", " a", "a ", "a\n",
]  # fmt: skip


def is_key(text: str) -> bool:
    try:
        return parse_key(text, PLACE) == text
    except UsageError:
        return False


def is_key_of_a_word(text: str) -> bool:
    try:
        return parse([(f"{text}=1", PLACE)])[0].key == text
    except UsageError:
        return False


def test_these_are_keys() -> None:
    assert [key for key in GOOD if not (is_key(key) and is_key_of_a_word(key))] == []


def test_these_are_none() -> None:
    assert [key for key in BAD if is_key(key) or is_key_of_a_word(key)] == []


def test_the_error_names_the_place_of_the_key() -> None:
    with pytest.raises(UsageError) as caught:
        parse_key("a.b c", PLACE)
    (fault,) = caught.value.faults
    assert fault.what == "'a.b c' is not a key that Hydra reads"
    assert fault.place == Place(PLACE.label, "a.b c", 3)
