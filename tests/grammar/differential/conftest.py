"""Options of the differential tests, which need hydra-core and run in environments of their own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

EXAMPLES = 1500


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fuzz-examples",
        type=int,
        default=None,
        metavar="N",
        help=f"words per fuzz test, new ones each time (default: {EXAMPLES}, always the same)",
    )


@pytest.fixture(scope="session")
def fuzz(request: pytest.FixtureRequest) -> settings:
    """How many examples, and whether the same each time: the short run must not fail by chance."""
    examples = request.config.getoption("--fuzz-examples")
    return settings(
        max_examples=examples or EXAMPLES,
        derandomize=examples is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
