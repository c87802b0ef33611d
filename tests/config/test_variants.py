"""``[[sweeps.NAME.variants]]``: parts of a sweep whose products follow one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.config.declaring import declared, faults, words
from tests.config.telling import block, refusal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

EVERYTHING = """
    overrides = ["o=1"]
    seeds = [7, 8]
    [sweeps.a.axes]
    a = [2, 3]
    [sweeps.a.zip.p]
    z = [4]
    y = [5]

    [[sweeps.a.variants]]
    overrides = ["optimizer=sgd"]
    [sweeps.a.variants.axes]
    momentum = [0.9, 0.99]
    [sweeps.a.variants.zip.q]
    "c.d" = [1, 2]
    c.e = [3, 4]

    [[sweeps.a.variants]]
    overrides = ["optimizer=adamw"]
"""


def test_each_is_put_together_with_what_they_have_in_common(folder: Path) -> None:
    common = [("o=1", f"a={a}", "z=4", "y=5") for a in (2, 3)]
    sgd = [
        ("optimizer=sgd", f"momentum={momentum}", *row)
        for momentum in (0.9, 0.99)
        for row in (("c.d=1", "c.e=3"), ("c.d=2", "c.e=4"))
    ]
    assert words(folder, EVERYTHING) == [
        (*first, *second, f"seed={seed}")
        for variant in (sgd, [("optimizer=adamw",)])
        for first in common
        for second in variant
        for seed in (7, 8)
    ]


def test_what_they_have_in_common_is_the_same_object_in_each(folder: Path) -> None:
    sweep = declared(folder, EVERYTHING)
    first, second = sweep.variants
    assert len(sweep.arguments) == len(first) + 1
    assert all(argument is other for argument, other in zip(first[:3], second[:3]))


def test_each_knows_where_it_was_written(folder: Path) -> None:
    sources = {argument.source.label for argument in declared(folder, EVERYTHING).arguments}
    assert {
        "heracles.toml:12: sweeps.a.variants[0].overrides[0]",
        "heracles.toml:14: sweeps.a.variants[0].axes.momentum",
        "heracles.toml:15: sweeps.a.variants[0].zip.q",
        "heracles.toml:20: sweeps.a.variants[1].overrides[0]",
    } <= sources


@pytest.mark.parametrize(
    "lines",
    [
        'variants = [{ overrides = ["a=1"] }, { axes = { a = [2] }, zip.p = { b = [3], c = [4] } }]',
        """
        [[sweeps.a.variants]]
        axes.a = 1
        [[sweeps.a.variants]]
        [sweeps.a.variants.axes]
        a = 2
        [sweeps.a.variants.zip]
        p.b = [3]
        p.c = [4]
        """,
    ],
)
def test_they_may_be_written_as_any_list_of_tables(folder: Path, lines: str) -> None:
    assert words(folder, lines) == [("a=1",), ("a=2", "b=3", "c=4")]


def test_a_variant_may_have_nothing_of_its_own(folder: Path) -> None:
    lines = """
        axes.a = [1, 2]
        [[sweeps.a.variants]]
        [[sweeps.a.variants]]
        overrides = ["+debug=true"]
    """
    assert words(folder, lines) == [("a=1",), ("a=2",), ("a=1", "+debug=true"), ("a=2", "+debug=true")]


def test_a_key_that_all_have_already_is_moved_out(folder: Path) -> None:
    text = """
        [sweeps.a]
        script = "s.sh"
        overrides = ["optimizer=sgd"]
        [[sweeps.a.variants]]
        axes.optimizer = ["adam", "adamw"]
    """
    assert refusal(folder, text) == block("""
        optimizer is given in a variant, and for all of them in heracles.toml:4: sweeps.a.overrides[0]
          heracles.toml:6: sweeps.a.variants[0].axes.optimizer
            axes.optimizer = ["adam", "adamw"]
                 ^
          move it from where it holds for all variants into each of them
    """)


MOVE = "move it from where it holds for all variants into each of them"


@pytest.mark.parametrize(
    ("common", "variant", "places"),
    [
        ("axes.lr = 1", 'overrides = ["+lr=2"]', ("axes.lr", "overrides[0]")),
        ("axes.lr = 1", "zip.p = { lr = [1, 2], b = [1, 2] }", ("axes.lr", "zip.p")),
        ("zip.p = { lr = [1, 2], b = [1, 2] }", "axes.lr = 2", ("zip.p", "axes.lr")),
    ],
)
def test_in_whatever_form_it_is_given(folder: Path, common: str, variant: str, places: tuple[str, str]) -> None:
    what = f"lr is given in a variant, and for all of them in heracles.toml:3: sweeps.a.{places[0]}"
    lines = f"{common}\n[[sweeps.a.variants]]\n{variant}"
    assert faults(folder, lines) == [(what, f"heracles.toml:5: sweeps.a.variants[0].{places[1]}", MOVE)]


def test_seeds_are_for_all_of_them(folder: Path) -> None:
    what = "seed is given in a variant, and for all of them in heracles.toml:3: sweeps.a.seeds"
    lines = "seeds = 5\n[[sweeps.a.variants]]\naxes.seed = 2"
    assert faults(folder, lines) == [(what, "heracles.toml:5: sweeps.a.variants[0].axes.seed", "keep one of the two")]


def test_keys_that_are_given_twice_in_one_variant(folder: Path) -> None:
    lines = """
        [[sweeps.a.variants]]
        axes.a = 1
        [[sweeps.a.variants]]
        axes.a = 2
        overrides = ["+a=3"]
    """
    assert faults(folder, lines) == [
        (
            "a is given twice: here and in heracles.toml:7: sweeps.a.variants[1].overrides[0]",
            "heracles.toml:6: sweeps.a.variants[1].axes.a",
            "keep one of the two",
        )
    ]


def test_a_fault_that_all_share_is_told_once(folder: Path) -> None:
    lines = """
        overrides = ["a=1", "a=2"]
        variants = [{ axes.b = [1] }, { axes.b = [2] }]
    """
    assert len(faults(folder, lines)) == 1


WRONG = {
    "variants = 5": (
        "variants must be a list, not 5",
        "",
        'write: variants = [{ overrides = ["optimizer=adamw"] }]',
    ),
    "variants = []": ("variants is empty", "", 'write: variants = [{ overrides = ["optimizer=adamw"] }]'),
    "variants = [5]": ("variants[0] must be a table, not 5", "[0]", 'write: { overrides = ["optimizer=adamw"] }'),
    "variants = { axes.a = 1 }": (
        "variants must be a list, not a table",
        "",
        "write: variants = [{ axes = { a = 1 } }]",
    ),
    "[sweeps.a.variants]\naxes.a = 1": (
        "variants must be a list, not a table",
        "",
        "write its header with two brackets: [[sweeps.a.variants]]",
    ),
    "variants = [{ axis.a = 1 }]": ("unknown key axis", "[0].axis", "did you mean axes?"),
    "variants = [{ exclude = [] }]": (
        "unknown key exclude",
        "[0].exclude",
        "it is a key of the sweep: move it above [[sweeps.a.variants]]",
    ),
    'variants = [{ overrides = "a=1" }]': (
        'overrides must be a list, not the string "a=1"',
        "[0].overrides",
        'write: overrides = ["a=1"]',
    ),
    "variants = [{ overrides = [1] }]": ("overrides[0] must be a string, not 1", "[0].overrides[0]", 'write: "1"'),
    "variants = [{ axes = 5 }]": (
        "axes must be a table, not 5",
        "[0].axes",
        "begin it with a header: [sweeps.a.variants.axes]",
    ),
    "variants = [{ zip.a = [1] }]": (
        "a must be a table, not a list",
        "[0].zip.a",
        "begin it with a header, with a name for the zip: [sweeps.a.variants.zip.NAME]",
    ),
    "variants = [{ axes.a = [] }]": (
        "an axis without values makes no products",
        "[0].axes.a",
        "give it values, or take it out",
    ),
}


@pytest.mark.parametrize(("lines", "told"), WRONG.items(), ids=WRONG)
def test_what_variants_cannot_be(folder: Path, lines: str, told: tuple[str, str, str]) -> None:
    what, path, cure = told
    assert faults(folder, lines) == [(what, f"heracles.toml:3: sweeps.a.variants{path}", cure)]


def test_faults_of_variants_are_told_together_at_their_lines(folder: Path) -> None:
    lines = """
        [[sweeps.a.variants]]
        seeds = 5
        axes.a = []
        [[sweeps.a.variants]]
        overrides = ["b=["]
        [sweeps.a.variants.axes]
        c = 2024-01-01
        [[sweeps.a.variants]]
        axes = 5
    """
    assert [where for _, where, _ in faults(folder, lines)] == [
        "heracles.toml:4: sweeps.a.variants[0].seeds",
        "heracles.toml:5: sweeps.a.variants[0].axes.a",
        "heracles.toml:7: sweeps.a.variants[1].overrides[0]",
        "heracles.toml:9: sweeps.a.variants[1].axes.c",
        "heracles.toml:11: sweeps.a.variants[2].axes",
    ]


def test_a_script_that_slipped_into_a_variant(folder: Path) -> None:
    text = """
        [sweeps.a]
        [[sweeps.a.variants]]
        axes.b = [1]
        script = "s.sh"
    """
    assert refusal(folder, text) == block("""
        sweeps.a has no script
          heracles.toml:2: sweeps.a
            [sweeps.a]
                    ^
          it stands under [[sweeps.a.variants]]: move it above that header
        unknown key script
          heracles.toml:5: sweeps.a.variants[0].script
            script = "s.sh"
            ^
          it is a key of the sweep: move it above [[sweeps.a.variants]]
    """)


def test_two_that_have_nothing(folder: Path) -> None:
    assert faults(folder, "variants = [{}, { axes = {} }, { axes.a = [1] }]\naxes.b = [1]") == [
        (
            "nothing is in this variant, nor in heracles.toml:3: sweeps.a.variants[0]",
            "heracles.toml:3: sweeps.a.variants[1]",
            "keep one of the two",
        )
    ]
