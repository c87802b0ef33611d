"""NamedTuple and Protocol without the typing module, whose import takes longer than writing the copies of a sweep does.

Modules on the ad-hoc path take these and ``TYPE_CHECKING`` from here; type checkers see typing's own.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    # The aliases are how a type checker reads a re-export.
    from typing import (
        NamedTuple as NamedTuple,  # noqa: PLC0414
        Protocol as Protocol,  # noqa: PLC0414
        runtime_checkable as runtime_checkable,  # noqa: PLC0414
    )
else:
    try:
        from _collections import _tuplegetter as field  # what collections.namedtuple reads its fields by
    except ImportError:  # an interpreter other than CPython
        from _operator import itemgetter  # operator itself loads much that is not needed

        def field(place, _documentation):
            return property(itemgetter(place))

    class NamedTuple(tuple):
        """A tuple whose annotated fields have names and may have defaults, as typing.NamedTuple."""

        __slots__ = ()
        _fields = ()
        _field_defaults = {}  # noqa: RUF012

        def __init_subclass__(cls):
            fields = tuple(cls.__annotations__)
            cls._fields = cls.__match_args__ = fields
            cls._field_defaults = {name: cls.__dict__[name] for name in fields if name in cls.__dict__}
            for place, name in enumerate(fields):
                setattr(cls, name, field(place, None))

        def __new__(cls, *values, **named):
            if named or len(values) != len(cls._fields):
                values = _completed(cls, values, named)
            return tuple.__new__(cls, values)

        _make = classmethod(tuple.__new__)

        def __repr__(self):
            fields = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self))
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self):
            return tuple(self)

        def _replace(self, **named):
            values = [named.pop(name, value) for name, value in zip(self._fields, self)]
            return type(self)(*values, **named)

    def _completed(cls, values, named):
        values += tuple(_taken(cls, name, named) for name in cls._fields[len(values) :])
        if named or len(values) > len(cls._fields):
            raise TypeError(f"{cls.__name__} takes {', '.join(cls._fields)}")
        return values

    def _taken(cls, name, named):
        if name in named:
            return named.pop(name)
        if name in cls._field_defaults:
            return cls._field_defaults[name]
        raise TypeError(f"{cls.__name__} misses {name}")

    class _Kind(type):
        """Whatever has all the methods that a protocol names is of its kind; typing's loads ``inspect`` to say so."""

        def __instancecheck__(cls, value):
            if Protocol not in cls.__bases__:
                return super().__instancecheck__(value)
            return all(callable(getattr(value, name, None)) for name in vars(cls) if not name.startswith("_"))

    class Protocol(metaclass=_Kind):
        """What has some methods, whether or not it says so."""

    def runtime_checkable(protocol):
        return protocol
