"""Random TOML documents in every style, written together with where their keys and values stand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from heracles.config.locator import KeyPath, Spot

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

PRINTABLE = st.characters(exclude_categories=["C", "Zl", "Zp"])
SCALARS = st.one_of(
    st.sampled_from(["1", "0x1F", "1_000", "3.14", "1e-5", "inf", "true", "false"]),
    st.sampled_from(["1979-05-27", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.5", "07:32:00"]),
    st.text(PRINTABLE, max_size=6).map(lambda text: json.dumps(text, ensure_ascii=False)),
    st.sampled_from(
        ["''", "'a # b'", "'[\"]'", "'''\n'x = 1'\n'''", "'''a''''", '"""\n[t]\nx = 1 # \\"""\n"""', '"""a"""""']
    ),
    st.sampled_from(['"""\\\n   a"""', '"a\\"b]"', '"},\\\\"']),
)
NAMES = st.one_of(
    st.sampled_from(
        ["a", "b", "1", "-", "env", "a.b", "", "#", "=", "]", "a b", "é", "+x", '"', "\\", "'", "\t", "[0]"]
    ),
    st.text(PRINTABLE, max_size=3),
)
GAPS = st.sampled_from(["", " ", "\t", "  "])
BREAKS = st.sampled_from(["", " ", "\n", " # x = [1, '\n", "\n\n  "])
ENDS = st.sampled_from(["\n", "\r\n", " # a ] comment = { \n", "\n\n\n", "\t\n# [t]\n"])


class Writer:
    """Writes a document, drawing its style, and notes the spot of everything as it is written."""

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.spots: dict[KeyPath, Spot] = {}

    def put(self, text: str) -> int:
        """Writes a text; where it begins."""
        self.text += text
        return len(self.text) - len(text)

    def gap(self) -> None:
        self.put(self.draw(GAPS))

    def end(self) -> None:
        self.put(self.draw(ENDS))

    def key(self, name: str) -> int:
        """Writes one part of a key, bare or in either kind of quotes."""
        forms = [json.dumps(name, ensure_ascii=False), '"' + "".join(f"\\U{ord(each):08x}" for each in name) + '"']
        if name and all(each.isascii() and (each.isalnum() or each in "-_") for each in name):
            forms.append(name)
        if "'" not in name and name.isprintable():
            forms.append(f"'{name}'")
        return self.put(self.draw(st.sampled_from(forms)))

    def dotted_key(self, path: KeyPath, names: list[str]) -> tuple[KeyPath, int]:
        """Writes ``a . b . c`` under a path; what was not there before is noted as its key alone.

        The path that it names, and where the last part begins.
        """
        at = 0
        for place, name in enumerate(names):
            if place:
                self.gap()
                self.put(".")
                self.gap()
            path = (*path, name)
            at = self.key(name)
            self.spots.setdefault(path, Spot(at, at))
        return path, at

    def pair(self, path: KeyPath, names: list[str], depth: int) -> None:
        full, at = self.dotted_key(path, names)
        self.gap()
        self.put("=")
        self.gap()
        self.spots[full] = Spot(at, len(self.text))
        self.value(full, depth)

    def value(self, path: KeyPath, depth: int) -> None:
        form = self.draw(st.sampled_from(["scalar", "scalar", "array", "table"])) if depth else "scalar"
        if form == "array":
            self.array(path, depth)
        elif form == "table":
            self.inline_table(path, depth)
        else:
            self.put(self.draw(SCALARS))

    def array(self, path: KeyPath, depth: int) -> None:
        self.put("[")
        size = self.draw(st.integers(0, 3))
        for index in range(size):
            self.put(self.draw(BREAKS))
            item = (*path, index)
            self.spots[item] = Spot(len(self.text), len(self.text))
            self.value(item, depth - 1)
            self.put(self.draw(BREAKS))
            if index < size - 1 or self.draw(st.booleans()):
                self.put(",")
        self.put(self.draw(BREAKS))
        self.put("]")

    def inline_table(self, path: KeyPath, depth: int) -> None:
        self.put("{")
        self.gap()
        for place, name in enumerate(self.names()):
            if place:
                self.put(",")
            self.gap()
            self.pair(path, [name, *self.more_names()], depth - 1)
            self.gap()
        self.put("}")

    def names(self) -> list[str]:
        return self.draw(st.lists(NAMES, max_size=3, unique=True))

    def more_names(self) -> list[str]:
        return self.draw(st.lists(NAMES, max_size=2))

    def pairs(self, path: KeyPath) -> None:
        for name in self.names():
            self.gap()
            self.pair(path, [name, *self.more_names()], 2)
            self.gap()
            self.end()

    def header(self, names: list[str], brackets: tuple[str, str]) -> tuple[KeyPath, int]:
        self.gap()
        self.put(brackets[0])
        self.gap()
        path, at = self.dotted_key((), names)
        self.gap()
        self.put(brackets[1])
        self.end()
        return path, at

    def table(self, name: str) -> None:
        """``[name.inner]``, and perhaps ``[name]`` behind it, which is what makes it."""
        inner, _ = self.header([name, "inner", *self.more_names()], ("[", "]"))
        self.pairs(inner)
        if self.draw(st.booleans()):
            path, at = self.header([name], ("[", "]"))
            self.spots[path] = Spot(at, at)
            self.pair(path, ["behind"], 1)
            self.end()

    def array_of_tables(self, name: str) -> None:
        for index in range(self.draw(st.integers(1, 3))):
            path, at = self.header([name], ("[[", "]]"))
            item = (*path, index)
            self.spots[item] = Spot(at, at)
            self.pairs(item)
            if self.draw(st.booleans()):
                self.table_in(item, name)

    def table_in(self, item: KeyPath, name: str) -> None:
        """``[name.inner]``, which is in the newest item of an array."""
        self.put("[")
        self.key(name)
        self.put(".")
        inner, _ = self.dotted_key(item, ["inner"])
        self.put("]")
        self.end()
        self.pairs(inner)


@st.composite
def documents(draw: DrawFn) -> tuple[str, dict[KeyPath, Spot]]:
    """A TOML text and the spots of its keys and values."""
    writer = Writer(draw)
    names = iter(draw(st.lists(NAMES, min_size=6, max_size=6, unique=True)))
    for name in [each for each, _ in zip(names, range(2))]:
        writer.pair((), [name, *writer.more_names()], 2)
        writer.end()
    for name in names:
        draw(st.sampled_from([writer.table, writer.array_of_tables]))(name)
    return writer.text, writer.spots
