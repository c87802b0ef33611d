"""``[defaults]``: what holds for every sweep that does not say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles import config
from heracles.errors import UsageError
from heracles.sweep import Results, products
from tests.config.telling import block, refusal, told, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


def words(folder: Path, defaults: str, own: str) -> list[str]:
    """The products of a sweep that is declared by these lines, below defaults of those; each as one text."""
    write(folder, f'[defaults]\nscript = "s.sh"\n{block(defaults)}\n[sweeps.a]\n{block(own)}\n')
    return [" ".join(product.overrides) for product in products(config.load("heracles.toml").sweep("a"))]


def test_a_sweep_may_have_nothing_of_its_own(folder: Path) -> None:
    text = """
        [defaults]
        description = "what for"
        script = "s.sh"
        launcher = "slurm"
        overrides = ["x=1"]
        axes.a = [1, 2]
        zip.p = { b = [1], c = [2] }
        variants = [{ axes.d = 1 }, {}]
        exclude = [{ a = 2 }]
        seeds = { array = "1-9" }
        entropy = 42
        placement = "args"
        config_dir = "conf"
        check = "python main.py"
        results = { path = "${heracles:id}.json", keys = ["loss"] }
        [sweeps.a]
        [sweeps.b]
    """
    write(folder, text)
    first, second = config.load("heracles.toml").sweeps
    assert first == second._replace(name="a")
    assert [" ".join(product.overrides) for product in products(first)] == [
        "x=1 a=1 b=1 c=2 d=1 seed=__env(SLURM_ARRAY_TASK_ID)__",
        "x=1 a=1 b=1 c=2 seed=__env(SLURM_ARRAY_TASK_ID)__",
    ]
    assert first.results == Results("${heracles:id}.json", ("loss",))
    assert first._replace(variants=(), exclude=(), directory="", results=None) == (
        ("a", "s.sh", "", (), "42", "slurm", "args", "what for", "conf", (), "1-9", ("python", "main.py"), None, False)
    )


def test_what_a_sweep_says_holds_for_it(folder: Path) -> None:
    text = """
        default_launcher = "local"
        [defaults]
        description = "what for"
        script = "s.sh"
        launcher = "slurm"
        variants = [{ axes.d = 1 }, { axes.d = 2 }]
        seeds = { array = "1-9" }
        entropy = 42
        placement = "args"
        config_dir = "conf"
        check = "python main.py"
        results = { path = "${heracles:id}.json", keys = ["loss"] }
        [sweeps.a]
        description = ""
        script = "t.sh"
        launcher = "local"
        variants = [{ axes.e = 1 }]
        seeds = [5]
        entropy = "x"
        placement = "append"
        config_dir = "c"
        check = "true"
        results = { path = "${heracles:id}.csv", keys = ["return"] }
    """
    write(folder, text)
    sweep = config.load("heracles.toml").sweep("a")
    assert [product.overrides for product in products(sweep)] == [("e=1", "seed=5")]
    assert sweep.results == Results("${heracles:id}.csv", ("return",))
    assert sweep._replace(variants=(), directory="", results=None) == (
        ("a", "t.sh", "", (), "x", "local", "append", "", "c", (), "", ("true",), None, False)
    )


def test_entropy_is_the_name_of_the_sweep_where_neither_says_it(folder: Path) -> None:
    write(folder, '[defaults]\nscript = "s.sh"\nseeds = 1\n[sweeps.a]\n[sweeps.b]')
    assert [sweep.entropy for sweep in config.load("heracles.toml").sweeps] == ["a", "b"]


@pytest.mark.parametrize(
    ("defaults", "own", "expected"),
    [
        ('overrides = ["x=1", "+y=2", "z=3"]', 'overrides = ["w=0", "++y=5"]', ["x=1 ++y=5 z=3 w=0"]),
        ('overrides = ["x=1", "y=2"]', 'overrides = ["x=3,4"]', ["x=3 y=2", "x=4 y=2"]),
        ('overrides = ["x=1"]', 'overrides = ["~x", "+x=2"]', ["~x +x=2"]),
        ('overrides = ["z=1"]', 'overrides = ["+x=1", "y=2", "++x=3"]', ["z=1 +x=1 y=2 ++x=3"]),
        ("axes.x = [1, 2]\naxes.y = 3", 'axes."+y" = [4]\naxes.x = 5', ["x=5 +y=4"]),
        ('overrides = ["lr=1", "y=1"]', "axes.lr = [2, 3]", ["y=1 lr=2", "y=1 lr=3"]),
        ("axes.lr = [2, 3]\naxes.z = 1", 'overrides = ["lr=1"]', ["lr=1 z=1"]),
        ("zip.p = { a = [1, 2], b = [3, 4] }\naxes.c = 1", "zip.p = { d = [5], e = [6] }", ["c=1 d=5 e=6"]),
        ("axes.a = [1, 2]\naxes.c = 1", "zip.p = { a = [5], b = [6] }", ["c=1 a=5 b=6"]),
        ('overrides = ["p=zip(a=[1],b=[2])", "c=1"]', "zip.p = { d = [5], e = [6] }", ["c=1 d=5 e=6"]),
        ("seeds = [1, 2]", 'overrides = ["seed=5"]', ["seed=5"]),
        ('seeds = { array = "1-9" }', "axes.seed = [1, 2]", ["seed=1", "seed=2"]),
        ('overrides = ["seed=5"]', "seeds = [1, 2]", ["seed=1", "seed=2"]),
        ("seeds = 5", "seeds = false\naxes.x = 1", ["x=1"]),
        ("seeds = false", "axes.x = 1", ["x=1"]),
        (
            'overrides = ["lr=1", "o=sgd"]',
            'variants = [{ overrides = ["lr=2"] }, { axes.b = 3 }]',
            ["o=sgd lr=2", "lr=1 o=sgd b=3"],
        ),
        ("variants = [{ axes.b = 1 }, { axes.c = 2 }]", "axes.b = [5]", ["b=5", "b=5 c=2"]),
    ],
)
def test_what_a_sweep_gives_a_key_takes_the_place_of_the_default(
    folder: Path, defaults: str, own: str, expected: list[str]
) -> None:
    assert words(folder, defaults, own) == expected


def test_an_array_of_the_defaults_goes_with_their_seeds(folder: Path) -> None:
    text = '[defaults]\nscript = "s.sh"\nseeds.array = "1-9"\n[sweeps.a]\naxes.seed = 1\n[sweeps.b]\naxes.x = 1'
    write(folder, f"{text}\n[sweeps.c]\naxes.x = 1\nseeds = false")
    assert [sweep.array for sweep in config.load("heracles.toml").sweeps] == ["", "1-9", ""]


def test_a_zip_loses_no_key_to_an_axis(folder: Path) -> None:
    text = """
        [defaults]
        script = "s.sh"
        zip.p = { a = [1, 2], b = [3, 4] }
        [sweeps.x]
        axes.a = 5
    """
    assert refusal(folder, text) == block("""
        a is given twice: here and in heracles.toml:6: sweeps.x.axes.a
          heracles.toml:4: defaults.zip.p
            zip.p = { a = [1, 2], b = [3, 4] }
                ^
          keep one of the two
    """)


def test_exclusions_are_added_and_need_not_match_everywhere(folder: Path) -> None:
    text = """
        [defaults]
        script = "s.sh"
        exclude = [{ a = 1 }, { b = [1, 2] }]
        [sweeps.x]
        axes.a = [1, 2, 3]
        exclude = [{ a = 2 }]
        [sweeps.y]
        axes.b = [2, 4]
        [sweeps.z]
    """
    write(folder, text)
    assert [
        [" ".join(product.overrides) for product in products(sweep)] for sweep in config.load("heracles.toml").sweeps
    ] == [["a=3"], ["b=4"], [""]]


def test_an_exclusion_that_matches_in_no_sweep_is_a_typo(folder: Path) -> None:
    text = """
        [defaults]
        script = "s.sh"
        exclude = [{ a = 1 }, { a = 3 }]
        [sweeps.x]
        axes.a = [1, 2]
        [sweeps.y]
        axes.a = [1, 2]
    """
    assert refusal(folder, text) == block("""
        this leaves out no product of any sweep
          heracles.toml:4: defaults.exclude[1]
            exclude = [{ a = 1 }, { a = 3 }]
                                  ^
          look for a typo in its keys and values, or take it out
    """)


def test_a_sweep_of_which_they_leave_nothing_is_named(folder: Path) -> None:
    text = """
        [defaults]
        script = "s.sh"
        exclude = [{ a = 1 }]
        [sweeps.x]
        axes.a = 1
        [sweeps.y]
        axes.a = [1, 2]
    """
    assert refusal(folder, text) == block("""
        the sweep x has no products: all are excluded
          heracles.toml:4: defaults.exclude[0]
            exclude = [{ a = 1 }]
                       ^
          exclude less of it
    """)


def test_what_is_wrong_is_told_once_at_its_line(folder: Path) -> None:
    text = """
        [defaults]
        overrides = ["a=[", "b=1"]
        axes.x = []
        zip.p.a = [1]
        variants = [{ axes.c = [] }]
        exclude = [{ a = [] }]
        seeds = { array = "x" }
        check = "a;b"
        launcher = "lokal"
        [sweeps.a]
        script = "s.sh"
        [sweeps.b]
        script = "s.sh"
    """
    write(folder, text)
    with pytest.raises(UsageError) as caught:
        config.load("heracles.toml")
    assert [fault.place.label for fault in caught.value.faults if fault.place] == [
        "heracles.toml:3: defaults.overrides[0]",
        "heracles.toml:4: defaults.axes.x",
        "heracles.toml:5: defaults.zip.p",
        "heracles.toml:6: defaults.variants[0].axes.c",
        "heracles.toml:7: defaults.exclude[0].a",
        "heracles.toml:8: defaults.seeds.array",
        "heracles.toml:9: defaults.check",
        "heracles.toml:10: defaults.launcher",
    ]


@pytest.mark.parametrize(
    ("defaults", "what", "path", "cure"),
    [
        ("overides = []", "unknown key overides", "overides", "did you mean overrides?"),
        ("seeds = 0", "seeds must be 1 or more, not 0", "seeds", "write: seeds = 5"),
        (
            "seeds = true",
            "seeds must be a number of seeds, a list of seeds, a table or false, not true",
            "seeds",
            "write: seeds = 5",
        ),
        ("entropy = []", "entropy must be a whole number or a string, not a list", "entropy", "write: entropy = 42"),
        ("script = 5", "script must be a string, not 5", "script", 'write: script = "5"'),
        ("axes = 5", "axes must be a table, not 5", "axes", "begin it with a header: [defaults.axes]"),
        (
            "zip.p = 5",
            "p must be a table, not 5",
            "zip.p",
            "begin it with a header, with a name for the zip: [defaults.zip.NAME]",
        ),
        (
            "variants = [{ seeds = 5 }]",
            "unknown key seeds",
            "variants[0].seeds",
            "it is a key of the sweep: move it above [[defaults.variants]]",
        ),
        (
            'placement = "arg"',
            'placement must be append or args, not the string "arg"',
            "placement",
            'write: placement = "args"',
        ),
    ],
)
def test_what_they_cannot_say(folder: Path, defaults: str, what: str, path: str, cure: str) -> None:
    write(folder, f'[defaults]\n{defaults}\n[sweeps.a]\nscript = "s.sh"\n[sweeps.b]\nscript = "s.sh"')
    with pytest.raises(UsageError) as caught:
        config.load("heracles.toml")
    (fault,) = caught.value.faults
    assert fault.place is not None
    assert (fault.what, fault.place.label, fault.cure) == (what, f"heracles.toml:2: defaults.{path}", cure)


def test_without_a_script_in_either_each_sweep_is_told(folder: Path) -> None:
    write(folder, "[defaults]\nseeds = 1\n[sweeps.a]\n[sweeps.b]")
    with pytest.raises(UsageError) as caught:
        config.load("heracles.toml")
    assert [fault.what for fault in caught.value.faults] == ["sweeps.a has no script", "sweeps.b has no script"]
    assert "s.sh" not in told(caught.value)


def test_a_seed_in_some_variants_besides_a_job_array_for_the_others(folder: Path) -> None:
    """Every product would be that array: those of the first variant would run nine times with one seed."""
    text = """
        [defaults]
        script = "s.sh"
        seeds = { array = "1-9" }
        [sweeps.a]
        variants = [{ axes.seed = [1, 2] }, { axes.b = 3 }]
    """
    assert refusal(folder, text) == block("""
        seed is given in a variant, and for others by a job array in heracles.toml:4: defaults.seeds
          heracles.toml:6: sweeps.a.variants[0].axes.seed
            variants = [{ axes.seed = [1, 2] }, { axes.b = 3 }]
                               ^
          give it in all variants or in none, since every product would be that array
    """)
