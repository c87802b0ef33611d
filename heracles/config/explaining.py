"""Each part of a sweep, as text, and where it was declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heracles import grammar
from heracles.config.arranging import arranged
from heracles.config.layers import layers
from heracles.config.project import Part
from heracles.config.validation import sound_part
from heracles.errors import Faults
from heracles.grammar.values import Choices, Fixed, RandomSeeds
from heracles.sweep import by_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.config.arguments import Arguments
    from heracles.config.arranging import Arranged
    from heracles.config.document import Document
    from heracles.config.layers import Layers
    from heracles.errors import Place
    from heracles.grammar.values import Argument, Override, Value
    from heracles.sweep.values import Sweep

SETTINGS = ("description", "script", "launcher", "placement", "config_dir", "check", "snapshot", "entropy")
SHOWN_VALUES = 8


def explained(document: Document, sweep: Sweep) -> tuple[Part, ...]:
    """The parts of a sweep that the document declares without a fault."""
    (found,) = (each for each in layers(sound_part(document, Faults()).file, document) if each.name == sweep.name)
    arguments = arranged(found, found.groups(sweep.directory), Faults())
    return (*_settings(found, sweep), *_arguments(arguments), *_exclusions(sweep))


def _settings(layers: Layers, sweep: Sweep) -> Iterator[Part]:
    for key in SETTINGS:
        table, entry = layers.saying(key)
        if key in table.model_fields_set:
            yield Part(key, _one_line(_as_in_toml(getattr(table, key))), entry.inside(key).value.label)
        elif key == "launcher" and sweep.launcher is not None:
            yield Part(key, sweep.launcher, entry.document.entry("default_launcher").value.label)
        elif key == "entropy":
            yield Part(key, sweep.entropy, "the sweep's name")
    if sweep.results is not None:
        text = f"{sweep.results.path}: {', '.join(sweep.results.keys)}"
        yield Part("results", _one_line(text), layers.saying("results").entry.inside("results").value.label)


def _as_in_toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _arguments(arranged: Arranged) -> Iterator[Part]:
    """What variants have in common, which each of them holds, is told once."""
    yield from dict.fromkeys(part for each in arranged.arrangements for part in _of_table(each.common))
    for number, each in enumerate(arranged.arrangements, start=1):
        yield from (part._replace(what=f"variant {number}: {part.what}") for part in _of_table(each.variant))
    array = f" --array={arranged.array}" if arranged.array else ""
    for seeds in dict.fromkeys(seeds for each in arranged.arrangements for seeds in each.seeds):
        yield Part.of(seeds, "seeds", _text(seeds) + array)


def _of_table(table: Arguments) -> Iterator[Part]:
    for word in table.overrides:
        yield Part.of(word, "override", _one_line(word.source.text))
    for what, arguments in (("axis", table.axes), ("zip", table.zips)):
        for argument in arguments:
            yield Part.of(argument, what, _text(argument))


def _exclusions(sweep: Sweep) -> Iterator[Part]:
    for conditions, source in sweep.exclude:
        yield Part("exclude", " ".join(_condition(*each, source) for each in conditions), source.label)


def _condition(key: str, values: Sequence[Value], source: Place) -> str:
    return _values(key, [grammar.render(key, value, source) for value in values])


def _text(argument: Argument) -> str:
    if isinstance(argument, RandomSeeds):
        return f"{argument.key}=__randseed({argument.count})__"
    if isinstance(argument, Fixed):
        return _one_line(argument.override.text)
    return " ".join(_values(one.key, one.overrides) for one in by_key(argument) if isinstance(one, Choices))


def _values(key: str, overrides: Sequence[Override]) -> str:
    texts = [override.text[len(key) + 1 :] for override in overrides[:SHOWN_VALUES]]
    return _one_line(f"{key}={','.join(texts)}" + (",..." if len(overrides) > SHOWN_VALUES else ""))


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())
