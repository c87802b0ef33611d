"""The parts of a small cluster as fixtures: Slurm and the container's image once a session, a project for each test."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from .cluster import Cluster, running_cluster
from .configuration import DEFAULTS, FULL, SMALL_ARRAYS, Settings
from .counting import ARRAYS, Counted, in_use
from .image import Image, provide_image
from .project import Project
from .provision import Failed, Unavailable, provide

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


LONGEST = (
    "test_every_way_in_which_a_product_ends",
    "test_five_hundred_products_pass_a_limit_of_fifty",
    "test_two_hundred_kills",
    "test_a_policy_that_slurm_does_not_explain_is_not_waited_for_for_ever",
    "test_a_congested_controller_doubles_nothing",
    "test_a_launch_waits_for_a_controller_that_is_away",
    "test_a_controller_is_stopped_in_mid_launch_and_started_again",
    "test_kills_where_jobs_cannot_be_held",
    "test_the_users_other_jobs_count",
)
"""Tests that take most of a minute, or longer."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests begin first: so no worker has one left when the others are done."""
    items.sort(key=lambda item: not item.name.startswith(LONGEST))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with a_cluster(DEFAULTS) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def site() -> Iterator[Cluster]:
    """A cluster with small arrays."""
    with a_cluster(SMALL_ARRAYS) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def full_site() -> Iterator[Cluster]:
    """A cluster that is soon full."""
    with a_cluster(FULL) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def shown(site: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Counted:
    """A sweep of 12 products, from which the others are made."""
    return Counted(tmp_path_factory.mktemp("shown") / "counted", site).write().as_shown()


@pytest.fixture
def counted(shown: Counted, tmp_path: Path) -> Iterator[Counted]:
    """A sweep of 12 products, each of which is a job."""
    with in_use(shown._replace(folder=tmp_path / "counted")) as project:
        yield project


@pytest.fixture
def arrays(shown: Counted, tmp_path: Path) -> Iterator[Counted]:
    """The same as three arrays."""
    with in_use(shown._replace(folder=tmp_path / "arrays", settings=ARRAYS)) as project:
        yield project


@pytest.fixture(params=["counted", "arrays"], ids=["singly", "arrays"])
def either(request: pytest.FixtureRequest) -> Counted:
    project: Counted = request.getfixturevalue(request.param)
    return project


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
def a_cluster(settings: Settings) -> Iterator[Cluster]:
    with explained():
        provide()
    with explained(), running_cluster(settings) as cluster:
        yield cluster


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
