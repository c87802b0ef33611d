"""Our evenly spaced numbers against numpy's own."""

from __future__ import annotations

import math
from random import Random

import numpy

from tests.grammar.asking import swept_values


def drawn(spacing: str) -> list[tuple[float, float, int]]:
    """Ends of any size and sign that the spacing takes, floats and integers, and how many numbers."""
    draw = Random(0)
    ends: list[tuple[float, float, int]] = []
    for _ in range(1500):
        sign = draw.choice((1, -1)) if spacing == "linspace" else 1
        ends.append((10 ** draw.uniform(-20, 20), sign * 10 ** draw.uniform(-20, 20), draw.randint(1, 50)))
        ends.append((draw.randint(1, 1000), draw.randint(1, 1000), draw.randint(1, 12)))
    return ends


def test_linspace_is_numpys() -> None:
    for start, stop, n in drawn("linspace"):
        ours = swept_values(f"a=__linspace({start},{stop},{n})__")
        assert [repr(float(number)) for number in ours] == [
            repr(float(each)) for each in numpy.linspace(start, stop, n)
        ]


def test_logspace_is_numpys_geomspace() -> None:
    exact = are_numpys_powers_those_of_the_c_library()
    for start, stop, n in drawn("logspace"):
        ours = swept_values(f"a=__logspace({start},{stop},{n})__")
        for number, expected in zip(map(float, ours), map(float, numpy.geomspace(start, stop, n))):
            assert number == expected if exact and not isinstance(ours[0], int) else math.isclose(number, expected)
        assert len(ours) == n


def are_numpys_powers_those_of_the_c_library() -> bool:
    """Not so where numpy uses AVX-512: there its last digits depend on the machine."""
    exponents = [place / 97 for place in range(-500, 500)]
    return [float(each) for each in numpy.power(10.0, exponents)] == [math.pow(10.0, each) for each in exponents]
