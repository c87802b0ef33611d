"""The keys of heracles.toml as tables, out of its JSON Schema."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from heracles import config

PLACE = re.compile(r"(<!-- the keys of heracles.toml -->\n).*?(<!-- so far the keys of heracles.toml -->\n)", re.DOTALL)


class Table(NamedTuple):
    """Where its keys stand, and the name of the model that has them ("" for that of the whole file)."""

    heading: str
    model: str


TABLES = (
    Table("At the top", ""),
    Table("`[sweeps.NAME]`, and `[defaults]` for all sweeps", "Sweep"),
    Table("`[[sweeps.NAME.variants]]`", "Variant"),
    Table("`seeds = {...}`", "Seeds"),
    Table("`results = {...}`", "Results"),
    Table('`[launchers.NAME]` with `kind = "slurm"`', "SlurmLauncher"),
    Table('`[launchers.NAME]` with `kind = "local"`', "LocalLauncher"),
    Table('`[launchers.NAME]` with `kind = "command"`', "CommandLauncher"),
)


def with_keys(text: str) -> str:
    """The text, with the tables between the comments that mark their place."""
    return PLACE.sub(lambda place: f"{place[1]}\n{tables()}\n{place[2]}", text)


def tables() -> str:
    whole = config.schema()
    return "\n".join(_table(table, whole["$defs"].get(table.model, whole)) for table in TABLES)


def _table(table: Table, model: dict[str, Any]) -> str:
    rows = (_row(key, value) for key, value in model["properties"].items())
    return "\n".join((f"**{table.heading}**\n", "| key | for example | what it is |", "| --- | --- | --- |", *rows, ""))


def _row(key: str, value: dict[str, Any]) -> str:
    return f"| `{key}` | {_example(value)} | {_escaped(value['description'])}{_default(value)} |"


def _example(value: dict[str, Any]) -> str:
    return f"`{_escaped(_toml(value['examples'][0]))}`" if value.get("examples") else ""


def _default(value: dict[str, Any]) -> str:
    return f" Default: `{_toml(value['default'])}`." if value.get("default") not in (None, "", [], {}) else ""


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key) else json.dumps(key)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
