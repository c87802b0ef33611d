"""The record's values as JSON and back; bytes that are no UTF-8 and keys that are no text survive it.

Settings and entries are flat: their fields are scalars or tuples of scalars.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring_ascii as quoted

from heracles.errors import LaunchError, Place
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import CommandSettings, LocalSettings, PluginSettings, SlurmSettings, Terms
from heracles.ledger.values import (
    Abandoned,
    Called,
    Ended,
    GivenUp,
    Launch,
    Looked,
    NotSubmitted,
    Owner,
    Process,
    Recorded,
    Released,
    Releasing,
    Started,
    Submitted,
    Submitting,
    Withdrawn,
)
from heracles.script.values import Placement

if TYPE_CHECKING:
    from typing import Any, TypeVar

    from heracles.launchers.base import Settings
    from heracles.ledger.values import Entry, Recordable

    T = TypeVar("T")

ENTRIES: dict[str, type[Entry]] = {
    "submitting": Submitting,
    "called": Called,
    "submitted": Submitted,
    "not submitted": NotSubmitted,
    "given up": GivenUp,
    "releasing": Releasing,
    "released": Released,
    "withdrawn": Withdrawn,
    "started": Started,
    "ended": Ended,
    "looked": Looked,
    "abandoned": Abandoned,
}
SETTINGS: dict[str, type[Settings]] = {
    "local": LocalSettings,
    "slurm": SlurmSettings,
    "command": CommandSettings,
    "plugin": PluginSettings,
}
PARTS: dict[str, type[Any]] = {"placement": Placement, "terms": Terms}
"""The fields of a launch that are values with fields of their own."""

ENTRY_NAMES = {kind: name for name, kind in ENTRIES.items()}
SETTINGS_NAMES = {kind: name for name, kind in SETTINGS.items()}
PAIRS = "heracles:pairs"
DAMAGED = (ValueError, TypeError, KeyError, AttributeError)

to_text = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def damage(path: str, line: int | None, text: str) -> LaunchError:
    """The error for a line (from 1) that is not what heracles wrote there."""
    where = path if line is None else f"{path}:{line}"
    cure = "restore the file from a backup; without one, leave this launch alone and begin another"
    return LaunchError("the ledger is damaged", Place(where, text.rstrip("\n")[:200]), cure)


def entry_text(entry: Entry) -> str:
    return to_text({"entry": ENTRY_NAMES[type(entry)], **_fields(entry)})


def entry(text: str) -> Entry:
    """Raises one of DAMAGED where the text is no entry."""
    fields = json.loads(text)
    return _value(ENTRIES[fields.pop("entry")], fields)


def launch_fields(launch: Launch) -> dict[str, Any]:
    settings = {"kind": SETTINGS_NAMES[type(launch.settings)], **_fields(launch.settings)}
    parts = {name: _fields(getattr(launch, name)) for name in PARTS}
    return {**_fields(launch), **parts, "settings": settings}


def launch(fields: dict[str, Any]) -> Launch:
    """Raises one of DAMAGED where the fields are not those of a launch."""
    settings = fields.pop("settings")
    parts = {name: _value(kind, fields[name]) for name, kind in PARTS.items()}
    return _value(Launch, {**fields, **parts, "settings": _value(SETTINGS[settings.pop("kind")], settings)})


def owner_text(owner: Owner) -> str:
    return to_text(_fields(owner))


def owner(text: str) -> Owner:
    """Raises one of DAMAGED where the text names no owner."""
    return _value(Owner, json.loads(text))


def product_text(place: int, product: Recordable) -> str:
    """As ``to_text`` writes it, which takes twice the time."""
    overrides = ",".join(map(quoted, product.overrides))
    values = ",".join([f"{quoted(key)}:{_value_text(value)}" for key, value in product.values.items()])
    names = f'"place":{place},"index":{product.index},"id":"{product.id}"'
    return f'{{{names},"overrides":[{overrides}],"values":{{{values}}}{_more_text(product)}}}'


def _more_text(product: Recordable) -> str:
    """What few products have: words that ask for their launch, and tasks of their own that are meant."""
    if type(product) is not Recorded:
        return ""
    unfilled = f',"unfilled":[{",".join(map(quoted, product.unfilled))}]' if product.unfilled else ""
    return unfilled + (f',"tasks":[{",".join(map(str, product.tasks))}]' if product.tasks else "")


def _value_text(value: Any) -> str:
    kind = type(value)
    return str(value) if kind is int else quoted(value) if kind is str else to_text(_plain(value))


def products(text: str) -> tuple[Recorded, ...]:
    """Those that the text holds, with commas between them; raises one of DAMAGED where it holds anything else."""
    values_of = _values if PAIRS in text else _plain_values
    return tuple([_product(fields, values_of(fields)) for fields in json.loads(f"[{text}]")])


def _product(fields: dict[str, Any], values: dict[str, Any]) -> Recorded:
    more = (tuple(fields.get("unfilled", ())), tuple(fields.get("tasks", ())))
    return Recorded._make((fields["place"], fields["index"], fields["id"], tuple(fields["overrides"]), values, *more))


def _plain_values(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields["values"]}


def _values(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: _restored(value) for key, value in fields["values"].items()}


def _fields(value: Any) -> dict[str, Any]:
    return dict(zip(value._fields, value))


def _value(kind: type[T], fields: dict[str, Any]) -> T:
    return kind(**{name: _field(name, value) for name, value in fields.items()})


def _field(name: str, value: Any) -> Any:
    if name == "process":
        return Process(*value)
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    """JSON would turn the keys of a dict into text: ``{1: 2}`` goes as pairs."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    pairs = [[key, _plain(item)] for key, item in value.items()]
    return dict(pairs) if all(isinstance(key, str) and key != PAIRS for key in value) else {PAIRS: pairs}


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return [_restored(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _restored(item) for key, item in value.get(PAIRS, value.items())}
