"""heracles.toml: finding it, reading it, and what it declares, as frozen values."""

from heracles.config.find import FILE_NAME, find, nearest
from heracles.config.loading import explain, load
from heracles.config.project import ConfirmAbove, NamedLauncher, Part, Project
from heracles.config.sample import SAMPLE_CHECK, sample, sample_script
from heracles.config.schema import schema

__all__ = [
    "FILE_NAME",
    "SAMPLE_CHECK",
    "ConfirmAbove",
    "NamedLauncher",
    "Part",
    "Project",
    "explain",
    "find",
    "load",
    "nearest",
    "sample",
    "sample_script",
    "schema",
]
