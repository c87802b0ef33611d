"""The parts of a small cluster as fixtures: Slurm and the container's image once a session, a project for each test."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from .cluster import Cluster, running_cluster
from .image import Image, provide_image
from .project import Project
from .provision import Failed, Unavailable, provide

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with explained():
        provide()
    with explained(), running_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def image() -> Image:
    with explained():
        provide()
        return provide_image()


@pytest.fixture
def project(tmp_path: Path, cluster: Cluster, image: Image) -> Iterator[Project]:
    project = Project(tmp_path / "a project", tmp_path / "results", cluster, image)
    (project.folder / "logs").mkdir(parents=True)
    project.results.mkdir()
    project.write_script()
    yield project
    cluster.cancel_tasks(project.folder)


@contextmanager
def explained() -> Iterator[None]:
    """Says in few words why the tests cannot run here; in CI, where nobody reads which were skipped, they fail."""
    try:
        yield
    except Failed as failure:
        raise pytest.fail.Exception(str(failure), pytrace=False) from None
    except Unavailable as reason:
        if os.environ.get("CI") == "true":
            raise pytest.fail.Exception(str(reason), pytrace=False) from None
        raise pytest.skip.Exception(str(reason)) from None
