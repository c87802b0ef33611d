"""Hydra's casts: ``int float str bool json_str`` over values, lists, dicts and sweeps."""

from __future__ import annotations

from functools import partial

from heracles.frozen import TYPE_CHECKING
from heracles.grammar.elements import ONLY_WHOLE, Choice, Quoted, Range, Template, plain
from heracles.grammar.refusal import Refused
from heracles.grammar.rendering import swept
from heracles.grammar.scalars import integer
from heracles.grammar.templates import is_template

if TYPE_CHECKING:
    from collections.abc import Callable

    from heracles.grammar.elements import Element
    from heracles.grammar.scalars import Scalar

    CastOfOne = Callable[[Scalar], Scalar]


def cast(name: str, one: CastOfOne, *values: Element, value: Element = None) -> Element:
    """The one value or each of several, cast; ``value`` is Hydra's name for a single one."""
    return _throughout(name, one, _single(name, values, value))


def json_str(*values: Element) -> Element:
    """Each value as JSON text; Hydra 1.4 fails where its own ``value=`` is given."""
    element = _single("json_str", values, None)
    if isinstance(element, Range):
        raise Refused("json_str() takes no range", "write the numbers: json_str(1,2,3)")
    if isinstance(element, Choice):
        return element._replace(items=[_json(_not_null("json_str", item)) for item in element.items])
    return _json(element)


def _single(name: str, values: tuple[Element, ...], value: Element) -> Element:
    if len(values) + (value is not None) == 0:
        raise Refused(f"{name}() needs a value", f"write {name}(1)")
    if values and value is not None:
        raise Refused(f"{name}() takes either value= or values, not both", f"write {name}(1)")
    if len(values) < 2:  # noqa: PLR2004 one value
        return values[0] if values else value
    if any(isinstance(item, ONLY_WHOLE) for item in values):
        raise Refused(f"{name}() takes a single sweep", f"write {name}(choice(1,2))")
    return Choice(list(values), is_simple=True)


def _throughout(name: str, one: CastOfOne, element: Element) -> Element:
    inside = partial(_throughout, name, one)
    if isinstance(element, Range):
        return _range(name, element)
    if isinstance(element, Choice):
        return element._replace(items=[inside(item) for item in element.items])
    if isinstance(element, dict):
        return {key: inside(item) for key, item in element.items()}
    if isinstance(element, list):
        return type(element)(map(inside, element))
    if isinstance(element, Template):
        return _later(name, element.typed)
    return _one(name, one, element.text if isinstance(element, Quoted) else element)


def _range(name: str, sweep: Range) -> Range:
    if name not in ("int", "float"):
        raise Refused(f"{name}() takes no range", f"write the numbers: {name}(1,2,3)")
    return sweep._replace(casts=(*sweep.casts, name))


def _one(name: str, one: CastOfOne, scalar: Scalar) -> Scalar:
    try:
        return one(scalar)
    except (TypeError, ValueError, OverflowError, KeyError):
        raise Refused(f"{name}() cannot read {_shown(scalar)}") from None


def _not_null(name: str, item: Element) -> Element:
    if item is None:
        raise Refused(f"{name}() takes no null among several values")
    return item


def _json(element: Element) -> Element:
    from json import dumps  # noqa: PLC0415 few sweeps need it

    text = swept(element)
    return _later("json_str", text) if is_template(text) else dumps(plain(element))


def _later(name: str, typed: str) -> Template:
    """A cast that is left to Hydra, since something in the value is filled in before."""
    return Template(f"{name}({typed})", f"{name}({typed})")


def as_int(scalar: Scalar) -> int:
    return integer(scalar) if isinstance(scalar, str) else int(scalar)  # type: ignore[arg-type]  # None: TypeError


def as_float(scalar: Scalar) -> float:
    return float(scalar)  # type: ignore[arg-type]  # None: TypeError


def as_bool(scalar: Scalar) -> bool:
    if not isinstance(scalar, str):
        return bool(scalar)
    return {"true": True, "false": False}[scalar.lower()]


def as_str(scalar: Scalar) -> str:
    if scalar is None:
        raise TypeError
    return str(scalar).lower() if isinstance(scalar, bool) else str(scalar)


def _shown(scalar: Scalar) -> str:
    return "null" if scalar is None else repr(scalar)[:40]
