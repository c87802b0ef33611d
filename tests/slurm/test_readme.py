"""The examples of the README that need sbatch work when they are pasted into a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.readme import usage_lines, write_project
from tests.test_readme import NEEDS_SBATCH

from .project import HERACLES

if TYPE_CHECKING:
    from .project import Project

LINES = [line for line in usage_lines() if any(word in line for word in NEEDS_SBATCH)]
SITE = ("#SBATCH --gpus=1\n", ""), ("module load singularity\n", "")


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_readme_works_when_it_is_pasted(line: str, project: Project) -> None:
    write_project(project.folder)
    script = (project.folder / "sbatch.sh").read_text()
    for ours, theirs in SITE:
        script = script.replace(ours, theirs)
    project.write("sbatch.sh", script)
    project.write(
        "heracles.toml", (project.folder / "heracles.toml").read_text().replace("--partition=gpu", "--partition=debug")
    )
    path = f"{HERACLES.parent}:{project.cluster.environment['PATH']}"
    ran = project.call("bash", "-c", line, PATH=path)
    assert ran.returncode == 0, ran.stderr


def test_some_lines_are_pasted() -> None:
    assert len(LINES) >= 4
