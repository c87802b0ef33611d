"""What ``heracles status`` shows of a sweep, as it stands on a terminal of 80 columns without colour."""

from __future__ import annotations

from itertools import product as combinations

import pytest

from heracles.status import picture
from heracles.terminal import colors, panels

from .samples import crossed, drawn, seen, state

pytestmark = pytest.mark.once

ENVIRONMENTS = {"env.num_envs": (8, 16, 32), "env.name": ("HalfCheetah", "Reacher")}


def test_one_axis_is_a_column() -> None:
    assert (
        drawn(crossed({"lr": (0.1, 0.01, 0.001)}, "crF"))
        == """
lr
0.1    ok
0.01   run
0.001  FAIL

ok completed   run running   FAIL failed
"""
    )


def test_one_long_axis_is_a_row_in_as_many_blocks_as_it_takes() -> None:
    assert (
        drawn(crossed({"lr": [place / 100 for place in range(1, 21)]}, "ccccrF"))
        == """
lr
0.01  0.02  0.03  0.04  0.05  0.06  0.07  0.08  0.09  0.1  0.11  0.12  0.13
ok    ok    ok    ok    run   FAIL  ok    ok    ok    ok   run   FAIL  ok

lr
0.14  0.15  0.16  0.17  0.18  0.19  0.2
ok    ok    ok    run   FAIL  ok    ok

ok completed   run running   FAIL failed
"""
    )


def test_of_two_axes_the_shorter_one_stands_in_columns() -> None:
    expected = """
              env.name
env.num_envs  HalfCheetah  Reacher
8             ok           ok
16            run          pend
32            FAIL         OOM

ok completed   run running   pend pending   OOM out of memory   FAIL failed
"""
    assert drawn(crossed(ENVIRONMENTS, "ccrpFM")) == expected
    turned = dict(reversed(ENVIRONMENTS.items()))
    assert drawn(crossed(turned, "crFcpM")) == expected


def test_of_three_axes_two_stand_in_rows() -> None:
    assert (
        drawn(crossed({"optimizer": ("sgd", "adam"), **ENVIRONMENTS}, "ccrpFMccwhuT"))
        == """
                        env.num_envs
optimizer  env.name     8   16    32
sgd        HalfCheetah  ok  run   FAIL
           Reacher      ok  pend  OOM
adam       HalfCheetah  ok  wait  ?
           Reacher      ok  held  TIME

ok completed   run running   pend pending   wait waiting   held held   ? unknown
TIME timed out   OOM out of memory   FAIL failed
"""
    )


def test_keys_that_vary_together_are_one_axis() -> None:
    pairs = combinations((("resnet", "sgd"), ("vit", "adamw"), ("mlp", "adam")), (0.1, 0.01))
    zipped = [seen(index, {"model": a, "optimizer": b, "lr": lr}) for index, ((a, b), lr) in enumerate(pairs)]
    assert (
        drawn(zipped)
        == """
                   lr
model   optimizer  0.1  0.01
resnet  sgd        ok   ok
vit     adamw      ok   ok
mlp     adam       ok   ok

ok completed
"""
    )


def test_a_key_that_another_one_settles_makes_no_axis_of_its_own() -> None:
    steps = {"ant": 2000, "hopper": 1000, "reacher": 1000}
    several = crossed({"env": tuple(steps), "lr": (0.1, 0.01)})
    settled = [seen(each.index, {**each.values, "steps": steps[each.values["env"]]}) for each in several]
    assert (
        drawn(settled)
        == """
                lr
env      steps  0.1  0.01
ant      2000   ok   ok
hopper   1000   ok   ok
reacher  1000   ok   ok

ok completed
"""
    )


def random_seed(index: int) -> int:
    return pow(48271, index + 5, 2**31 - 1)


def test_seeds_are_no_axis_and_a_cell_shows_the_worst_of_them_and_how_many_completed() -> None:
    axes = {"lr": (0.1, 0.01), "env": ("A", "B"), "repetition": range(5)}
    seeded = []
    for each, letter in zip(crossed(axes), "cccccrcccFppcccccccc"):
        values = {"lr": each.values["lr"], "env": each.values["env"], "trainer.seed": random_seed(each.index)}
        seeded.append(seen(each.index, values, letter))
    assert (
        drawn(seeded)
        == """
each cell: worst over trainer.seed, completed/all
      env
lr    A         B
0.1   ok 5/5    FAIL 3/5
0.01  pend 3/5  ok 5/5

ok completed   run running   pend pending   FAIL failed
"""
    )


def test_seeds_are_recognized_by_what_they_look_like_too() -> None:
    values = enumerate(combinations((0.1, 0.01), range(3)))
    seeded = [seen(index, {"lr": lr, "init": random_seed(index)}) for index, (lr, _) in values]
    assert drawn(seeded).splitlines()[1:5] == [
        "each cell: worst over init, completed/all",
        "lr",
        "0.1   ok 3/3",
        "0.01  ok 3/3",
    ]


def test_seeds_alone_are_what_varies() -> None:
    assert (
        drawn([seen(index, {"lr": 1, "seed": seed}, "cr"[index]) for index, seed in enumerate((7, 9))])
        == """
seed
7     ok
9     run

ok completed   run running
"""
    )


def test_large_round_numbers_of_their_own_are_not_taken_for_seeds() -> None:
    steps = enumerate(((10**6, "a"), (2 * 10**6, "a"), (5 * 10**6, "b")))
    assert (
        drawn([seen(index, {"steps": steps, "name": name}) for index, (steps, name) in steps])
        == """
steps    name
1000000  a     ok
2000000  a     ok
5000000  b     ok

ok completed
"""
    )


@pytest.mark.parametrize("out", ["runs/{id}", "'{id}'/{launch}", "/scratch/1/run-{index}.d", "{index}"])
def test_where_a_product_writes_is_no_axis(out: str) -> None:
    several = [
        each._replace(
            values={"out": out.format(id=each.id, index=each.index, launch=launch), **each.values}, launch=launch
        )
        for each, launch in zip(crossed(ENVIRONMENTS), ("one", "two", "one", "two", "one", "two"))
    ]
    assert drawn(several) == drawn(crossed(ENVIRONMENTS))


def test_an_own_array_of_the_script_shows_how_many_of_its_tasks_completed() -> None:
    several = [each._replace(state=state("rF"[each.index % 2], 40 + each.index, 90)) for each in crossed(ENVIRONMENTS)]
    assert (
        drawn(several)
        == """
each cell: worst task, completed/all
              env.name
env.num_envs  HalfCheetah  Reacher
8             run 40/90    FAIL 41/90
16            run 42/90    FAIL 43/90
32            run 44/90    FAIL 45/90

run running   FAIL failed
"""
    )


def test_variants_have_a_table_each_and_single_ones_a_line() -> None:
    sgd = crossed({"optimizer": ("sgd",), "momentum": (0.9, 0.99), "lr": (0.1, 0.2)}, "cccF")
    adam = crossed({"optimizer": ("adam",), "beta": (0.9, 0.99, 0.999), "lr": (0.1, 0.2)}, "ccccrr")
    variants = [seen(0, {"baseline": True, "optimizer": "none"}), *sgd, *adam]
    assert (
        drawn([each._replace(index=index) for index, each in enumerate(variants)])
        == """
optimizer=sgd
          lr
momentum  0.1  0.2
0.9       ok   ok
0.99      ok   FAIL

optimizer=adam
       lr
beta   0.1  0.2
0.9    ok   ok
0.99   ok   ok
0.999  run  run

0  ok  baseline=True optimizer=none

ok completed   run running   FAIL failed
"""
    )


def test_variants_that_nothing_but_a_key_tells_apart() -> None:
    plain, more = crossed({"lr": (0.1, 0.2)}), crossed({"lr": (0.1, 0.2), "+depth": (1, 2)})
    assert (
        drawn([*plain, *(each._replace(index=each.index + 2) for each in more)])
        == """
without +depth
lr
0.1  ok
0.2  ok

with +depth
     +depth
lr   1   2
0.1  ok  ok
0.2  ok  ok

ok completed
"""
    )


def test_an_excluded_combination_leaves_its_place_empty() -> None:
    assert (
        drawn(crossed({"a": (1, 2), "b": ("x", "y")})[:3])
        == """
   b
a  x   y
1  ok  ok
2  ok

ok completed
"""
    )


def test_what_is_no_longer_declared_stands_apart() -> None:
    former = [
        seen(7, {"env.num_envs": 64, "env.name": name}, "cT"[place], declared=False) for place, name in enumerate("AB")
    ]
    assert (
        drawn([*former, *crossed(ENVIRONMENTS)])
        == """
              env.name
env.num_envs  HalfCheetah  Reacher
8             ok           ok
16            ok           ok
32            ok           ok

launched, but no longer declared: 2 products
env.name
A         ok
B         TIME

ok completed   TIME timed out
"""
    )


def test_products_that_vary_in_too_many_ways_for_a_table_have_a_line_each() -> None:
    values = [dict(zip("abcdef", each)) for each in combinations((1, 2), repeat=6)]
    lines = drawn(
        [seen(index, {"fixed": 0, **each}, "cTFp"[index % 4]) for index, each in enumerate(values)]
    ).splitlines()
    assert lines[1:5] == [
        " 0  ok               a=1 b=1 c=1 d=1 e=1 f=1",
        " 1  TIME  TimeLimit  a=1 b=1 c=1 d=1 e=1 f=2",
        " 2  FAIL  exit 1     a=1 b=1 c=1 d=1 e=2 f=1",
        " 3  pend  Resources  a=1 b=1 c=1 d=1 e=2 f=2",
    ]
    assert len(lines) == 1 + 64 + 2


def test_words_of_a_line_that_do_not_fit_stand_below_each_other() -> None:
    values = {f"trainer.group{number}.option": f"value-{number}" for number in range(4)}
    assert (
        drawn([seen(3, {**values, "path": "/data/" + "x" * 100 + "/model"}, "F")])
        == """
3  FAIL  exit 1  trainer.group0.option=value-0 trainer.group1.option=value-1
                 trainer.group2.option=value-2 trainer.group3.option=value-3
                 path=/data/xxxxxxxxxxxxxxxxxxxx..xxxxxxxxxxxxxxxxxxxxxxxx/model

FAIL failed
"""
    )


def test_one_product_is_a_line_with_all_its_overrides() -> None:
    assert (
        drawn([seen(0, {"lr": 0.1, "+trainer": "ddp"}, "p")])
        == """
0  pend  Resources  lr=0.1 +trainer=ddp

pend pending
"""
    )


def test_no_products_are_nothing() -> None:
    assert panels.lines(picture([]), colors.plain) == []


def test_a_large_table_has_one_character_a_cell() -> None:
    lines = drawn(
        crossed({"depth": range(90, 120), "lr": [each / 100 for each in range(1, 31)]}, "c" * 49 + "FrpTw")
    ).splitlines()
    assert lines[1:9] == [
        "       lr",
        "       0 0 0 0 0 0 0 0 0   0 0 0 0 0 0 0 0 0   0 0 0 0 0 0 0 0 0",
        "       . . . . . . . . . 0 . . . . . . . . . 0 . . . . . . . . . 0",
        "       0 0 0 0 0 0 0 0 0 . 1 1 1 1 1 1 1 1 1 . 2 2 2 2 2 2 2 2 2 .",
        "depth  1 2 3 4 5 6 7 8 9 1 1 2 3 4 5 6 7 8 9 2 1 2 3 4 5 6 7 8 9 3",
        "90     # # # # # # # # # # # # # # # # # # # # # # # # # # # # # #",
        "91     # # # # # # # # # # # # # # # # # # # F = . T - # # # # # #",
        "92     # # # # # # # # # # # # # # # # # # # # # # # # # # # # # #",
    ]
    assert lines[-1] == "# completed   = running   . pending   - waiting   T timed out   F failed"
    assert len(lines) == 1 + 5 + 30 + 2


def test_in_colour() -> None:
    lines = panels.lines(picture(crossed({"lr": (0.1, 0.01)}, "cF")), colors.colored)
    assert lines == [
        "lr",
        "0.1   \x1b[32mok\x1b[0m",
        "0.01  \x1b[31mFAIL\x1b[0m",
        "",
        "\x1b[32mok\x1b[0m completed   \x1b[31mFAIL\x1b[0m failed",
    ]
