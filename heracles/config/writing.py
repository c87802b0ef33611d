"""Writes keys and values as TOML, for messages that show what would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.config.locator import KeyPath

BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def dotted(path: KeyPath) -> str:
    """A path: ``sweeps.a.axes."env.name"[1]``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{key(part)}" for part in path)[1:]


def header(path: KeyPath) -> str:
    """The header of a table: ``[sweeps.a.axes]``; that of an item of an array: ``[[sweeps.a.variants]]``."""
    name = dotted(tuple(part for part in path if isinstance(part, str)))
    return f"[[{name}]]" if isinstance(path[-1], int) else f"[{name}]"


def key(name: str) -> str:
    """A key, bare where it can be."""
    return name if name and BARE.issuperset(name) else string(name)


def value(of: object) -> str:
    """A value of any type that TOML has."""
    if isinstance(of, bool):
        return str(of).lower()
    if isinstance(of, str):
        return string(of)
    if isinstance(of, list):
        return f"[{', '.join(map(value, of))}]"
    if isinstance(of, dict):
        return f"{{ {', '.join(f'{key(name)} = {value(item)}' for name, item in of.items())} }}"
    return str(of)


def string(text: str) -> str:
    """A string in double quotes."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08x}"
