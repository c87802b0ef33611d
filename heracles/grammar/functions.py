"""Which functions there are in a value, what arguments each takes, and calling one."""

from __future__ import annotations

from functools import partial

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar import casts, dress, spacing, sweeps
from heracles.grammar.elements import SWEEPS, Choice, Quoted, Range, Template, Zipped
from heracles.grammar.refusal import Refused
from heracles.grammar.zips import ZIP, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from heracles.errors import Place
    from heracles.grammar.elements import Element, Given
    from heracles.grammar.lexer import Token

NUMBER = (int, float)
VALUE = (str, int, float, list, dict, Template)
PATTERN = (str, list)
NULL = (type(None),)
ANY = (*VALUE, *NULL, *SWEEPS)
ARRANGED = (*SWEEPS, Zipped)
SWEEP_OR_LIST = {"sweep": (*ARRANGED, *NULL), "list": (list, *NULL)}


class Function(NamedTuple):
    """A function, how it is written, and the types of its arguments, as Hydra checks them.

    ``rest`` is for any number of arguments without a name; where it is None, the ``named`` ones may stand in order.
    """

    evaluate: Callable[..., Element]
    usage: str
    rest: tuple[type, ...] | None
    named: dict[str, tuple[type, ...]]
    required: int = 0


def _cast(name: str, one: casts.CastOfOne) -> Function:
    return Function(partial(casts.cast, name, one), f"{name}(1)", ANY, {"value": ANY})


def _spacing(name: str, evaluate: Callable[..., Element]) -> Function:
    return Function(evaluate, dress.WITH_ARGUMENTS[name], None, dict.fromkeys(("start", "stop", "n"), NUMBER), 3)


FUNCTIONS = {
    "int": _cast("int", casts.as_int),
    "float": _cast("float", casts.as_float),
    "str": _cast("str", casts.as_str),
    "bool": _cast("bool", casts.as_bool),
    "json_str": Function(casts.json_str, "json_str([1,x])", ANY, {}),
    "choice": Function(sweeps.choice, "choice(a,b)", (*VALUE, Choice), {}),
    "range": Function(
        sweeps.range_, "range(start,stop,step)", None, {"start": NUMBER, "stop": (*NUMBER, *NULL), "step": NUMBER}, 1
    ),
    "interval": Function(sweeps.interval, "choice(0.1,0.2)", None, {"start": NUMBER, "end": NUMBER}, 2),
    "glob": Function(
        sweeps.glob, "glob(*) or glob([a*,b*],exclude=ab*)", None, {"include": PATTERN, "exclude": (*PATTERN, *NULL)}, 1
    ),
    "tag": Function(sweeps.tag, "tag(name,choice(a,b))", (str, *ARRANGED), {"sweep": (*ARRANGED, *NULL)}),
    "shuffle": Function(sweeps.shuffle, "shuffle(choice(a,b))", (*VALUE, *ARRANGED), SWEEP_OR_LIST),
    "sort": Function(sweeps.sort, "sort(3,1,reverse=true)", (*VALUE, *ARRANGED), {**SWEEP_OR_LIST, "reverse": (bool,)}),
    "extend_list": Function(sweeps.extend_list, "extend_list(a,b)", (object,), {}),
}
DRESSED = {"__linspace": _spacing("linspace", spacing.linspace), "__logspace": _spacing("logspace", spacing.logspace)}
"""Functions of our own, whose calls end in ``)__``."""


def call(name: Token, given: list[Given], source: Place) -> Element:
    """The value of the call ``name(given...)``; raises UsageError."""
    if name.text == ZIP:
        return zipped(given, name.start, source)
    function = FUNCTIONS.get(name.text) or DRESSED.get(name.text)
    if function is None:
        raise _unknown(name, source)
    return _Call(name, function, source).evaluate(given)


class _Call(NamedTuple):
    name: Token
    function: Function
    source: Place

    @property
    def shown(self) -> str:
        return f"{self.name.text}__" if self.name.text in DRESSED else f"{self.name.text}()"

    def evaluate(self, given: list[Given]) -> Element:
        rest = self._without_name(given)
        named = {one.name: one for one in given if one.name is not None}
        if self.function.rest is None:
            rest, named = [], {**named, **self._in_order(rest, named)}
        self._check_names(named)
        self._check_types(rest, named)
        try:
            return self.function.evaluate(*map(_value, rest), **{key: _value(one) for key, one in named.items()})
        except Refused as refusal:
            start = named[refusal.argument].start if refusal.argument else self.name.start
            raise self._wrong(refusal.what, start, refusal.cure) from None

    def _without_name(self, given: list[Given]) -> list[Given]:
        rest = [one for one in given if one.name is None]
        for one, expected in zip(given, rest):
            if one is not expected:
                raise self._wrong("a value without a name stands behind one with a name", expected.start)
        return rest

    def _in_order(self, rest: list[Given], named: dict[str, Given]) -> dict[str, Given]:
        parameters = list(self.function.named)
        if len(rest) > len(parameters):
            what = f"{self.shown} takes at most {len(parameters)} values: {', '.join(parameters)}"
            raise self._wrong(what, rest[len(parameters)].start)
        in_order = dict(zip(parameters, rest))
        for twice in in_order.keys() & named.keys():
            raise self._wrong(f"{self.shown} gets {twice} twice", named[twice].start)
        return in_order

    def _check_names(self, named: dict[str, Given]) -> None:
        for unknown in named.keys() - self.function.named.keys():
            raise self._wrong(f"{self.shown} has no argument {unknown!r}", named[unknown].start)
        for missing in list(self.function.named)[: self.function.required]:
            if missing not in named:
                raise self._wrong(f"{self.shown} needs {missing}", self.name.start)

    def _check_types(self, rest: list[Given], named: dict[str, Given]) -> None:
        wanted = [(one, self.function.rest or ()) for one in rest]
        wanted += [(one, self.function.named[key]) for key, one in named.items()]
        for one, types in wanted:
            if not isinstance(_value(one), types):
                raise self._wrong(f"{self.shown} cannot take {_kind(one.value)} here", one.start)

    def _wrong(self, what: str, start: int, cure: str = "") -> UsageError:
        return UsageError(what, self.source.at(start), cure or f"write {self.function.usage}")


def _value(one: Given) -> Element:
    return one.value.text if isinstance(one.value, Quoted) else one.value


def _kind(element: Element) -> str:
    kinds = {type(None): "null", str: "text", Quoted: "text", int: "a number", float: "a number", bool: "a bool"}
    kinds.update({list: "a list", dict: "a dict", Choice: "a choice", Range: "a range", Zipped: "a zip"})
    kinds[Template] = "what is filled in later"
    return kinds.get(type(element), "another function")


def _unknown(name: Token, source: Place) -> UsageError:
    from difflib import get_close_matches  # noqa: PLC0415 only for typing errors

    names = (*FUNCTIONS, ZIP)
    nearest = get_close_matches(name.text, names, 1)
    known = f"known are {', '.join(names)}; text with parentheses needs quotes"
    cure = f"did you mean {nearest[0]}()?" if nearest else known
    return UsageError(f"there is no function {name.text}()", source.at(name.start), cure)
