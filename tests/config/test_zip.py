"""The tables of ``zip``: several keys that take their values together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles.grammar.values import Zip
from tests.config.declaring import declared, faults, words
from tests.config.telling import block, refusal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


def test_rows_are_one_axis_behind_the_axes(folder: Path) -> None:
    lines = """
        overrides = ["o=1,2"]
        seeds = [7]
        axes.a = 3
        [sweeps.a.zip.model_optimizer]
        model = ["resnet", "vit"]
        optimizer = ["sgd", "adamw"]
    """
    assert words(folder, lines) == [
        (f"o={o}", "a=3", *row, "seed=7")
        for o in (1, 2)
        for row in (("model=resnet", "optimizer=sgd"), ("model=vit", "optimizer=adamw"))
    ]


def test_keys_and_values_are_those_of_axes(folder: Path) -> None:
    lines = """
        [sweeps.a.zip.p]
        a.b = [1, "1"]
        "+c.d" = [[1, "x,y"], { e = true }]
        "db@pkg" = [0.1, 1.0]
        [sweeps.a.zip.p.f]
        g = ["", "h"]
    """
    assert words(folder, lines) == [
        ("a.b=1", "+c.d=[1,'x,y']", "db@pkg=0.1", "f.g="),
        ("a.b='1'", "+c.d={e:true}", "db@pkg=1.0", "f.g=h"),
    ]


def test_it_is_what_the_word_makes(folder: Path) -> None:
    word = 'overrides = ["p=zip(a=[1,2],b=[x,y])"]'
    table = 'zip.p = { a = [1, 2], b = ["x", "y"] }'
    assert words(folder, word) == words(folder, table) == [("a=1", "b=x"), ("a=2", "b=y")]


def test_it_knows_where_it_was_written(folder: Path) -> None:
    (argument,) = declared(folder, "[sweeps.a.zip.p]\nb = [1, 2]\nc = [3, 4]").arguments
    assert isinstance(argument, Zip)
    assert (argument.key, argument.keys) == ("p", ("b", "c"))
    assert argument.source == ("heracles.toml:3: sweeps.a.zip.p", "[sweeps.a.zip.p]", 14)
    assert argument.rows[1][1].source == ("heracles.toml:5: sweeps.a.zip.p.c[1]", "c = [3, 4]", 8)


def test_several_zips_and_axes_multiply(folder: Path) -> None:
    lines = """
        zip.p = { a = [1, 2], b = [1, 2] }
        zip.q = { c = [1, 2, 3], d = [1, 2, 3] }
        axes.e = [1, 2]
    """
    assert len(words(folder, lines)) == 2 * 3 * 2


def test_lists_of_different_lengths(folder: Path) -> None:
    text = """
        [sweeps.a]
        script = "s.sh"
        [sweeps.a.zip.pair]
        model = ["a", "b"]
        lr = [1, 2, 3]
    """
    assert refusal(folder, text) == block("""
        a zip pairs values one by one, but their numbers differ: model has 2, lr has 3
          heracles.toml:4: sweeps.a.zip.pair
            [sweeps.a.zip.pair]
                          ^
          give each key the same number of values
    """)


OF_A_ZIP = "begin it with a header, with a name for the zip: [sweeps.a.zip.NAME]"
WRONG = {
    "zip = 5": ("zip must be a table, not 5", "", OF_A_ZIP),
    "zip.p = 5": ("p must be a table, not 5", ".p", OF_A_ZIP),
    "zip.lr = [1, 2]": ("lr must be a table, not a list", ".lr", OF_A_ZIP),
    "zip.p = {}": ("the zip is empty", ".p", "give it two keys or more: a = [1, 2], b = [3, 4]"),
    "zip.p.lr = [1]": (
        "a zip of a single key, lr, pairs nothing",
        ".p",
        "write the list among the axes: axes.lr = [...]; or give the zip another key",
    ),
    "zip.p = { a.b = 5, c = [1] }": (
        "a key of a zip has a list of values, one for each row",
        ".p.a.b",
        'what is the same in each row is an axis: axes."a.b" = 5',
    ),
    "zip.p = { a = {}, b = [1] }": (
        "an empty table names no key",
        ".p.a",
        "a dict that is a value stands inside a list: [{}]",
    ),
    "zip.p = { a = [], b = [1] }": (
        "a zip without values makes no products",
        ".p.a",
        "give it values, or take it out",
    ),
    "zip.p = { a = [1, 2024-01-01], b = [1, 2] }": (
        "2024-01-01 is a date or time, which Hydra does not know",
        ".p.a[1]",
        'write it in quotes: "2024-01-01"',
    ),
    'zip.p = { "~a" = [1], b = [1] }': (
        "~a deletes a key, which has no values",
        '.p."~a"',
        'write it among the overrides: overrides = ["~a"]',
    ),
    "zip.p = { hydra.x = [1], b = [1] }": (
        "Hydra's own configuration cannot be swept",
        ".p.hydra.x",
        "give it one value",
    ),
    'zip."p q" = { a = [1], b = [1] }': (
        "'p q' is not a key that Hydra reads",
        '."p q"',
        "keys look like a.b, group/name, group@package, a[0]",
    ),
    'zip.p = { a.b = [1], "a.b" = [2] }': (
        "a.b is given twice: here and in heracles.toml:3: sweeps.a.zip.p.a.b",
        '.p."a.b"',
        "keep one of the two",
    ),
    'zip.p = { a = [1], "+a" = [2] }': (
        "a is given twice: here and in heracles.toml:3: sweeps.a.zip.p.a",
        '.p."+a"',
        "keep one of the two",
    ),
}


@pytest.mark.parametrize(("lines", "told"), WRONG.items(), ids=WRONG)
def test_what_a_zip_cannot_be(folder: Path, lines: str, told: tuple[str, str, str]) -> None:
    what, path, cure = told
    assert faults(folder, lines) == [(what, f"heracles.toml:3: sweeps.a.zip{path}", cure)]


@pytest.mark.parametrize(
    ("lines", "what", "first", "second"),
    [
        ("axes.b = 5\nzip.p = { a = [1], b = [1] }", "b", "3: sweeps.a.axes.b", "4: sweeps.a.zip.p"),
        ('overrides = ["+b=5"]\nzip.p = { a = [1], b = [1] }', "b", "3: sweeps.a.overrides[0]", "4: sweeps.a.zip.p"),
        (
            'overrides = ["q=zip(a=[1],c=[1])"]\nzip.p = { a = [1], b = [1] }',
            "a",
            "3: sweeps.a.overrides[0]",
            "4: sweeps.a.zip.p",
        ),
        (
            'overrides = ["q=zip(a=[1],c=[1])", "c=2"]',
            "c",
            "3: sweeps.a.overrides[0]",
            "3: sweeps.a.overrides[1]",
        ),
        (
            "zip.p = { a = [1], b = [1] }\nzip.q = { b = [1], c = [1] }",
            "b",
            "3: sweeps.a.zip.p",
            "4: sweeps.a.zip.q",
        ),
        ("zip.p = { a = [1], seed = [1] }\nseeds = 5", "seed", "3: sweeps.a.zip.p", "4: sweeps.a.seeds"),
        (
            'overrides = ["p=zip(a=[1],c=[1])"]\nzip.p = { d = [1], b = [1] }',
            "the zip p",
            "3: sweeps.a.overrides[0]",
            "4: sweeps.a.zip.p",
        ),
    ],
)
def test_a_key_that_is_given_again(folder: Path, lines: str, what: str, first: str, second: str) -> None:
    told = f"{what} is given twice: here and in heracles.toml:{first}"
    assert faults(folder, lines) == [(told, f"heracles.toml:{second}", "keep one of the two")]


def test_faults_of_zips_are_told_together(folder: Path) -> None:
    lines = """
        zip.p = { a = [1], b = [1, 2] }
        zip.q = { c = 5, d = [] }
        zip.r = 5
    """
    assert [where for _, where, _ in faults(folder, lines)] == [
        "heracles.toml:3: sweeps.a.zip.p",
        "heracles.toml:4: sweeps.a.zip.q.c",
        "heracles.toml:4: sweeps.a.zip.q.d",
        "heracles.toml:5: sweeps.a.zip.r",
    ]
