"""The JSON Schema of heracles.toml, by a validator that is not ours: it agrees with what heracles takes and refuses."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from heracles import config
from heracles.config.toml import loads
from heracles.errors import UsageError
from tests.config.telling import block, write
from tests.readme import blocks
from tests.test_plugin_launcher import block as of_page, entry_points, install

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Heracles

pytestmark = pytest.mark.once

SWEEP = '[sweeps.a]\nscript = "s.sh"\n'

SOUND = {
    "the sample": config.sample(),
    "the sample with all that it shows in comments": "\n".join(
        line[1:] if line.startswith("#") and line[1:2].strip() else line for line in config.sample().splitlines()
    ),
    "the first of the README": blocks("toml")[0],
    "the second of the README": blocks("toml")[1],
    "nothing": "",
    "a script of the defaults": '[defaults]\nscript = "s.sh"\n[sweeps.a]\naxes.lr = [1]',
    "a name in another alphabet": '[sweeps."größe-1.0"]\nscript = "s.sh"',
    "a key of the application that is one of the sweep within a table": f"{SWEEP}axes.check.every = [1, 2]",
    "empty values inside lists": f"{SWEEP}axes.a = [[], {{}}]",
    "ranges of a job array": f'{SWEEP}seeds = {{ key = "s", array = "0-15:4,20,30-31%2" }}',
    "results": f'{SWEEP}results = {{ path = "r/${{heracles:id}}/a.JSON", keys = ["a.b"] }}',
    "entropy as a text": f'{SWEEP}entropy = "x"',
}

BROKEN = {
    "an unknown key": 'job_name = "ppo"',
    "an unknown key of a sweep": f"{SWEEP}ovverides = []",
    "an unknown key of a launcher": '[launchers.x]\nkind = "slurm"\nmax_runing = 5',
    "an unknown key of a variant": f'{SWEEP}variants = [{{ script = "s.sh" }}]',
    "no script anywhere": "[sweeps.a]\naxes.lr = [1]",
    "no script beside defaults without one": "[defaults]\nseeds = 5\n[sweeps.a]\naxes.lr = [1]",
    "a text for a list": f'{SWEEP}overrides = "lr=1"',
    "a number for a word": f"{SWEEP}overrides = [5]",
    "a number for a text": f"{SWEEP}launcher = 5",
    "an empty script": '[sweeps.a]\nscript = ""',
    "a date for a text": f"{SWEEP}description = 2024-01-01",
    "no seeds": f"{SWEEP}seeds = 0",
    "truth for a number": f"{SWEEP}seeds = true",
    "an empty list of seeds": f"{SWEEP}seeds = []",
    "a table of seeds that says nothing": f"{SWEEP}seeds = {{}}",
    "a table of seeds that says two things": f"{SWEEP}seeds = {{ count = 5, values = [1] }}",
    "what is no job array": f'{SWEEP}seeds = {{ array = "1-" }}',
    "half an entropy": f"{SWEEP}entropy = 0.5",
    "a placement that there is not": f'{SWEEP}placement = "arg"',
    "an axis without values": f"{SWEEP}axes.env.lr = []",
    "an empty table among the axes": f"{SWEEP}axes.env = {{}}",
    "a key of the sweep among the axes": f"{SWEEP}[sweeps.a.axes]\nlr = [1]\nseeds = 5",
    "a zip of something else than lists": f"{SWEEP}zip.z = {{ a = 1, b = 2 }}",
    "an empty zip": f"{SWEEP}zip.z = {{}}",
    "an empty exclusion": f"{SWEEP}axes.a = [1, 2]\nexclude = [{{}}]",
    "an exclusion of no value": f"{SWEEP}axes.a = [1, 2]\nexclude = [{{ a = [] }}]",
    "no variants": f"{SWEEP}variants = []",
    "a launcher of no kind": "[launchers.x]\nworkers = 4",
    "a launcher of a kind that there is not": '[launchers.x]\nkind = "slrum"',
    "a command launcher without a command": '[launchers.x]\nkind = "command"',
    "a number for truth": '[launchers.x]\nkind = "slurm"\narray = 1',
    "no workers": '[launchers.x]\nkind = "local"\nworkers = 0',
    "a name that is a path": '[sweeps."a/b"]\nscript = "s.sh"',
    "a name with a dash first": '[launchers."-x"]\nkind = "local"',
    "a launcher without a name": f'{SWEEP}launcher = ""',
    "seeds under no key": f'{SWEEP}seeds = {{ key = "", count = 5 }}',
    "a text among seeds": f'{SWEEP}seeds = [1, "2"]',
    "a number among arguments": '[launchers.x]\nkind = "slurm"\nargs = [5]',
    "a number among the keys of results": f'{SWEEP}results = {{ path = "${{heracles:id}}.json", keys = [5] }}',
    "a list for an exclusion": f"{SWEEP}axes.a = [1, 2]\nexclude = [[1]]",
    "a text for a variant": f'{SWEEP}variants = ["a=1"]',
    "a list for the axes": f'{SWEEP}axes = ["lr"]',
    "a limit of no GPU hours": "confirm_above = { gpu_hours = 0 }",
    "a limit that is no table": "confirm_above = 1000",
    "results of no key": f'{SWEEP}results = {{ path = "r/${{heracles:id}}/a.json", keys = [] }}',
    "results that all products share": f'{SWEEP}results = {{ path = "a.json", keys = ["a"] }}',
    "results of a kind that there is not": f'{SWEEP}results = {{ path = "${{heracles:id}}.yaml", keys = ["a"] }}',
    "what is no version": 'minimum_heracles_version = "newest"',
}

BEYOND_A_SCHEMA = {
    "which launchers there are": f'{SWEEP}launcher = "clustr"',
    "Hydra's grammar": f'{SWEEP}overrides = ["lr=[1"]',
    "Hydra's keys": f'{SWEEP}axes."a b" = 1',
    "keys that Hydra does not sweep": f'{SWEEP}axes.hydra.mode = "MULTIRUN"',
    "that two ways of writing it are one key": f'{SWEEP}axes.a.b = 1\naxes."a.b" = [2]',
    "what an override and an axis have in common": f'{SWEEP}overrides = ["lr=1"]\naxes.lr = [2]',
    "that two products are the same": f"{SWEEP}axes.lr = [1, 1]",
    "that an exclusion leaves out nothing": f"{SWEEP}axes.a = [1]\nexclude = [{{ a = 2 }}]",
    "that lists are as long as each other": f"{SWEEP}zip.z = {{ a = [1, 2], b = [1] }}",
    "that a zip has two keys, however nested": f"{SWEEP}zip.z = {{ a = [1] }}",
    "that a range goes up": f'{SWEEP}seeds = {{ array = "9-1" }}',
    "what a shell makes of a command": '[launchers.x]\nkind = "command"\ncommand = "qsub \'a"',
    "what is filled in": f'{SWEEP}results = {{ path = "${{heracles:id}}/${{now}}.json", keys = ["a"] }}',
    "which version this is": 'minimum_heracles_version = "99.1"',
    "dates and times, which JSON does not have": f"{SWEEP}axes.day = [2024-01-01]",
    "infinity, which JSON does not have": "confirm_above = { gpu_hours = inf }",
    "5 from 5.0, which is the same number in JSON": f"{SWEEP}seeds = 5.0",
    "which letters there are in other alphabets": '[sweeps."a→b"]\nscript = "s.sh"',
}
"""What heracles refuses of a file though it fits the schema, by what no schema can say."""


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return config.schema()


def complaints(schema: dict[str, Any], text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema)
    return [error.message for error in validator.iter_errors(loads(block(text)))]


def is_refused(folder: Path, text: str) -> bool:
    write(folder, text)
    try:
        config.load("heracles.toml")
    except UsageError:
        return True
    return False


def test_it_is_a_schema_of_its_dialect(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_both_take(text: str, schema: dict[str, Any], folder: Path) -> None:
    assert complaints(schema, text) == []
    assert not is_refused(folder, text)


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_both_refuse(text: str, schema: dict[str, Any], folder: Path) -> None:
    assert complaints(schema, text)
    assert is_refused(folder, text)


@pytest.mark.parametrize("text", BEYOND_A_SCHEMA.values(), ids=BEYOND_A_SCHEMA)
def test_no_schema_can_say(text: str, schema: dict[str, Any], folder: Path) -> None:
    assert complaints(schema, text) == []
    assert is_refused(folder, text)


def tables(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The file and the tables in it that have keys, by title."""
    for table in (schema, *schema["$defs"].values()):
        if "properties" in table:
            yield table["title"], table


def test_it_reads_as_documentation(schema: dict[str, Any]) -> None:
    keys = {(title, name): key for title, table in tables(schema) for name, key in table["properties"].items()}
    assert {"slurm launcher", "sweep", "heracles.toml"} <= {title for title, _ in keys}
    for (_, name), key in keys.items():
        assert key["title"] == name
        assert key["description"].endswith(".")
        assert key["examples"]
    sweep = schema["$defs"]["Sweep"]["properties"]
    for inner in (sweep["zip"]["additionalProperties"], sweep["exclude"]["items"], schema["$defs"]["Values"]):
        assert inner["title"]
        assert inner["description"].endswith(".")
    assert keys["slurm launcher", "array"]["default"] is True
    assert keys["seeds", "key"]["default"] == "seed"
    assert "default" not in keys["sweep", "script"]


def test_what_toml_and_json_schema_do_not_have_is_not_in_it(schema: dict[str, Any]) -> None:
    text = json.dumps(schema)
    assert not [word for word in ("null", "discriminator", "allOf") if f'"{word}"' in text or f" {word}" in text]


def test_a_launcher_of_another_package_is_known_where_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '[launchers.lab]\nkind = "folder-queue"\nqueue = "queue"'
    assert complaints(config.schema(), text)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.delitem(sys.modules, "folder_queue", raising=False)
    install(tmp_path / "site", of_page("python"), entry_points())
    assert complaints(config.schema(), text) == []
    assert complaints(config.schema(), '[launchers.lab]\nkind = "folder-queu"')


def test_the_command_prints_it(heracles: Heracles, schema: dict[str, Any]) -> None:
    ran = heracles("schema")
    assert (ran.exit_code, ran.err) == (0, "")
    assert json.loads(ran.out) == schema


def test_the_sample_says_how_an_editor_gets_it() -> None:
    text = config.sample()
    assert "heracles schema > heracles.schema.json" in text
    assert "# #:schema ./heracles.schema.json" in text.splitlines()
