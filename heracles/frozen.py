"""NamedTuple without the typing module, whose import takes longer than writing the copies of a sweep does.

Modules on the ad-hoc path take ``NamedTuple`` and ``TYPE_CHECKING`` from here; type checkers see typing's own.
"""

from __future__ import annotations

from _operator import itemgetter  # operator itself loads much that is not needed

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414  # the alias is how a type checker reads a re-export
else:

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
                setattr(cls, name, property(itemgetter(place)))

        def __new__(cls, *values, **named):
            missing = cls._fields[len(values) :]
            if missing:
                values += tuple(_taken(cls, name, named) for name in missing)
            if named or len(values) > len(cls._fields):
                raise TypeError(f"{cls.__name__} takes {', '.join(cls._fields)}")
            return tuple.__new__(cls, values)

        def __repr__(self):
            fields = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self))
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self):
            return tuple(self)

        def _replace(self, **named):
            values = [named.pop(name, value) for name, value in zip(self._fields, self)]
            return type(self)(*values, **named)

    def _taken(cls, name, named):
        if name in named:
            return named.pop(name)
        if name in cls._field_defaults:
            return cls._field_defaults[name]
        raise TypeError(f"{cls.__name__} misses {name}")
