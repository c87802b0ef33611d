"""What is checked of heracles.toml besides the types of its values, as far as a JSON Schema can say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heracles.config.axes import OF_SWEEP
from heracles.results.formats import KINDS

if TYPE_CHECKING:
    Schema = dict[str, Any]

VERSION = r"^[0-9]+(\.[0-9]+)*$"

POSITIVE = "0*[1-9][0-9]*"
INDICES = f"[0-9]{{1,9}}(-[0-9]{{1,9}}(:{POSITIVE})?)?"
JOB_ARRAY = f"^{INDICES}(,{INDICES})*(%{POSITIVE})?$"

SUFFIXES = "|".join("".join(f"[{letter}{letter.upper()}]" for letter in suffix[1:]) for suffix in KINDS)
RESULTS = rf"\$\{{heracles:(id|index)\}}.*\.({SUFFIXES})$"
"""The file of a product, which others do not have, and whose name says how to read it."""

VALUES: Schema = {"$ref": "#/$defs/Values"}
COLUMNS: Schema = {"$ref": "#/$defs/Columns"}

NO_AXIS = f"^({'|'.join(sorted(OF_SWEEP))})$"
AXES = {"additionalProperties": VALUES, "patternProperties": {NO_AXIS: {"type": "object", **VALUES}}}
ZIP = {
    "title": "zip",
    "description": "Keys and their lists of values, all of one length: a product has those of one row.",
    "minProperties": 1,
    "additionalProperties": COLUMNS,
}
ZIPS = {"additionalProperties": ZIP}
EXCLUSION = {
    "title": "exclusion",
    "description": "Keys and values; a product that has them all is left out. A list means any of its values.",
    "additionalProperties": VALUES,
}
SWEEP = {"properties": {"axes": AXES, "zip": ZIPS, "exclude": {"items": EXCLUSION}}}

RULES: Schema = {
    "properties": {"minimum_heracles_version": {"pattern": VERSION}},
    "if": {"required": ["defaults"], "properties": {"defaults": {"required": ["script"]}}},
    "else": {"properties": {"sweeps": {"additionalProperties": {"required": ["script"]}}}},
    "$defs": {
        "Sweep": SWEEP,
        "Defaults": SWEEP,
        "Variant": {"properties": {"axes": AXES, "zip": ZIPS}},
        "Seeds": {
            "properties": {"array": {"pattern": JOB_ARRAY}},
            "oneOf": [{"required": ["count"]}, {"required": ["values"]}, {"required": ["array"]}],
        },
        "Results": {"properties": {"path": {"pattern": RESULTS}}},
        "Values": {
            "title": "values",
            "description": "A list is several values, anything else is one, and a table only nests keys.",
            "minItems": 1,
            "minProperties": 1,
            "additionalProperties": VALUES,
        },
        "Columns": {
            "title": "values",
            "description": "A list of values, one for each row of the zip; a table only nests keys.",
            "type": ["array", "object"],
            "minItems": 1,
            "minProperties": 1,
            "additionalProperties": COLUMNS,
        },
    },
}
