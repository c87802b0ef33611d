"""Builds the one file that users copy onto a login node."""

from __future__ import annotations

import shutil
import tempfile
import zipapp
from pathlib import Path

MAIN = """import sys

from heracles.__main__ import main

sys.exit(main())
"""


def build_zipapp(package: Path, target: Path) -> None:
    """Packs the package into an executable archive at ``target``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(package, Path(folder) / package.name, ignore=shutil.ignore_patterns("__pycache__"))
        (Path(folder) / "__main__.py").write_text(MAIN)
        zipapp.create_archive(folder, target, interpreter="/usr/bin/env python3", compressed=True)
