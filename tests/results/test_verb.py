"""``heracles results``: what a user reads of what the runs of a sweep left."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.launching import executable, launches, started

if TYPE_CHECKING:
    from tests.conftest import Heracles

pytestmark = pytest.mark.once

PATH = "runs/${heracles:sweep}/${heracles:id}/metrics.json"
SCRIPT = '#!/bin/bash\n./app "$@"\n'
APP = """\
#!/bin/bash
mkdir -p runs/$HERACLES_SWEEP/$HERACLES_ID
cd runs/$HERACLES_SWEEP/$HERACLES_ID
echo "{\\"eval\\": {\\"return\\": $((HERACLES_INDEX * HERACLES_INDEX)).5}, \\"steps\\": 1000}" > metrics.json
printf 'step,loss\\n1,%s.25\\n2,%s.125\\n' $HERACLES_INDEX $HERACLES_INDEX > log.csv
printf '{"loss": %s}\\n{"lo' $HERACLES_INDEX > log.jsonl
"""
CONFIG = f"""\
default_launcher = "local"
[sweeps.a]
script = "sbatch.sh"
overrides = ["hydra.run.dir=runs/${{heracles:sweep}}/${{heracles:id}}"]
results = {{ path = "{PATH}", keys = ["eval.return", "steps"] }}
[sweeps.a.axes]
env = ["Ant", "Reacher"]
lr = [0.1]
seed = [1, 2, 3]
"""
TABLE = """\
index  env      seed  eval.return  steps
0      Ant      1             0.5   1000
1      Ant      2             1.5   1000
2      Ant      3             4.5   1000
3      Reacher  1             9.5   1000
4      Reacher  2            16.5   1000
5      Reacher  3            25.5   1000
"""


@pytest.fixture(scope="module")
def launched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose six runs have all left their results."""
    folder = tmp_path_factory.mktemp("launched")
    executable(folder / "sbatch.sh", SCRIPT)
    executable(folder / "app", APP)
    (folder / "heracles.toml").write_text(CONFIG)
    with started(folder, "run", "a") as process:
        process.communicate()
    assert process.returncode == 0
    return folder


@pytest.fixture
def sweep(folder: Path, launched: Path) -> Path:
    """The same project somewhere else, in which the test stands."""
    shutil.copytree(launched, folder, dirs_exist_ok=True)
    return folder


def shown(heracles: Heracles, *words: str) -> tuple[str, str]:
    ran = heracles("results", *words)
    assert ran.exit_code == 0
    return ran.out, ran.err


def refused(heracles: Heracles, *words: str) -> str:
    ran = heracles("results", *words)
    assert (ran.exit_code, ran.out) == (2, "")
    return ran.err


def of(heracles: Heracles, index: int, name: str = "metrics.json") -> Path:
    """The file of a product, seen from here."""
    lines = heracles("show", "a", "--json").out.splitlines()
    return Path("runs", "a", json.loads(lines[index])["id"], name)


def test_the_results_beside_what_varies(heracles: Heracles, sweep: Path) -> None:
    assert shown(heracles, "a") == (TABLE, "")
    assert shown(heracles) == (TABLE, "")
    assert shown(heracles, launches(sweep)[-1].id[:15]) == (TABLE, "")


def test_from_another_folder(heracles: Heracles, sweep: Path) -> None:
    (sweep / "deep").mkdir()
    os.chdir(sweep / "deep")
    assert shown(heracles, "a") == (TABLE, "")
    os.chdir("/")
    assert shown(heracles, "-C", str(sweep), "a") == (TABLE, "")


def test_sorted_by_any_column(heracles: Heracles, sweep: Path) -> None:
    def indices(by: str) -> str:
        return "".join(line[0] for line in shown(heracles, "a", by)[0].splitlines()[1:])

    assert indices("--sort=-eval.return") == "543210"
    assert indices("--sort=eval.return") == "012345"
    assert indices("--sort=-seed") == "251403"
    assert indices("--sort=-env") == "345012"
    of(heracles, 4).unlink()
    assert indices("--sort=-eval.return") == "532104"
    assert indices("--sort=eval.return") == "012354"
    assert refused(heracles, "a", "--sort", "return") == (
        "heracles: error: there is no column return\n  --sort: return\n  did you mean eval.return?\n"
    )


def test_means_over_seeds(heracles: Heracles, sweep: Path) -> None:
    of(heracles, 1).unlink()
    of(heracles, 3).unlink()
    of(heracles, 4).unlink()
    assert shown(heracles, "a", "--over", "seed", "--sort=-eval.return") == (
        """\
env      eval.return mean      std  n  steps mean  std  n
Reacher              25.5           1        1000       1
Ant                   2.5  2.82843  2        1000    0  2
""",
        "3 of 6 products have no metrics.json\n",
    )


def test_means_as_csv_and_json(heracles: Heracles, sweep: Path) -> None:
    assert shown(heracles, "a", "--over", "seed", "--csv", "--key", "eval.return")[0] == (
        "env,eval.return.mean,eval.return.std,eval.return.n\n"
        "Ant,2.1666666666666665,2.0816659994661326,3\n"
        "Reacher,17.166666666666668,8.020806277010642,3\n"
    )
    out, _ = shown(heracles, "a", "--over", "seed", "--over", "env", "--json", "--key", "steps")
    assert json.loads(out) == {
        "values": {},
        "indices": [0, 1, 2, 3, 4, 5],
        "results": {"steps": {"mean": 1000.0, "std": 0.0, "n": 6}},
    }


def test_a_key_over_which_nothing_is_alike(heracles: Heracles, sweep: Path) -> None:
    before_axes, _, _ = CONFIG.partition("[sweeps.a.axes]")
    (sweep / "heracles.toml").write_text(f"{before_axes}[sweeps.a.zip.z]\nseed = [1, 2]\nn = [1, 2]\n")
    _, err = shown(heracles, "a", "--over", "seed")
    assert "no two products differ in seed alone, but in n too\n" in err
    assert refused(heracles, "a", "--over", "sed") == (
        "heracles: error: no product has a key sed\n  --over: sed\n  did you mean seed?\n"
    )


def test_as_csv(heracles: Heracles, sweep: Path) -> None:
    of(heracles, 1).write_text('{"eval": {"return": NaN}, "steps": "a,\\"b"}')
    out, err = shown(heracles, "a", "--csv")
    rows = [*csv.reader(out.splitlines())]
    assert rows[0] == ["index", "id", "env", "seed", "eval.return", "steps"]
    assert [row[:1] + row[2:] for row in rows[1:3]] == [
        ["0", "Ant", "1", "0.5", "1000"],
        ["1", "Ant", "2", "nan", 'a,"b'],
    ]
    assert rows[1][1] == of(heracles, 0).parent.name
    assert err == f"1 value of eval.return not finite: {of(heracles, 1)}\n"


def test_as_json(heracles: Heracles, sweep: Path) -> None:
    of(heracles, 1).write_text('{"eval": {"return": NaN}, "steps": {"a": [Infinity]}}')
    of(heracles, 2).unlink()
    found = [json.loads(line) for line in shown(heracles, "a", "--json")[0].splitlines()]
    id_ = of(heracles, 0).parent.name
    assert found[0] == {
        "index": 0,
        "id": id_,
        "overrides": [f"hydra.run.dir=runs/a/{id_}", "env=Ant", "lr=0.1", "seed=1"],
        "values": {"hydra.run.dir": f"runs/a/{id_}", "env": "Ant", "lr": 0.1, "seed": 1},
        "launch": launches(sweep)[-1].id,
        "path": str(sweep / of(heracles, 0)),
        "results": {"eval.return": 0.5, "steps": 1000},
    }
    assert found[1]["results"] == {"eval.return": "nan", "steps": {"a": ["inf"]}}
    assert found[2]["results"] == {"eval.return": None, "steps": None}


def test_only_some_products(heracles: Heracles, sweep: Path) -> None:
    assert shown(heracles, "a", "--only", "env=Ant", "--only", "seed=1,3", "--key", "steps")[0] == (
        "index  seed  steps\n0      1      1000\n2      3      1000\n"
    )
    assert "no product has env=An" in refused(heracles, "a", "--only", "env=An")


def test_another_file(heracles: Heracles, sweep: Path) -> None:
    folder = os.path.dirname(PATH)
    out, err = shown(heracles, "a", "--path", f"{folder}/log.csv", "--key", "loss", "--only", "seed=3")
    assert (out, err) == ("index  env       loss\n2      Ant      2.125\n5      Reacher  5.125\n", "")
    out, err = shown(heracles, "a", "--path", f"{folder}/log.jsonl", "--key", "loss", "--only", "seed=3")
    assert out == "index  env      loss\n2      Ant         2\n5      Reacher     5\n"
    example = of(heracles, 2, "log.jsonl")
    assert err == f"2 files end in a line without an end; the one before it is shown, such as {example}\n"


def test_files_that_nobody_declared(heracles: Heracles, sweep: Path) -> None:
    (sweep / "heracles.toml").write_text("\n".join(line for line in CONFIG.splitlines() if "results" not in line))
    assert (
        refused(heracles, "a")
        == f"""\
heracles: error: nothing says where a leaves its results
  say --path '{PATH}' --key eval.return, or declare in [sweeps.a]
    results = {{ path = "{PATH}", keys = ["eval.return"] }}
"""
    )
    assert refused(heracles, "a", "--path", PATH) == (
        "heracles: error: no key is named of the values to show\n  say which: --key eval.return --key steps\n"
    )
    assert shown(heracles, "a", "--path", PATH, "--key", "eval.return", "--key", "steps") == (TABLE, "")


def test_launches_of_a_script(heracles: Heracles, folder: Path) -> None:
    executable(folder / "sbatch.sh", SCRIPT)
    executable(folder / "app", APP)
    path = "runs/${heracles:sweep}/${heracles:id}/metrics.json"
    assert heracles("sbatch.sh", "-l", "local", "x=1,2").exit_code == 0
    expected = ("index  x  steps\n0      1   1000\n1      2   1000\n", "")
    assert shown(heracles, "sbatch.sh", "--path", path, "--key", "steps") == expected
    assert "say --path" in refused(heracles, "sbatch.sh")
    assert "declare" not in refused(heracles, "sbatch.sh")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (
            "metrics.json",
            "all products share this file, so that only the last one's results are in it\n  --path: metrics.json\n"
            f"  give each its own, by ${{heracles:id}} as in hydra.run.dir: {PATH}\n",
        ),
        (
            "runs/${heracles:launch}/m.json",
            "all products share this file, so that only the last one's results are in it\n"
            "  --path: runs/${heracles:launch}/m.json\n"
            f"  give each its own, by ${{heracles:id}} as in hydra.run.dir: {PATH}\n",
        ),
        ("${heracles:ix}.json", "there is no ${heracles:ix}\n  --path: ${heracles:ix}.json\n"),
        (
            "${now:%Y}/${heracles:id}.json",
            "${now:%Y} is not filled in\n  --path: ${now:%Y}/${heracles:id}.json\n"
            "  only ${heracles:...} is, since what a shell, a job or the application makes of it is not known here\n",
        ),
        (
            "${heracles:id}.txt",
            "results cannot be read from ${heracles:id}.txt\n  --path: ${heracles:id}.txt\n"
            "  its name must end in .json, .jsonl, .ndjson, .csv; compressed files are not read\n",
        ),
    ],
)
def test_a_path_that_cannot_be(heracles: Heracles, sweep: Path, path: str, told: str) -> None:
    assert refused(heracles, "a", "--path", path, "--key", "x").startswith(f"heracles: error: {told}")


def test_what_is_not_as_it_should_be_is_told_once(heracles: Heracles, sweep: Path) -> None:
    of(heracles, 0).unlink()
    of(heracles, 1).write_text('{"eval": {"ret')
    of(heracles, 2).write_text("")
    of(heracles, 3).write_text('{"eval": {"return": Infinity}}')
    of(heracles, 4).write_text("")
    assert shown(heracles, "a") == (
        """\
index  env      seed  eval.return  steps
0      Ant      1
1      Ant      2
2      Ant      3
3      Reacher  1             inf
4      Reacher  2
5      Reacher  3            25.5   1000
""",
        f"""\
1 file is not valid JSON, or not whole yet: {of(heracles, 1)}
2 files are empty, such as {of(heracles, 2)}
1 file has no steps: {of(heracles, 3)}
1 value of eval.return not finite: {of(heracles, 3)}
1 of 6 products have no metrics.json
""",
    )
    _, err = shown(heracles, "a", "--over", "seed")
    assert f"1 value of eval.return left out of means, being no finite numbers: {of(heracles, 3)}\n" in err


def test_a_key_that_no_file_has(heracles: Heracles, sweep: Path) -> None:
    assert shown(heracles, "a", "--key", "eval.retrun")[1] == "no file has eval.retrun; did you mean eval.return?\n"
    assert shown(heracles, "a", "--key", "x")[1] == "no file has x; there is: eval.return, steps\n"
    log = f"{os.path.dirname(PATH)}/log.csv"
    assert shown(heracles, "a", "--path", log, "--key", "x")[1] == (
        "no file has x in the last row; there is: step, loss\n"
    )


def test_a_column_that_is_blank_in_the_last_row(heracles: Heracles, sweep: Path) -> None:
    """As in a log of training whose rows have either what was trained or what was validated."""
    log = of(heracles, 0, "log.csv")
    log.write_text("step,loss\n1,0.5\n2,\n")
    words = ("a", "--path", f"{os.path.dirname(PATH)}/log.csv", "--key", "loss")
    assert shown(heracles, *words)[1] == f"1 file has no loss in the last row: {log}\n"
    assert shown(heracles, *words, "--only", "env=Ant", "--only", "seed=1")[1] == (
        f"no file has loss in the last row: {log}\n"
    )


def test_a_rate_of_success(heracles: Heracles, sweep: Path) -> None:
    for index in range(6):
        of(heracles, index).write_text(json.dumps({"solved": index in {0, 2, 5}}))
    assert shown(heracles, "a", "--key", "solved", "--sort=-solved")[0].splitlines()[1:4] == [
        "0      Ant      1       true",
        "2      Ant      3       true",
        "5      Reacher  3       true",
    ]
    assert shown(heracles, "a", "--key", "solved", "--over", "seed") == (
        "env      solved mean      std  n\nAnt         0.666667  0.57735  3\nReacher     0.333333  0.57735  3\n",
        "",
    )


def test_a_result_that_is_called_like_an_axis(heracles: Heracles, sweep: Path) -> None:
    of(heracles, 0).write_text('{"seed": 7, "steps": 1}')
    words = ("a", "--key", "seed", "--key", "steps", "--only", "env=Ant", "--only", "seed=1,2")
    assert shown(heracles, *words, "--csv")[0].splitlines()[0] == "index,id,seed,results.seed,steps"
    assert shown(heracles, *words, "--sort=-seed")[0] == (
        "index  seed  results.seed  steps\n1      2                    1000\n0      1                7      1\n"
    )


def test_files_that_are_nowhere(heracles: Heracles, sweep: Path) -> None:
    _, err = shown(heracles, "a", "--path", "run/${heracles:id}/metrics.json")
    file = f"run/{of(heracles, 0).parent.name}/metrics.json"
    assert err == f"6 of 6 products have no metrics.json; looked for {file} and the like\n"


def test_products_without_a_launch_are_blank(heracles: Heracles, sweep: Path) -> None:
    (sweep / "heracles.toml").write_text(CONFIG.replace("[1, 2, 3]", "[1, 4]"))
    assert shown(heracles, "a", "--key", "steps") == (
        """\
index  env      seed  steps
0      Ant      1      1000
1      Ant      4
2      Reacher  1      1000
3      Reacher  4
""",
        "4 products are declared no more and left out; --all shows them\n"
        "2 of 4 products have no metrics.json (2 not launched)\n",
    )
    out, err = shown(heracles, "a", "--all", "--key", "eval.return", "--sort", "eval.return")
    assert [line.split()[1:] for line in out.splitlines()[1:]] == [
        ["Ant", "1", "0.5"], ["Ant", "2", "1.5"], ["Ant", "3", "4.5"], ["Reacher", "1", "9.5"],
        ["Reacher", "2", "16.5"], ["Reacher", "3", "25.5"], ["Ant", "4"], ["Reacher", "4"],
    ]  # fmt: skip
    assert err == "2 of 8 products have no metrics.json (2 not launched)\n"


def test_a_sweep_that_was_never_launched(heracles: Heracles, folder: Path) -> None:
    executable(folder / "sbatch.sh", SCRIPT)
    (folder / "heracles.toml").write_text(CONFIG)
    out, err = shown(heracles, "a", "--over", "seed", "--key", "steps")
    assert out == "env      steps mean  std  n\nAnt                       0\nReacher                   0\n"
    assert err == "6 of 6 products have no metrics.json (6 not launched)\n"
    assert not (folder / ".heracles").exists()


def test_an_index_is_that_of_the_launch(heracles: Heracles, folder: Path) -> None:
    """Whoever names files by index finds a product again that has another index today, and no other product's file."""
    executable(folder / "sbatch.sh", SCRIPT)
    executable(folder / "app", '#!/bin/bash\necho "{\\"launch\\": \\"$HERACLES_LAUNCH\\"}" > $HERACLES_INDEX.json\n')
    text = CONFIG.replace(PATH, "${heracles:index}.json").replace('"eval.return", "steps"', '"launch"')
    text = text.replace('["Ant", "Reacher"]', '["Ant"]')
    (folder / "heracles.toml").write_text(text)
    heracles("run", "a")
    (folder / "heracles.toml").write_text(text.replace("[1, 2, 3]", "[3, 2]"))
    assert [line.split()[:2] for line in shown(heracles, "a")[0].splitlines()[1:]] == [["0", "3"], ["1", "2"]]
    (folder / "heracles.toml").write_text(text.replace("[1, 2, 3]", "[7, 2, 3]"))
    heracles("run", "a")
    (folder / "heracles.toml").write_text(text.replace("[1, 2, 3]", "[1, 7]"))
    out, err = shown(heracles, "a")
    assert [len(line.split()) for line in out.splitlines()[1:]] == [2, 3]
    assert "1 product is blank: one that was launched later has the same file, 0.json\n" in err


def test_a_launch_s_own_folder(heracles: Heracles, folder: Path) -> None:
    executable(folder / "sbatch.sh", SCRIPT)
    executable(folder / "app", '#!/bin/bash\necho "{\\"n\\": $RANDOM}" > $HERACLES_LAUNCH-$HERACLES_INDEX.json\n')
    text = CONFIG.replace(PATH, "${heracles:launch}-${heracles:index}.json").replace('"eval.return", "steps"', '"n"')
    (folder / "heracles.toml").write_text(text.replace("runs/${heracles:sweep}/${heracles:id}", "${heracles:launch}"))
    heracles("run", "a")
    heracles("run", "a", "--again", "--only", "seed=2")
    first, second = (launch.id for launch in launches(folder))
    found = [json.loads(line)["launch"] for line in shown(heracles, "a", "--json")[0].splitlines()]
    assert found == [first, second, first, first, second, first]
    (folder / "heracles.toml").write_text((folder / "heracles.toml").read_text().replace("[1, 2, 3]", "[1, 2, 3, 4]"))
    lines = shown(heracles, "a", "--over", "seed")[0].splitlines()
    assert [line.split()[0] for line in lines] == ["env", "Ant", "Reacher"]
    assert [line.split()[-1] for line in lines[1:]] == ["3", "3"]


def test_what_an_earlier_launch_left(heracles: Heracles, sweep: Path) -> None:
    for index in (2, 5):
        os.utime(of(heracles, index), (1e9, 1e9))
    example = of(heracles, 2)
    assert shown(heracles, "a") == (TABLE, f"2 files are older than their products' last launches, such as {example}\n")


def test_nobody_asks_a_scheduler(heracles: Heracles, sweep: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert shown(heracles, "a") == (TABLE, "")


def test_a_heracles_toml_that_is_not_right(heracles: Heracles, sweep: Path) -> None:
    (sweep / "heracles.toml").write_text("sweps = 1\n")
    told = f"heracles: warning: {sweep}/heracles.toml is not looked at: unknown key sweps\n"
    for target in ("a", launches(sweep)[-1].id):
        assert refused(heracles, target).startswith(f"{told}heracles: error: nothing says where ")
        words = ("--path", PATH, "--key", "eval.return", "--key", "steps")
        assert shown(heracles, target, *words) == (TABLE, told)


def test_a_table_that_is_wider_than_a_terminal(heracles: Heracles, sweep: Path) -> None:
    of(heracles, 0).write_text(json.dumps({f"validation/metric_number_{n}": n / 3 for n in range(6)}))
    keys = [word for n in range(6) for word in ("--key", f"validation/metric_number_{n}")]
    out, _ = shown(heracles, "a", "--only", "seed=1", *keys)
    lines = out.splitlines()
    assert max(map(len, lines)) <= 80
    assert [line for line in lines if line.startswith("0")] == [
        "0      Ant                     0          0.333333          0.666667",
        "0      Ant                     1           1.33333           1.66667",
    ]


def test_what_files_hold_does_not_reach_the_terminal_as_it_is(heracles: Heracles, sweep: Path) -> None:
    of(heracles, 0).write_text(json.dumps({"x": "\x1b[2Ja\nb\ud800", "y": "z" * 10_000}))
    out, _ = shown(heracles, "a", "--key", "x", "--key", "y", "--only", "seed=1")
    assert "\\x1b[2Ja\\nb\\ud800" in out
    assert max(map(len, out.splitlines())) <= 80
    assert shown(heracles, "a", "--key", "x", "--csv")[0]


def test_its_help_fits_a_screen(heracles: Heracles, folder: Path) -> None:
    ran = heracles("results", "--help")
    assert ran.exit_code == 0
    assert len(ran.out.splitlines()) <= 36
