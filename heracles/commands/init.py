"""``heracles init [DIR]``: a heracles.toml and an sbatch.sh that run here and now."""

from __future__ import annotations

import os

from heracles import config, script as scripts
from heracles.errors import Faults, UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.terminal import Terminal

SCRIPT_MODE = 0o755
FILE_MODE = 0o644


def init(directory: str, terminal: Terminal) -> int:
    """Writes both files into ``directory``, made if need be; raises a UsageError where one is there already."""
    _refuse_file(directory)
    project, script = (os.path.join(directory, name) for name in ("heracles.toml", "sbatch.sh"))
    _refuse_existing(project, script)
    _write(directory, project, config.sample(), FILE_MODE)
    _write(directory, script, config.sample_script(), SCRIPT_MODE)
    terminal.results((project, script))
    where = "" if directory == os.curdir else f"-C {scripts.quote(directory)} "
    terminal.note(f"now try: heracles {where}run ablation-a")
    return 0


def print_sample(terminal: Terminal) -> int:
    """Prints the sample heracles.toml; touches nothing."""
    terminal.results(config.sample().splitlines())
    return 0


def _refuse_file(directory: str) -> None:
    if os.path.lexists(directory) and not os.path.isdir(directory):
        raise UsageError(f"{directory} is no directory", cure="heracles init DIR makes one that is not there yet")


def _refuse_existing(*paths: str) -> None:
    faults = Faults()
    for path in paths:
        if os.path.lexists(path):
            faults.add(f"{path} is there already; nothing was written", cure="heracles init --stdout prints the sample")
    faults.raise_any()


def _write(directory: str, path: str, text: str, mode: int) -> None:
    try:
        os.makedirs(directory, exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
