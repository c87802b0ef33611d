"""What the table of a sweep may hold: its keys, their types, and what each is for."""

# ruff: noqa: UP007, UP045  pydantic evaluates the annotations, and Python 3.9 has no | between types

from __future__ import annotations

from typing import Annotated, Any, Literal, Optional, Union

from pydantic import Field

from heracles.config.table import Numbers, Off, Table, Text
from heracles.grammar.dress import MOST_SEEDS

Placement = Literal["append", "args"]
NumberOfSeeds = Annotated[int, Field(ge=1, le=MOST_SEEDS)]


class Seeds(Table):
    """Seeds under a key of your own: a number of random ones, these, or the index of a job array."""

    key: Text = Field(
        default="seed", description="The key of the override that sets the seed.", examples=["trainer.seed"]
    )
    count: Optional[NumberOfSeeds] = Field(
        default=None, description="How many random seeds each product gets; no two products share one.", examples=[5]
    )
    values: Optional[Numbers] = Field(
        default=None, description="The seeds that every product gets.", examples=[[1, 2, 3]]
    )
    array: Optional[Text] = Field(
        default=None,
        description="The job array of every product, as sbatch's --array takes it: the index of a task is its seed.",
        examples=["1-90"],
    )


class Results(Table):
    """Where each run leaves its results, and which of them are shown."""

    path: Text = Field(
        description="The file of a run, seen from the folder of heracles.toml: .json, the last line of .jsonl, or the "
        "last row of .csv. `${heracles:id}` and the like are filled in.",
        examples=["runs/${heracles:sweep}/${heracles:id}/metrics.json"],
    )
    keys: Annotated[list[Text], Field(min_length=1)] = Field(
        description="The keys of its values, with dots between the names of nested ones; in a list, a number is a "
        "place, and -1 the last.",
        examples=[["eval.return"], ["losses.-1"]],
    )


Axes = dict[str, Any]
Zips = dict[str, dict[str, Any]]

OVERRIDES: Any = Field(
    default=[],
    description="Words as on the command line, in Hydra's grammar; they may sweep.",
    examples=[["+trainer=ddp"], ["optimizer=sgd,adamw", "lr=__logspace(1e-5,1e-2,4)__"]],
)
AXES: Any = Field(
    default={},
    description="What varies: keys, nested, dotted or quoted, and their typed values. A list is the values of an "
    "axis, anything else one value; a dict that is a value stands inside a list.",
    examples=[{"lr": [0.1, 0.01]}],
)
ZIP: Any = Field(
    default={},
    description="Keys that take their values together, as rows: a table for each zip, under a name for it, with keys "
    "as in `axes` and lists of the same length.",
    examples=[{"model_optimizer": {"model": ["resnet", "vit"], "optimizer": ["sgd", "adamw"]}}],
)


class Variant(Table):
    """What the products of one variant have besides what all variants of the sweep have in common."""

    overrides: list[str] = OVERRIDES
    axes: Axes = AXES
    zip: Zips = ZIP


Variants = Annotated[list[Variant], Field(min_length=1)]
Exclusions = Annotated[list[Annotated[dict[str, Any], Field(min_length=1)]], Field(min_length=1)]


class Sweep(Table):
    """A script, what varies, and how it is launched."""

    description: str = Field(default="", description="What the sweep is for, in one line.", examples=["a first try"])
    script: Optional[Text] = Field(
        default=None,
        description="The batch script, seen from the folder of heracles.toml; it is never modified.",
        examples=["sbatch.sh"],
    )
    launcher: Optional[Text] = Field(
        default=None,
        description="The name of a launcher: one of this file, or `local` or `slurm`, which are built in.",
        examples=["local"],
    )
    overrides: list[str] = OVERRIDES
    axes: Axes = AXES
    zip: Zips = ZIP
    variants: Optional[Variants] = Field(
        default=None,
        description="Tables of overrides, axes and zips: the products are those of each variant in turn, each together "
        "with what the sweep has outside of them.",
        examples=[[{"overrides": ["optimizer=adamw"]}]],
    )
    exclude: Optional[Exclusions] = Field(
        default=None,
        description="Tables of keys and values: a product that has all values of a table is left out. A list means any "
        "of its values; a list that is a value stands inside a list.",
        examples=[[{"env.num_envs": [16, 32], "env.name": "Reacher"}]],
    )
    seeds: Optional[Union[NumberOfSeeds, Numbers, Seeds, Off]] = Field(
        default=None,
        description="A number: that many random seeds for every product, no two products sharing one. A list: these "
        "seeds for every product. A table: either, or the index of a job array, under a key of your own. `false`: "
        "none, whatever the defaults say.",
        examples=[5, [1, 2, 3], {"key": "trainer.seed", "count": 5}, {"array": "1-90"}],
    )
    entropy: Optional[Union[int, str]] = Field(
        default=None,
        description="What the random seeds grow from: another one gives others. Without it, the sweep's name.",
        examples=[42],
    )
    placement: Optional[Placement] = Field(
        default=None,
        description="Where the overrides go: `append`, behind the last command of the script; `args`, to the script as "
        'its arguments, for its "$@". Without it, the script is read and decides.',
        examples=["append"],
    )
    config_dir: Optional[Text] = Field(
        default=None,
        description="The application's conf folder, seen from the folder of heracles.toml: glob() selects among its "
        "files.",
        examples=["conf"],
    )
    snapshot: bool = Field(
        default=False,
        description="Whether jobs run in a copy of the project as it was when they were launched, so that whatever is "
        "changed while they wait does not reach them: of the files that git tracks, and of those that it neither "
        "tracks nor ignores. The copy is kept in .heracles/launches/<launch>/code; what git ignores is linked there.",
        examples=[True],
    )
    check: Optional[Text] = Field(
        default=None,
        description="The command that tells whether the application accepts overrides, as words of a shell; it is "
        "called with the overrides behind it, without a shell.",
        examples=["singularity exec app.sif /proj/main.py --cfg job"],
    )
    results: Optional[Results] = Field(
        default=None,
        description="Where each run leaves its results, and which of them `heracles results` shows.",
        examples=[{"path": "runs/${heracles:sweep}/${heracles:id}/metrics.json", "keys": ["eval.return"]}],
    )


class Defaults(Sweep):
    """What holds for every sweep that does not say otherwise: any key of a sweep."""
