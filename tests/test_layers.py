"""Imports go one way: what each part of heracles may know of the others, and that there are no circles."""

from __future__ import annotations

import ast
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent / "heracles"

MAY_IMPORT = {
    "__init__": {"declared", "product", "entropy", "grammar", "sweep", "errors", "version"},
    "version": set(),
    "declared": {"config", "product", "sweep", "errors"},
    "product": {"sweep", "grammar"},
    "entropy": set(),
    "__main__": {"cli"},
    "cli": {"commands", "terminal", "errors", "__init__"},
    "commands": {
        "__init__", "config", "entropy", "errors", "git", "grammar", "launch", "launchers", "launchers.base",
        "launchers.command_line", "launchers.plugins", "ledger", "ledger.values", "logs", "plan", "process",
        "reconcile", "results", "script", "snapshot", "spawn", "status", "sweep", "terminal", "terminal.values",
    },
    "config": {
        "launchers.base", "launchers.command_line", "launchers.plugins", "results", "sweep", "grammar", "errors",
        "version",
    },
    "launch": {"plan", "reconcile", "ledger", "script", "launchers.base", "errors"},
    "plan": {"script", "sweep", "ledger.values", "launchers.base"},
    "launchers": {"launchers.base", "launchers.plugins", "script", "process", "errors"},
    "launchers.base": {"errors"},
    "launchers.command_line": {"errors"},
    "launchers.plugins": {"launchers.base", "errors"},
    "ledger": {"ledger.values", "launchers.base", "script.values", "process", "errors"},
    "ledger.values": {"launchers.base", "script.values"},
    "git": {"process"},
    "logs": {"errors"},
    "reconcile": {"ledger.values", "launchers.base"},
    "results": {"errors"},
    "script": {"script.values", "errors"},
    "script.values": set(),
    "snapshot": {"git", "errors"},
    "sweep": {"grammar", "errors"},
    "grammar": {"errors"},
    "status": {"reconcile", "launchers.base", "terminal.values"},
    "terminal": {"terminal.values", "errors"},
    "terminal.values": set(),
    "process": {"errors"},
    "spawn": set(),
    "errors": set(),
    "frozen": set(),
}  # fmt: skip

THIRD_PARTY = {"commands": {"shtab"}, "config": {"pydantic", "pydantic_core", "tomli"}, "terminal": {"rich"}}


@cache
def modules() -> dict[str, Path]:
    return {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in sorted(ROOT.rglob("*.py"))}


@cache
def nodes(module: str) -> tuple[ast.AST, ...]:
    """The syntax of a module, wherever in its file."""
    return tuple(ast.walk(ast.parse(modules()[module].read_text("utf-8"))))


def part(module: str) -> str:
    """The part of the design that a module belongs to."""
    while module not in MAY_IMPORT:
        assert "." in module, f"{module} has no place among the layers"
        module = module.rpartition(".")[0]
    return module


@cache
def imported(module: str) -> frozenset[str]:
    """Every module that a module imports."""
    found = set()
    for node in nodes(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


@cache
def imported_of_heracles(module: str) -> frozenset[str]:
    known = modules()
    found = set()
    for name in imported(module):
        inner = name.removeprefix("heracles").lstrip(".") if name.partition(".")[0] == "heracles" else None
        while inner is not None:
            if inner in known or f"{inner}.__init__" in known or inner == "":
                found.add(inner or "__init__")
                break
            inner = inner.rpartition(".")[0]
    return frozenset(found)


def parts_imported(module: str) -> set[str]:
    return {part(name) for name in imported_of_heracles(module)}


def packages(module: str) -> set[str]:
    return {name.partition(".")[0] for name in imported(module)} - {"heracles"}


def prints(module: str) -> bool:
    named = any(isinstance(node, ast.Name) and node.id == "print" for node in nodes(module))
    return named or "sys.stdout" in modules()[module].read_text("utf-8")


def test_a_module_imports_only_what_its_layer_may_know() -> None:
    strangers = {
        module: parts_imported(module) - MAY_IMPORT[part(module)] - {part(module), "frozen"} for module in modules()
    }
    assert {module: names for module, names in strangers.items() if names} == {}


@pytest.mark.skipif(sys.version_info < (3, 10), reason="before 3.10, Python does not list its standard library")
def test_only_the_file_the_terminal_and_completion_need_a_library() -> None:
    libraries = {
        module: packages(module) - sys.stdlib_module_names - THIRD_PARTY.get(part(module), set())
        for module in modules()
    }
    assert {module: names for module, names in libraries.items() if names} == {}


def test_only_the_terminal_prints() -> None:
    assert {part(module) for module in modules() if prints(module)} == {"terminal"}


def test_only_process_starts_programs() -> None:
    assert {part(module) for module in modules() if "subprocess" in packages(module)} == {"process"}


def test_no_circles() -> None:
    graph = {
        name: {other if other in modules() else f"{other}.__init__" for other in imported_of_heracles(name)} - {name}
        for name in modules()
    }
    tuple(TopologicalSorter(graph).static_order())
