"""What the models say of each key, from which editors and messages take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles.config.launcher_models import CommandLauncher, LocalLauncher, SlurmLauncher
from heracles.config.models import ConfirmAbove, File
from heracles.config.sweep_models import Defaults, Results, Seeds, Sweep, Variant

if TYPE_CHECKING:
    from heracles.config.table import Table

REQUIRED: dict[type[Table], dict[str, object]] = {
    LocalLauncher: {"kind": "local"},
    SlurmLauncher: {"kind": "slurm"},
    CommandLauncher: {"kind": "command", "command": "qsub"},
    ConfirmAbove: {},
    File: {},
    Defaults: {},
    Results: {"path": "${heracles:id}.json", "keys": ["loss"]},
    Seeds: {},
    Sweep: {},
    Variant: {},
}


@pytest.mark.parametrize("model", REQUIRED, ids=lambda model: model.__name__)
def test_every_key_is_described_by_a_sentence_and_examples_that_fit(model: type[Table]) -> None:
    for key, field in model.model_fields.items():
        assert field.description
        assert field.description.endswith(".")
        assert field.examples
        for example in field.examples:
            model.model_validate({**REQUIRED[model], key: example})


def test_the_defaults_may_say_what_a_sweep_may() -> None:
    assert list(Defaults.model_fields) == list(Sweep.model_fields)
    assert set(Variant.model_fields) < set(Sweep.model_fields)


def test_a_schema_can_be_made_of_them() -> None:
    schema = File.model_json_schema()
    assert set(schema["properties"]) == set(File.model_fields)
    assert schema["$defs"]["Variant"]["properties"]["zip"]["description"].startswith("Keys that take their values")
