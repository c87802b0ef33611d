"""``python -m tests.manual`` writes anew what README.md has from the program itself."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests import readme

from .playing import played
from .reference import with_keys
from .stage import build


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        readme.FILE.write_text(with_keys(played(readme.TEXT, build(Path(name)))), "utf-8")


if __name__ == "__main__":
    main()
