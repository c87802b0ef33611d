"""Says in plain words what does not fit the models, and what would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heracles.config import suggestion, tables, writing
from heracles.config.problems import BAD_NAME, MISSING, WRONG_FORM
from heracles.config.sweep_models import Sweep, Variant
from heracles.errors import Fault, nearest
from heracles.grammar.dress import MOST_SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.config.document import Document
    from heracles.config.locator import KeyPath
    from heracles.config.problems import Problem

EXPECTED = {
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "string_type": "a string",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "greater_than": "more than 0",
    "greater_than_equal": "1 or more",
    "less_than_equal": f"{MOST_SEEDS} or less",
}
MEANT_AS_TRUTH = {"true": True, "false": False, 1: True, 0: False}
FORMS = {"seeds": "a number of seeds, a list of seeds, a table or false", "entropy": "a whole number or a string"}


def fault(problem: Problem, document: Document) -> Fault:
    """The problem as the user is told of it."""
    if problem.type == MISSING:
        return _missing(problem, document)
    if problem.type == "extra_forbidden":
        return _unknown(problem, document)
    if problem.type == BAD_NAME:
        return _bad_name(problem, document)
    what = f"{_name(problem.path)} {_complaint(problem)}"
    return Fault(what, document.entry(*problem.path).value, _cure(problem, document))


def _missing(problem: Problem, document: Document) -> Fault:
    table, key = problem.path[:-1], problem.path[-1]
    what = f"{writing.dotted(table)} has no {key}"
    return Fault(what, document.entry(*table).key, _cure_by_moving(problem) or _cure(problem, document))


def _cure_by_moving(problem: Problem) -> str:
    """In TOML, whatever follows a header belongs to it: keys of a sweep are easily lost among its axes."""
    for path, table in _tables(problem.value, problem.path[:-1]):
        if problem.path[-1] in table:
            return f"it stands under {writing.header(path)}: move it above that header"
    return ""


def _tables(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """The tables within a value, wherever they are."""
    inside = value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list) else {}
    for key, item in inside.items():
        if isinstance(item, dict):
            yield (*path, key), item
        yield from _tables(item, (*path, key))


def _unknown(problem: Problem, document: Document) -> Fault:
    table, key = problem.path[:-1], str(problem.path[-1])
    model = tables.table_at(table, document.data)
    if model is Variant and key in Sweep.model_fields:
        cure = f"it is a key of the sweep: move it above {writing.header(table)}"
    else:
        cure = suggestion.of_key(key, list(model.model_fields))
    return Fault(f"unknown key {writing.key(key)}", document.entry(*problem.path).key, cure)


def _bad_name(problem: Problem, document: Document) -> Fault:
    what = f"{writing.string(problem.value)} cannot be the name of a {str(problem.path[0])[:-1]}"
    cure = "a name has letters, digits, - _ and ., the first of them a letter, a digit or _"
    return Fault(what, document.entry(*problem.path).key, cure)


def _complaint(problem: Problem) -> str:
    if problem.type in ("too_short", "string_too_short"):
        return "is empty"
    expected = _expected(problem)
    return f"must be {expected}, not {_shown(problem.value)}" if expected else "is not right"


def _expected(problem: Problem) -> str:
    if problem.type == WRONG_FORM:
        return FORMS[str(problem.path[-1])]
    if problem.type == "literal_error":
        *others, last = tables.CHOICES[problem.path[-1]]
        return f"{', '.join(others)} or {last}"
    return EXPECTED.get(problem.type, "")


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f"the string {writing.string(value)}"
    return writing.value(value)


def _name(path: KeyPath) -> str:
    """The last key of a path, with the indices behind it."""
    last_key = max(place for place, part in enumerate(path) if isinstance(part, str))
    return writing.dotted(path[last_key:])


def _cure(problem: Problem, document: Document) -> str:
    key = problem.path[-1]
    if isinstance(key, int):
        example = _example(problem.path[:-1], document)
        return f"write: {writing.value(_meant(problem, example[0] if isinstance(example, list) else example))}"
    return (
        _cure_by_header(problem, document)
        or _cure_by_package(problem)
        or (f"write: {key} = {writing.value(_meant(problem, _example(problem.path, document)))}")
    )


def _cure_by_package(problem: Problem) -> str:
    """A launcher may have a kind that a package brings, where that is no slip of the pen."""
    is_kind = problem.path[-1] == "kind" and problem.type == "literal_error" and isinstance(problem.value, str)
    if not is_kind or nearest(problem.value, tables.KINDS):
        return ""
    return "if a package brings launchers of this kind, install it where heracles is installed"


def _cure_by_header(problem: Problem, document: Document) -> str:
    """Where a table is missing, or one is not in the list in which it should be."""
    if problem.type == "list_type" and isinstance(problem.value, dict) and document.entry(*problem.path).is_header:
        return f"write its header with two brackets: [{writing.header(problem.path)}]"
    if EXPECTED.get(problem.type) != "a table" or problem.path in tables.SHORT:
        return ""
    return f"begin it with a header{_header(problem.path)}"


def _header(path: KeyPath) -> str:
    in_sweep = tables.path_in_sweep(path)
    if in_sweep[:1] == ("zip",):
        zips = path if len(in_sweep) == 1 else path[:-1]
        return f", with a name for the zip: {writing.header((*zips, 'NAME'))}"
    return f": {writing.header(path if path[1:] else (*path, 'NAME'))}"


def _example(path: KeyPath, document: Document) -> Any:
    field = tables.table_at(path[:-1], document.data).model_fields[str(path[-1])]
    return (field.examples or [None])[0]


def _meant(problem: Problem, example: Any) -> Any:
    """What the user probably meant to write, else an example."""
    value = problem.value
    if problem.type in ("int_type", "float_type") and isinstance(value, str) and value.isdecimal():
        return int(value)
    if problem.type == "bool_type" and isinstance(value, (str, int)):
        return MEANT_AS_TRUTH.get(value, example)
    if problem.type == "string_type" and not isinstance(value, (list, dict)):
        return writing.value(value)
    if problem.type == "list_type" and value and type(value) is type(example[0]):
        return [value]
    if problem.type == "literal_error" and isinstance(value, str):
        return nearest(value, tables.CHOICES[problem.path[-1]]) or example
    return example
