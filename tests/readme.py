"""The README as a user pastes it: its shell lines, its batch script and its heracles.toml."""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).parent.parent / "README.md"
TEXT = FILE.read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of a language, in order."""
    return [block.partition("```")[0] for block in TEXT.split(f"```{language}\n")[1:]]


def section(title: str) -> str:
    """What stands below a heading of the second degree."""
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def shell_lines() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines()]


def first_lines() -> list[str]:
    """What a user of a fresh clone types first."""
    return blocks("sh")[0].splitlines()


def usage_lines() -> list[str]:
    """What a user types in a project."""
    return shell_lines()[len(first_lines()) :]


def write_project(folder: Path) -> None:
    """The README's batch script and heracles.toml, and the conf folder of the application."""
    (folder / "sbatch.sh").write_text(blocks("bash")[0])
    (folder / "heracles.toml").write_text(blocks("toml")[0])
    (folder / "conf" / "env").mkdir(parents=True)
    for name in ("ant", "reacher"):
        (folder / "conf" / "env" / f"{name}.yaml").write_text("")
