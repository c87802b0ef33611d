"""Imports go one way: what each part of heracles may know of the others, and that there are no circles."""

from __future__ import annotations

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent / "heracles"

MAY_IMPORT = {
    "__init__": {"entropy", "grammar", "sweep", "errors"},
    "entropy": set(),
    "__main__": {"cli"},
    "cli": {"commands", "terminal", "errors", "__init__"},
    "commands": {
        "__init__", "config", "entropy", "errors", "grammar", "launch", "launchers", "launchers.base",
        "launchers.command_line", "ledger", "ledger.values", "plan", "process", "reconcile", "script", "spawn", "sweep",
        "terminal",
    },
    "config": {"launchers.base", "launchers.command_line", "sweep", "grammar", "errors", "__init__"},
    "launch": {"plan", "reconcile", "ledger", "script", "launchers.base", "errors"},
    "plan": {"script", "sweep", "ledger.values", "launchers.base"},
    "launchers": {"launchers.base", "script", "process", "errors"},
    "launchers.base": {"errors"},
    "launchers.command_line": {"errors"},
    "ledger": {"ledger.values", "launchers.base", "script.values", "process", "errors"},
    "ledger.values": {"launchers.base", "script.values"},
    "reconcile": {"ledger.values", "launchers.base"},
    "script": {"script.values", "errors"},
    "script.values": set(),
    "sweep": {"grammar", "errors"},
    "grammar": {"errors"},
    "terminal": {"errors"},
    "process": {"errors"},
    "spawn": set(),
    "errors": set(),
    "frozen": set(),
}  # fmt: skip

THIRD_PARTY = {"config": {"pydantic", "pydantic_core", "tomli"}, "terminal": {"rich"}}


def modules() -> dict[str, Path]:
    return {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in sorted(ROOT.rglob("*.py"))}


def part(module: str) -> str:
    """The part of the design that a module belongs to."""
    while module not in MAY_IMPORT:
        module = module.rpartition(".")[0]
    return module


def imported(path: Path) -> set[str]:
    """Every module that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def imported_of_heracles(path: Path) -> set[str]:
    known = modules()
    found = set()
    for name in imported(path):
        inner = name.removeprefix("heracles").lstrip(".") if name.partition(".")[0] == "heracles" else None
        while inner is not None:
            if inner in known or f"{inner}.__init__" in known or inner == "":
                found.add(inner or "__init__")
                break
            inner = inner.rpartition(".")[0]
    return found


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_what_its_layer_may_know(module: str) -> None:
    mine = part(module)
    others = {part(name) for name in imported_of_heracles(modules()[module])} - {mine, "frozen"}
    assert others <= MAY_IMPORT[mine]


@pytest.mark.skipif(sys.version_info < (3, 10), reason="before 3.10, Python does not list its standard library")
@pytest.mark.parametrize("module", modules())
def test_only_the_file_and_the_terminal_need_a_library(module: str) -> None:
    packages = {name.partition(".")[0] for name in imported(modules()[module])} - {"heracles"}
    packages -= sys.stdlib_module_names
    assert packages <= THIRD_PARTY.get(part(module), set())


@pytest.mark.parametrize("module", modules())
def test_only_the_terminal_prints_and_only_process_starts_programs(module: str) -> None:
    text = modules()[module].read_text("utf-8")
    tree = ast.walk(ast.parse(text))
    prints = any(isinstance(node, ast.Name) and node.id == "print" for node in tree) or "sys.stdout" in text
    assert not prints or part(module) == "terminal"
    starts = "subprocess" in {name.partition(".")[0] for name in imported(modules()[module])}
    assert not starts or part(module) == "process"


def test_no_circles() -> None:
    names = modules()
    graph = {
        name: {other if other in names else f"{other}.__init__" for other in imported_of_heracles(path)} - {name}
        for name, path in names.items()
    }
    tuple(TopologicalSorter(graph).static_order())
