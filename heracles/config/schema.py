"""The JSON Schema of heracles.toml, with which editors complete and check it."""

from __future__ import annotations

from heracles.config.requirements import require_readers
from heracles.frozen import TYPE_CHECKING
from heracles.launchers import plugins

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NULL = {"type": "null"}
FORMS = ("anyOf", "oneOf", "allOf")
INNER = ("items", "additionalProperties")
OF_CLASSES = ("title", "discriminator")
"""What pydantic says for those who read classes, or OpenAPI."""

NAME = r"^(\w|[^\x00-\x7f])([\w.-]|[^\x00-\x7f])*$"
r"""Of a sweep or launcher. To the patterns of JavaScript, ``\w`` is a letter of English only: any other will do."""


def schema() -> Schema:
    """The schema, of the dialect 2020-12; the kinds of launchers that installed packages bring are known to it.

    Raises a UsageError where pydantic is missing.
    """
    require_readers()
    from heracles.config.models import File  # noqa: PLC0415
    from heracles.config.schema_rules import RULES  # noqa: PLC0415

    made = _merged(_plain(File.model_json_schema()), RULES)
    return {"$schema": DIALECT, "title": "heracles.toml", **_with_plugins(made)}


def _plain(made: Schema) -> Schema:
    """What pydantic says, in terms of TOML, which has no null; keys are called as they are written."""
    found = {key: value for each in made.items() for key, value in _items(*each)}
    if found.get("default", "") is None or "$ref" in found:
        found.pop("default", None)
    return found


def _items(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """What one keyword of pydantic's becomes."""
    if key in FORMS:
        yield from _forms(key, [_plain(form) for form in value if form != NULL])
    elif key == "patternProperties":
        yield from _names(*value.values())
    elif key == "properties":
        yield key, {name: {"title": name, **_plain(each)} for name, each in value.items()}
    elif key == "$defs":
        yield key, {name: {"title": _words(name), **_plain(each)} for name, each in value.items()}
    elif key not in OF_CLASSES:
        yield key, _plain(value) if key in INNER and isinstance(value, dict) else value


def _forms(key: str, forms: list[Schema]) -> Iterator[tuple[str, Any]]:
    """The forms of a value; a single one is what the value is."""
    yield from [(key, forms)] if forms[1:] else forms[0].items()


def _names(each: Schema) -> Iterator[tuple[str, Any]]:
    """A table whose keys are names."""
    yield "propertyNames", {"pattern": NAME}
    yield "additionalProperties", _plain(each)


def _words(name: str) -> str:
    """The name of a class as words: ``SlurmLauncher`` is a slurm launcher."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _merged(one: Any, other: Any) -> Any:
    """Both, where both are tables; else the other."""
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return other
    return {**one, **{key: _merged(one[key], value) if key in one else value for key, value in other.items()}}


def _with_plugins(made: Schema) -> Schema:
    from heracles.config.tables import KINDS  # noqa: PLC0415

    forms = made["properties"]["launchers"]["additionalProperties"]["oneOf"]
    launcher = {"oneOf": [*forms, *(_of_plugin(kind) for kind in plugins.names() if kind not in KINDS)]}
    found: Schema = _merged(made, {"properties": {"launchers": {"additionalProperties": launcher}}})
    return found


def _of_plugin(kind: str) -> Schema:
    """A launcher of another package: only the package knows what else it may hold."""
    properties = {"kind": {"const": kind, "description": "How it launches: as an installed package does."}}
    return {"title": f"{kind} launcher", "type": "object", "properties": properties, "required": ["kind"]}
