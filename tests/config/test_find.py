"""Where heracles.toml is found."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from heracles import config
from heracles.errors import UsageError
from tests.config.telling import told

if TYPE_CHECKING:
    from pathlib import Path


def test_the_nearest_file_above_is_found(folder: Path) -> None:
    (folder / "heracles.toml").touch()
    (folder / "a" / "b").mkdir(parents=True)
    assert config.find(str(folder)) == config.find(str(folder / "a" / "b")) == str(folder / "heracles.toml")
    (folder / "a" / "heracles.toml").touch()
    assert config.find(str(folder / "a" / "b")) == str(folder / "a" / "heracles.toml")
    os.chdir("a/b")
    assert config.find(os.curdir) == config.nearest(os.curdir) == str(folder / "a" / "heracles.toml")


def test_where_there_is_none_it_is_said_where_it_was_looked_for(folder: Path) -> None:
    if config.nearest(os.curdir):
        pytest.fail("a heracles.toml lies above the folder for temporary files")
    with pytest.raises(UsageError) as caught:
        config.find(os.curdir)
    assert told(caught.value) == (
        f"there is no heracles.toml in {folder} or in a folder above it\n"
        "  write one with: heracles init   or name one with: --config FILE"
    )
