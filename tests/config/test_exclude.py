"""``exclude``: partial matches whose products are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.config.declaring import declared, faults, words
from tests.config.telling import block, refusal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

GRID = 'axes.env.n = [8, 16, 32]\naxes.env.name = ["A", "B"]\n'
GRID_WORDS = [(f"env.n={number}", f"env.name={name}") for number in (8, 16, 32) for name in "AB"]


@pytest.mark.parametrize(
    "spelling",
    [
        'exclude = [{ "env.n" = [16, 32], "env.name" = "B" }]',
        'exclude = [{ env.n = [16, 32], env.name = ["B"] }]',
        'exclude = [{ env = { n = 16, name = "B" } }, { "env.n" = 32, env.name = "B" }]',
        '[[sweeps.a.exclude]]\n[sweeps.a.exclude.env]\nn = [16, 32]\nname = "B"',
        '[[sweeps.a.exclude]]\n"env.n" = 16\nenv.name = "B"\n[[sweeps.a.exclude]]\n"env.n" = 32\nenv.name = "B"',
    ],
)
def test_what_has_all_values_of_a_table_is_left_out(folder: Path, spelling: str) -> None:
    left = [each for each in GRID_WORDS if each not in {("env.n=16", "env.name=B"), ("env.n=32", "env.name=B")}]
    assert words(folder, f"{GRID}{spelling}") == left


@pytest.mark.parametrize(
    ("excluded", "left"),
    [
        ("1", ["x='1'", "x=true", "x=[1]", "x={a:1}"]),
        ('"1"', ["x=1", "x=true", "x=[1]", "x={a:1}"]),
        ("true", ["x=1", "x='1'", "x=[1]", "x={a:1}"]),
        ("[[1]]", ["x=1", "x='1'", "x=true", "x={a:1}"]),
        ("[{ a = 1 }]", ["x=1", "x='1'", "x=true", "x=[1]"]),
        ("[1.0, true]", ["x='1'", "x=[1]", "x={a:1}"]),
    ],
)
def test_values_are_typed(folder: Path, excluded: str, left: list[str]) -> None:
    lines = f'axes.x = [1, "1", true, [1], {{ a = 1 }}]\nexclude = [{{ x = {excluded} }}]'
    assert words(folder, lines) == [(word,) for word in left]


def test_words_zips_and_variants_are_excluded_as_axes_are(folder: Path) -> None:
    lines = """
        overrides = ["+lr=0.1,0.2"]
        exclude = [{ lr = 0.2, model = "vit" }, { optimizer = "sgd", momentum = 0.9 }]
        zip.p = { model = ["vit", "mlp"], size = [1, 2] }
        [[sweeps.a.variants]]
        overrides = ["optimizer=sgd"]
        axes.momentum = [0.9, 0.99]
        [[sweeps.a.variants]]
        overrides = ["optimizer=adamw"]
    """
    kept = [("+lr=0.1", "model=vit", "size=1"), *((f"+lr={lr}", "model=mlp", "size=2") for lr in (0.1, 0.2))]
    assert words(folder, lines) == [
        (*each, *variant) for variant in (("optimizer=sgd", "momentum=0.99"), ("optimizer=adamw",)) for each in kept
    ]


def test_each_knows_where_it_was_written(folder: Path) -> None:
    (inline,) = declared(folder, "axes.a = [1, 2]\nexclude = [ { a = 2 } ]").exclude
    assert inline.source == ("heracles.toml:4: sweeps.a.exclude[0]", "exclude = [ { a = 2 } ]", 12)
    _, second = declared(folder, "axes.a = [1, 2, 3]\n[[sweeps.a.exclude]]\na = 1\n[[sweeps.a.exclude]]\na = 2").exclude
    assert second.source == ("heracles.toml:6: sweeps.a.exclude[1]", "[[sweeps.a.exclude]]", 11)


def test_one_that_leaves_out_nothing_is_a_typo(folder: Path) -> None:
    text = """
        [sweeps.a]
        script = "s.sh"
        axes.env.name = ["Reacher", "Ant"]
        exclude = [{ "env.name" = "Reachr" }]
    """
    assert refusal(folder, text) == block("""
        no product has env.name = 'Reachr'
          heracles.toml:5: sweeps.a.exclude[0]
            exclude = [{ "env.name" = "Reachr" }]
                       ^
          there is env.name=Reacher, env.name=Ant
    """)


def test_a_sweep_of_which_nothing_is_left(folder: Path) -> None:
    assert faults(folder, "axes.a = [1, 2]\nexclude = [{ a = [1, 2] }]") == [
        ("the sweep has no products: all are excluded", "heracles.toml:4: sweeps.a.exclude[0]", "exclude less of it")
    ]


EXAMPLE = '{ "env.num_envs" = [16, 32], "env.name" = "Reacher" }'
WRONG = {
    "exclude = 5": ("exclude must be a list, not 5", "", f"write: exclude = [{EXAMPLE}]"),
    "exclude = []": ("exclude is empty", "", f"write: exclude = [{EXAMPLE}]"),
    "exclude = {}": ("exclude must be a list, not a table", "", f"write: exclude = [{EXAMPLE}]"),
    "exclude = { a = 1 }": ("exclude must be a list, not a table", "", "write: exclude = [{ a = 1 }]"),
    "[sweeps.a.exclude]\na = 1": (
        "exclude must be a list, not a table",
        "",
        "write its header with two brackets: [[sweeps.a.exclude]]",
    ),
    "exclude = [{}]": ("exclude[0] is empty", "[0]", f"write: {EXAMPLE}"),
    "exclude = [5]": ("exclude[0] must be a table, not 5", "[0]", f"write: {EXAMPLE}"),
    "exclude = [{ a = {} }]": (
        "an empty table names no key",
        "[0].a",
        "a dict that is a value stands inside a list: [{}]",
    ),
    "exclude = [{ a = [] }]": ("no value is given, so nothing is left out", "[0].a", "give it values: [1, 2]"),
    'exclude = [{ a.b = 1, "a.b" = 2 }]': (
        "a.b is given twice in one exclusion",
        '[0]."a.b"',
        "several values of one key stand in a list: [1, 2]",
    ),
    "exclude = [{ a = [1, 2024-01-01] }]": (
        "2024-01-01 is a date or time, which Hydra does not know",
        "[0].a[1]",
        'write it in quotes: "2024-01-01"',
    ),
    'exclude = [{ "a b" = 1 }]': (
        "'a b' is not a key that Hydra reads",
        '[0]."a b"',
        "keys look like a.b, group/name, group@package, a[0]",
    ),
}


@pytest.mark.parametrize(("lines", "told"), WRONG.items(), ids=WRONG)
def test_what_an_exclusion_cannot_be(folder: Path, lines: str, told: tuple[str, str, str]) -> None:
    what, path, cure = told
    assert faults(folder, lines) == [(what, f"heracles.toml:3: sweeps.a.exclude{path}", cure)]


def test_a_sweep_with_other_faults_is_not_said_to_have_idle_exclusions(folder: Path) -> None:
    for lines in ("exclude = [{ a = 1 }]\naxes.a = []", "exclude = [{ a = 1 }]\noverrides = [5]"):
        ((_, where, _),) = faults(folder, lines)
        assert where.startswith("heracles.toml:4: ")


def test_products_that_are_twice(folder: Path) -> None:
    lines = """
        variants = [{ axes.a = [1, 2] }, { axes.a = [2, 3] }]
        axes.b = [5]
    """
    ((what, where, _),) = faults(folder, lines)
    assert what == "two variants have the product b=5 a=2: here and in heracles.toml:3: sweeps.a.variants[0].axes.a[1]"
    assert where == "heracles.toml:3: sweeps.a.variants[1].axes.a[0]"
