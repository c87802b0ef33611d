"""heracles.products: the public way to a sweep's products from Python."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice

import pytest

import heracles
from heracles.errors import HeraclesError


def test_products_have_what_a_notebook_wants(capfd: pytest.CaptureFixture[str]) -> None:
    found = list(heracles.products(["a=1,2", "b=x,y"]))
    assert [product.index for product in found] == [0, 1, 2, 3]
    assert [product.overrides for product in found] == [("a=1", "b=x"), ("a=1", "b=y"), ("a=2", "b=x"), ("a=2", "b=y")]
    assert found[3].values == {"a": 2, "b": "y"}
    assert len({product.id for product in found}) == 4
    assert capfd.readouterr() == ("", "")


def test_products_are_made_as_they_are_asked_for() -> None:
    endless = heracles.products(["a=range(1000000)", "b=range(10)", "c=range(3)"])
    assert [product.overrides[2] for product in islice(endless, 4)] == ["c=0", "c=1", "c=2", "c=0"]


def test_entropy_repeats_random_seeds() -> None:
    first, second, other = (
        [product.overrides for product in heracles.products(["seed=__randseed(3)__"], entropy=entropy)]
        for entropy in ("1", "1", None)
    )
    assert first == second != other


def test_all_faults_are_raised_at_once() -> None:
    with pytest.raises(HeraclesError) as caught:
        heracles.products(["a=1,2,", "b=("])
    assert len(caught.value.faults) == 2
    assert caught.value.faults[0].place is not None
    assert caught.value.faults[0].place.label == "word 1"


def test_importing_heracles_loads_almost_nothing() -> None:
    program = "import sys; before = set(sys.modules); import heracles; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "['heracles']\n"
