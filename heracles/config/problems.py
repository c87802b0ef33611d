"""What pydantic finds wrong, as problems of the file: one for each thing to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from heracles.config.locator import KeyPath

ANY = None
UNIONS = (
    ("launchers", ANY),
    ("sweeps", ANY, "seeds"),
    ("sweeps", ANY, "entropy"),
    ("defaults", "seeds"),
    ("defaults", "entropy"),
)
"""Values that have several forms; pydantic puts the name of a form between their path and what is within them."""

MISSING = "missing"
KIND_TYPES = {"union_tag_not_found": MISSING, "union_tag_invalid": "literal_error"}
WRONG_FORM = "wrong_form"
BAD_NAME = "string_pattern_mismatch"
WRONG_TYPES = ("int_type", "string_type", "list_type", "model_type", "model_attributes_type", "bool_type")


class Problem(NamedTuple):
    """What is wrong at a path: pydantic's name for it (or WRONG_FORM), and the value there, or where it is missing."""

    path: KeyPath
    type: str
    value: Any


def problems(errors: Iterable[ErrorDetails]) -> tuple[Problem, ...]:
    """The problems for which these errors stand.

    Of a value that may have several forms, pydantic tells what is wrong with each; that it is not of a form to which
    something else applies is no problem, and that it is of none is a single one.
    """
    found = [_problem(error) for error in errors]
    others = [problem for problem in found if problem.type != WRONG_FORM]
    formless = {
        problem.path: problem
        for problem in found
        if problem.type == WRONG_FORM and not any(_begins(other.path, problem.path) for other in others)
    }
    return (*others, *formless.values())


def _problem(error: ErrorDetails) -> Problem:
    location: KeyPath = error["loc"]
    kind, value = error["type"], error["input"]
    if kind == BAD_NAME:
        return Problem(location[:-1], kind, value)
    if kind in KIND_TYPES:
        is_missing = kind == "union_tag_not_found"
        return Problem((*location, "kind"), KIND_TYPES[kind], value if is_missing else value["kind"])
    union = next((union for union in UNIONS if _matches(location, union)), None)
    if union is None:
        return Problem(location, kind, value)
    depth = len(union)
    is_form = len(location) == depth + 1 and kind in WRONG_TYPES
    return Problem(location[:depth] + location[depth + 1 :], WRONG_FORM if is_form else kind, value)


def _matches(location: KeyPath, union: tuple[object, ...]) -> bool:
    return len(location) > len(union) and all(want in (ANY, part) for part, want in zip(location, union))


def _begins(path: KeyPath, beginning: KeyPath) -> bool:
    return path[: len(beginning)] == beginning
