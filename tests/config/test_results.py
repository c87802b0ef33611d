"""Where the runs of a sweep leave their results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles import config
from heracles.sweep import Results
from tests.config.declaring import declared, faults
from tests.config.telling import refusal, write

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = "runs/${heracles:sweep}/${heracles:id}/metrics.json"
OWN = "give each its own, by ${heracles:id} as in hydra.run.dir: " + EXAMPLE


def test_a_path_and_keys(folder: Path) -> None:
    found = declared(folder, f'results = {{ path = "{EXAMPLE}", keys = ["eval.return", "loss", "loss"] }}')
    assert found.results == Results(EXAMPLE, ("eval.return", "loss"))


def test_as_a_table_of_its_own(folder: Path) -> None:
    found = declared(folder, '[sweeps.a.results]\npath = "${heracles:index}.csv"\nkeys = ["loss"]')
    assert found.results == Results("${heracles:index}.csv", ("loss",))


def test_without_it_there_are_none(folder: Path) -> None:
    assert declared(folder, "").results is None


def test_a_sweep_s_own_come_instead_of_the_defaults(folder: Path) -> None:
    write(
        folder,
        """\
        [defaults]
        script = "s.sh"
        results = { path = "${heracles:id}.json", keys = ["loss"] }
        [sweeps.a]
        [sweeps.b]
        results = { path = "${heracles:id}.csv", keys = ["return"] }
        """,
    )
    found = {sweep.name: sweep.results for sweep in config.load("heracles.toml").sweeps}
    assert found == {
        "a": Results("${heracles:id}.json", ("loss",)),
        "b": Results("${heracles:id}.csv", ("return",)),
    }
    assert [part for part in config.explain("heracles.toml", "a") if part.what == "results"] == [
        config.Part("results", "${heracles:id}.json: loss", "heracles.toml:3: defaults.results")
    ]


FILLED_IN = "only ${heracles:...} is, since what a shell, a job or the application makes of it is not known here"
SUFFIX = "its name must end in .json, .jsonl, .ndjson, .csv; compressed files are not read"


@pytest.mark.parametrize(
    ("path", "what", "cure"),
    [
        ("metrics.json", "all products share this file, so that only the last one's results are in it", OWN),
        (
            "${heracles:sweep}/${heracles:launch}.json",
            "all products share this file, so that only the last one's results are in it",
            OWN,
        ),
        ("${heracles:idd}.json", "there is no ${heracles:idd}", "did you mean ${heracles:id}?"),
        (
            "${heracles:id}/${now:%Y}.json",
            "${now:%Y} is not filled in",
            FILLED_IN,
        ),
        ("$SCRATCH/${heracles:id}.json", "$SCRATCH is not filled in", FILLED_IN),
        ("~/${heracles:id}.json", "~ is not filled in", FILLED_IN),
        ("/x/__env:USER__/${heracles:id}.json", "__env(USER)__ is not filled in", FILLED_IN),
        ("${heracles:id}/log.txt", "results cannot be read from ${heracles:id}/log.txt", SUFFIX),
        ("${heracles:id}/log.csv.gz", "results cannot be read from ${heracles:id}/log.csv.gz", SUFFIX),
    ],
)
def test_a_path_that_cannot_be(folder: Path, path: str, what: str, cure: str) -> None:
    found = faults(folder, f'results = {{ path = "{path}", keys = ["loss"] }}')
    assert found == [(what, "heracles.toml:3: sweeps.a.results.path", cure)]


@pytest.mark.parametrize(
    ("table", "what", "where", "cure"),
    [
        ('{ keys = ["x"] }', "sweeps.a.results has no path", "", f'write: path = "{EXAMPLE}"'),
        ('{ path = "${heracles:id}.json" }', "sweeps.a.results has no keys", "", 'write: keys = ["eval.return"]'),
        ('{ path = "", keys = ["x"] }', "path is empty", ".path", f'write: path = "{EXAMPLE}"'),
        ('{ path = "${heracles:id}.csv", keys = [] }', "keys is empty", ".keys", 'write: keys = ["eval.return"]'),
        (
            '{ path = "${heracles:id}.csv", keys = "loss" }',
            'keys must be a list, not the string "loss"',
            ".keys",
            'write: keys = ["loss"]',
        ),
        (
            '{ path = "${heracles:id}.csv", keys = ["a", 1] }',
            "keys[1] must be a string, not 1",
            ".keys[1]",
            'write: "1"',
        ),
        ('{ path = "${heracles:id}.csv", keys = ["a"], kyes = 1 }', "unknown key kyes", ".kyes", "did you mean keys?"),
        (
            '"metrics.json"',
            'results must be a table, not the string "metrics.json"',
            "",
            "begin it with a header: [sweeps.a.results]",
        ),
    ],
)
def test_what_is_no_such_table(folder: Path, table: str, what: str, where: str, cure: str) -> None:
    assert faults(folder, f"results = {table}") == [(what, f"heracles.toml:3: sweeps.a.results{where}", cure)]


def test_the_line_is_shown(folder: Path) -> None:
    assert refusal(folder, '[sweeps.a]\nscript = "s.sh"\nresults = { path = "m.json" }\n') == (
        "sweeps.a.results has no keys\n"
        "  heracles.toml:3: sweeps.a.results\n"
        '    results = { path = "m.json" }\n'
        "    ^\n"
        '  write: keys = ["eval.return"]'
    )
