"""From the text of a heracles.toml to frozen values."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from heracles.config.arranging import arranged
from heracles.config.commands import command_words
from heracles.config.exclusions import exclusions
from heracles.config.launchers import launchers, refuse_unknown
from heracles.config.layers import layers
from heracles.config.products import refuse_idle_defaults, refuse_idle_exclusions, refuse_repeated_products
from heracles.config.project import ConfirmAbove, Project
from heracles.config.repetition import refuse_repeated
from heracles.config.result_files import results
from heracles.config.sample import SAMPLE_CHECK
from heracles.config.validation import sound_part
from heracles.config.version import require_version
from heracles.errors import Faults, UsageError
from heracles.sweep.values import Sweep

if TYPE_CHECKING:
    from heracles.config.document import Document
    from heracles.config.layers import Layer, Layers
    from heracles.config.validation import Sound
    from heracles.errors import Fault
    from heracles.sweep.values import Exclusion

HOW_TO_WRITE_A_CHECK = f"write words: {SAMPLE_CHECK}"


def compiled(document: Document, path: str) -> Project:
    """What the file at the absolute ``path`` declares; raises a UsageError with every fault that it has."""
    require_version(document)
    faults = Faults()
    project = _project(document, path, faults)
    found = dict.fromkeys(_all(faults))  # what is wrong with the defaults is wrong with each sweep
    if found:
        raise UsageError.of(sorted(found, key=lambda fault: _line(fault, document)))
    return project


def _project(document: Document, path: str, faults: Faults) -> Project:
    sound = sound_part(document, faults)
    file, directory = sound.file, os.path.dirname(path)
    refuse_unknown(file, document, faults)
    return Project(
        path=path,
        directory=directory,
        sweeps=_sweeps(sound, document, directory, faults),
        launchers=launchers(file, document, faults),
        default_launcher=file.default_launcher,
        confirm_above=ConfirmAbove(file.confirm_above.tasks, file.confirm_above.gpu_hours),
    )


def _sweeps(sound: Sound, document: Document, directory: str, faults: Faults) -> tuple[Sweep, ...]:
    """The sweeps; of those that are whole, the products are looked at too."""
    declared: list[Sweep] = []
    whole: list[Sweep] = []
    for each in layers(sound.file, document):
        own = Faults()
        declared.append(_sweep(each, sound.file.default_launcher, directory, own))
        if each.name not in sound.broken and not _all(own):
            whole.append(declared[-1])
        with faults.collected():
            own.raise_any()
    inherited = exclusions(sound.file.defaults.exclude, document.entry("defaults", "exclude"), faults)
    refuse_repeated_products(whole, faults)
    refuse_idle_exclusions(whole, inherited, faults)
    if len(whole) == len(declared) > 0:
        refuse_idle_defaults(whole, inherited, faults)
    return tuple(declared)


def _sweep(layers: Layers, default_launcher: str | None, directory: str, faults: Faults) -> Sweep:
    arrangements, array = arranged(layers, layers.groups(directory), faults)
    for arrangement in arrangements:
        refuse_repeated(arrangement, faults)
    entropy = layers.saying("entropy").table.entropy
    return Sweep(
        name=layers.name,
        script=layers.saying("script").table.script or "",
        directory=directory,
        variants=tuple(arrangement.all for arrangement in arrangements),
        entropy=layers.name if entropy is None else str(entropy),
        launcher=layers.saying("launcher").table.launcher or default_launcher,
        placement=layers.saying("placement").table.placement,
        description=layers.saying("description").table.description,
        config_dir=layers.saying("config_dir").table.config_dir,
        exclude=_exclusions(layers, faults),
        array=array,
        check=_check(layers.saying("check"), faults),
        snapshot=layers.saying("snapshot").table.snapshot,
        results=results(layers.saying("results"), faults),
    )


def _check(layer: Layer, faults: Faults) -> tuple[str, ...]:
    if layer.table.check is None:
        return ()
    with faults.collected():
        return command_words(layer.table.check, layer.entry.inside("check"), HOW_TO_WRITE_A_CHECK)
    return ()


def _exclusions(layers: Layers, faults: Faults) -> tuple[Exclusion, ...]:
    return tuple(
        exclusion
        for table, entry in (layers.defaults, layers.own)
        for exclusion in exclusions(table.exclude, entry.inside("exclude"), faults)
    )


def _all(faults: Faults) -> tuple[Fault, ...]:
    try:
        faults.raise_any()
    except UsageError as error:
        return error.faults
    return ()


def _line(fault: Fault, document: Document) -> int:
    """The line of which a fault is told; every place in the file begins with its name and the line."""
    label = fault.place.label if fault.place else ""
    number, _, _ = label[len(document.name) + 1 :].partition(":")
    return int(number or 0)
