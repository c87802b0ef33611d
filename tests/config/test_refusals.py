"""What is said of a heracles.toml that is TOML, but does not declare what it should."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from heracles import __version__, config, grammar
from heracles.config import writing
from heracles.errors import Place, UsageError
from tests.config.declaring import faults
from tests.config.telling import block, refusal, told, write

if TYPE_CHECKING:
    from pathlib import Path


def test_an_unknown_key_is_answered_with_the_nearest(folder: Path) -> None:
    declared = """
        [sweeps.ablation-a]
        script = "sbatch.sh"
        ovverides = ["a=1"]
    """
    assert refusal(folder, declared) == block("""
        unknown key ovverides
          heracles.toml:4: sweeps.ablation-a.ovverides
            ovverides = ["a=1"]
            ^
          did you mean overrides?
    """)


def test_what_stands_for_values_in_a_word_is_no_typed_value(folder: Path) -> None:
    declared = """
        [sweeps.a]
        script = "sbatch.sh"
        axes.lr = "__logspace(1e-5,1e-2,4)__"
        zip.p = { a = ["__init__", "__env(A)__"], seed = [1, "__randseed:2__"] }
    """
    assert refusal(folder, declared) == block("""
        __logspace(1e-5,1e-2,4)__ would be passed on as this text: typed values are what they are
          heracles.toml:4: sweeps.a.axes.lr
            axes.lr = "__logspace(1e-5,1e-2,4)__"
                      ^
          write it among the overrides: overrides = ["lr=__logspace(1e-5,1e-2,4)__"]
        __randseed:2__ would be passed on as this text: typed values are what they are
          heracles.toml:5: sweeps.a.zip.p.seed[1]
            zip.p = { a = ["__init__", "__env(A)__"], seed = [1, "__randseed:2__"] }
                                                                 ^
          write it among the overrides: overrides = ["seed=__randseed:2__"]
    """)


def test_a_key_of_the_sweep_that_got_among_the_axes_is_no_axis(folder: Path) -> None:
    declared = """
        [sweeps.ablation-a]
        script = "sbatch.sh"

        [sweeps.ablation-a.axes]
        lr = [0.1, 0.01]
        seeds = 5
    """
    assert refusal(folder, declared) == block("""
        seeds is a key of the sweep, and stands among its axes
          heracles.toml:7: sweeps.ablation-a.axes.seeds
            seeds = 5
            ^
          move it above the header of the axes; if it is a key of the application, write overrides = ["seeds=..."]
    """)


def test_a_key_that_is_like_no_other_is_answered_with_all(folder: Path) -> None:
    assert refusal(folder, "job_name = 'ppo'") == block("""
        unknown key job_name
          heracles.toml:1: job_name
            job_name = 'ppo'
            ^
          known here: minimum_heracles_version, default_launcher, confirm_above, defaults, launchers, sweeps
    """)


def test_a_wrong_type_is_shown_with_what_was_probably_meant(folder: Path) -> None:
    declared = """
        [launchers]
        few = { kind = "local", workers = "4" }
    """
    assert refusal(folder, declared) == block("""
        workers must be a whole number, not the string "4"
          heracles.toml:3: launchers.few.workers
            few = { kind = "local", workers = "4" }
                                              ^
          write: workers = 4
    """)


def test_all_faults_are_told_at_once_in_the_order_of_the_file(folder: Path) -> None:
    declared = """
        default_launcher = "lokal"
        [sweeps.ablation-a]
        launcher = 5
        overrides = "lr=1"
        [sweeps.ablation-a.axes]
        env.num_envs = []
        day = 2024-01-01
        "env.num_envs" = 8
        [launchers.cluster]
        kind = "slrum"
    """
    assert refusal(folder, declared) == block("""
        there is no launcher lokal
          heracles.toml:2: default_launcher
            default_launcher = "lokal"
                               ^
          did you mean local? there is: local, slurm, cluster
        sweeps.ablation-a has no script
          heracles.toml:3: sweeps.ablation-a
            [sweeps.ablation-a]
                    ^
          write: script = "sbatch.sh"
        launcher must be a string, not 5
          heracles.toml:4: sweeps.ablation-a.launcher
            launcher = 5
                       ^
          write: launcher = "5"
        overrides must be a list, not the string "lr=1"
          heracles.toml:5: sweeps.ablation-a.overrides
            overrides = "lr=1"
                        ^
          write: overrides = ["lr=1"]
        an axis without values makes no products
          heracles.toml:7: sweeps.ablation-a.axes.env.num_envs
            env.num_envs = []
                           ^
          give it values, or take it out
        2024-01-01 is a date or time, which Hydra does not know
          heracles.toml:8: sweeps.ablation-a.axes.day
            day = 2024-01-01
                  ^
          write it in quotes: "2024-01-01"
        kind must be local, slurm or command, not the string "slrum"
          heracles.toml:11: launchers.cluster.kind
            kind = "slrum"
                   ^
          write: kind = "slurm"
    """)


def test_a_launcher_that_nobody_declares(folder: Path) -> None:
    assert faults(folder, 'launcher = "clustr"\n[launchers.cluster]\nkind = "slurm"') == [
        (
            "there is no launcher clustr",
            "heracles.toml:3: sweeps.a.launcher",
            "did you mean cluster? there is: local, slurm, cluster",
        )
    ]


def test_a_launcher_with_a_fault_is_not_said_to_be_missing(folder: Path) -> None:
    (fault,) = faults(folder, 'launcher = "few"\n[launchers.few]\nkind = "lokal"')
    assert fault[0] == 'kind must be local, slurm or command, not the string "lokal"'


@pytest.mark.parametrize(
    ("declared", "what", "path", "cure"),
    [
        ("seeds = 0", "seeds must be 1 or more, not 0", "seeds", "write: seeds = 5"),
        (
            "seeds = true",
            "seeds must be a number of seeds, a list of seeds, a table or false, not true",
            "seeds",
            "write: seeds = 5",
        ),
        ("seeds = []", "seeds is empty", "seeds", "write: seeds = 5"),
        ('seeds = [1, "2"]', 'seeds[1] must be a whole number, not the string "2"', "seeds[1]", "write: 2"),
        ("seeds = { count = 0 }", "count must be 1 or more, not 0", "seeds.count", "write: count = 5"),
        ('seeds = { kye = "s" }', "unknown key kye", "seeds.kye", "did you mean key?"),
        (
            "seeds = { range = 5 }",
            "unknown key range",
            "seeds.range",
            "known here: key, count, values, array",
        ),
        (
            "seeds = { count = 5, values = [1] }",
            "seeds takes one of count, values and array",
            "seeds",
            'write: seeds = { count = 5 }   or: seeds = { values = [1, 2, 3] }   or: seeds = { array = "1-90" }',
        ),
        (
            "seeds = {}",
            "seeds takes one of count, values and array",
            "seeds",
            'write: seeds = { count = 5 }   or: seeds = { values = [1, 2, 3] }   or: seeds = { array = "1-90" }',
        ),
        ("entropy = 0.5", "entropy must be a whole number or a string, not 0.5", "entropy", "write: entropy = 42"),
        (
            'placement = "arg"',
            'placement must be append or args, not the string "arg"',
            "placement",
            'write: placement = "args"',
        ),
        (
            'overrides = "a=1"',
            'overrides must be a list, not the string "a=1"',
            "overrides",
            'write: overrides = ["a=1"]',
        ),
        ("overrides = [5]", "overrides[0] must be a string, not 5", "overrides[0]", 'write: "5"'),
        (
            "description = []",
            "description must be a string, not a list",
            "description",
            'write: description = "a first try"',
        ),
        ("axes = 5", "axes must be a table, not 5", "axes", "begin it with a header: [sweeps.a.axes]"),
        ("axes.a = {}", "an empty table names no key", "axes.a", "a dict that is a value stands inside a list: [{}]"),
        (
            "axes.a = [1, { b = [07:32:00] }]",
            "07:32:00 is a date or time, which Hydra does not know",
            "axes.a[1]",
            'write it in quotes: "07:32:00"',
        ),
        (
            'axes."~x" = [1]',
            "~x deletes a key, which has no values",
            'axes."~x"',
            'write it among the overrides: overrides = ["~x"]',
        ),
    ],
)
def test_what_a_sweep_cannot_declare(folder: Path, declared: str, what: str, path: str, cure: str) -> None:
    assert faults(folder, declared) == [(what, f"heracles.toml:3: sweeps.a.{path}", cure)]


@pytest.mark.parametrize(
    ("declared", "path", "word"),
    [
        ('overrides = ["x=1", "lr=[1"]', "overrides[1]", "lr=[1"),
        ('axes."a b" = 1', 'axes."a b"', "a b=1"),
        ('axes."a=b" = [1]', 'axes."a=b"', None),
        ('axes.hydra.mode = "MULTIRUN"', "axes.hydra.mode", "hydra.mode=MULTIRUN"),
        ('axes.hydra.job.name = ["a", "b"]', "axes.hydra.job.name", "hydra.job.name=a,b"),
        ('seeds = { key = "hydra.seed", count = 2 }', "seeds.key", "hydra.seed=1,2"),
    ],
)
def test_what_the_command_line_refuses_is_refused(folder: Path, declared: str, path: str, word: str | None) -> None:
    ((what, where, _),) = faults(folder, declared)
    assert where == f"heracles.toml:3: sweeps.a.{path}"
    if word is not None:
        with pytest.raises(UsageError, match=re.escape(what)):
            grammar.parse([(word, Place("argument 1"))])


@pytest.mark.parametrize(
    ("declared", "key", "first", "second"),
    [
        ('axes.a.b = 1\naxes."a.b" = [2]', "a.b", "3: sweeps.a.axes.a.b", '4: sweeps.a.axes."a.b"'),
        ('axes.lr = [2]\naxes."+lr" = [3]', "lr", "3: sweeps.a.axes.lr", '4: sweeps.a.axes."+lr"'),
        ('overrides = ["+lr=1"]\naxes.lr = [2]', "lr", "3: sweeps.a.overrides[0]", "4: sweeps.a.axes.lr"),
        ('overrides = ["lr=1", "lr=2"]', "lr", "3: sweeps.a.overrides[0]", "3: sweeps.a.overrides[1]"),
        ("axes.seed = [1]\nseeds = 5", "seed", "3: sweeps.a.axes.seed", "4: sweeps.a.seeds"),
        (
            'overrides = ["s=1"]\nseeds = { key = "s", values = [1] }',
            "s",
            "3: sweeps.a.overrides[0]",
            "4: sweeps.a.seeds.values",
        ),
    ],
)
def test_a_key_that_is_given_twice(folder: Path, declared: str, key: str, first: str, second: str) -> None:
    what = f"{key} is given twice: here and in heracles.toml:{first}"
    assert faults(folder, declared) == [(what, f"heracles.toml:{second}", "keep one of the two")]


@pytest.mark.parametrize(
    ("launcher", "what", "path", "cure"),
    [
        ("{}", "launchers.x has no kind", "", 'write: kind = "local"'),
        ("5", "x must be a table, not 5", "", "begin it with a header: [launchers.x]"),
        ('{ kind = ["slurm"] }', "kind must be local, slurm or command, not a list", ".kind", 'write: kind = "local"'),
        ('{ kind = "command" }', "launchers.x has no command", "", 'write: command = "qsub -V"'),
        ('{ kind = "command", command = "" }', "command is empty", ".command", 'write: command = "qsub -V"'),
        (
            '{ kind = "command", command = "a", keep = 1 }',
            "keep must be true or false, not 1",
            ".keep",
            "write: keep = true",
        ),
        (
            '{ kind = "slurm", args = "-n1" }',
            'args must be a list, not the string "-n1"',
            ".args",
            'write: args = ["-n1"]',
        ),
        (
            '{ kind = "slurm", sbatch = "x" }',
            "unknown key sbatch",
            ".sbatch",
            "known here: kind, args, array, hold, max_running, max_queued",
        ),
        ('{ kind = "slurm", max_runing = 5 }', "unknown key max_runing", ".max_runing", "did you mean max_running?"),
        ('{ kind = "local", array = true }', "unknown key array", ".array", "known here: kind, workers"),
        (
            '{ kind = "slurm", array = "true" }',
            'array must be true or false, not the string "true"',
            ".array",
            "write: array = true",
        ),
        ('{ kind = "slurm", array = 1 }', "array must be true or false, not 1", ".array", "write: array = true"),
        (
            '{ kind = "slurm", array = "1-9" }',
            'array must be true or false, not the string "1-9"',
            ".array",
            "write: array = false",
        ),
        ('{ kind = "slurm", hold = 0 }', "hold must be true or false, not 0", ".hold", "write: hold = false"),
        ('{ kind = "slurm", hold = [] }', "hold must be true or false, not a list", ".hold", "write: hold = false"),
        (
            '{ kind = "slurm", max_running = 0 }',
            "max_running must be 1 or more, not 0",
            ".max_running",
            "write: max_running = 50",
        ),
        (
            '{ kind = "slurm", max_running = "20" }',
            'max_running must be a whole number, not the string "20"',
            ".max_running",
            "write: max_running = 20",
        ),
        (
            '{ kind = "slurm", max_queued = -1 }',
            "max_queued must be 1 or more, not -1",
            ".max_queued",
            "write: max_queued = 500",
        ),
        (
            '{ kind = "slurm", max_queued = 5.5 }',
            "max_queued must be a whole number, not 5.5",
            ".max_queued",
            "write: max_queued = 500",
        ),
        (
            '{ kind = "local", workers = true }',
            "workers must be a whole number, not true",
            ".workers",
            "write: workers = 4",
        ),
    ],
)
def test_what_a_launcher_cannot_be(folder: Path, launcher: str, what: str, path: str, cure: str) -> None:
    write(folder, f"launchers.x = {launcher}")
    with pytest.raises(UsageError) as caught:
        config.load("heracles.toml")
    (fault,) = caught.value.faults
    assert (fault.what, fault.cure) == (what, cure)
    assert fault.place is not None
    assert fault.place.label == f"heracles.toml:1: launchers.x{path}"


@pytest.mark.parametrize(
    ("limits", "what", "path", "cure"),
    [
        (
            "1000",
            "confirm_above must be a table, not 1000",
            "",
            "write: confirm_above = { tasks = 1000, gpu_hours = 100 }",
        ),
        ("{ task = 5 }", "unknown key task", ".task", "did you mean tasks?"),
        ("{ cpu_time = 5 }", "unknown key cpu_time", ".cpu_time", "known here: tasks, gpu_hours"),
        ("{ tasks = 0 }", "tasks must be 1 or more, not 0", ".tasks", "write: tasks = 1000"),
        ("{ tasks = 0.5 }", "tasks must be a whole number, not 0.5", ".tasks", "write: tasks = 1000"),
        ("{ gpu_hours = 0 }", "gpu_hours must be more than 0, not 0", ".gpu_hours", "write: gpu_hours = 100"),
        ("{ gpu_hours = -0.5 }", "gpu_hours must be more than 0, not -0.5", ".gpu_hours", "write: gpu_hours = 100"),
        ("{ gpu_hours = inf }", "gpu_hours must be a finite number, not inf", ".gpu_hours", "write: gpu_hours = 100"),
        ("{ gpu_hours = true }", "gpu_hours must be a number, not true", ".gpu_hours", "write: gpu_hours = 100"),
        (
            '{ gpu_hours = "24" }',
            'gpu_hours must be a number, not the string "24"',
            ".gpu_hours",
            "write: gpu_hours = 24",
        ),
    ],
)
def test_what_cannot_be_a_limit(folder: Path, limits: str, what: str, path: str, cure: str) -> None:
    write(folder, f"confirm_above = {limits}")
    with pytest.raises(UsageError) as caught:
        config.load("heracles.toml")
    (fault,) = caught.value.faults
    assert (fault.what, fault.cure) == (what, cure)
    assert fault.place is not None
    assert fault.place.label == f"heracles.toml:1: confirm_above{path}"


def test_defaults_that_are_no_table(folder: Path) -> None:
    assert refusal(folder, "defaults = 5") == block("""
        defaults must be a table, not 5
          heracles.toml:1: defaults
            defaults = 5
                       ^
          write: defaults = { script = "sbatch.sh" }
    """)


@pytest.mark.parametrize("command", ["qsub -V | tee log", "cd x && qsub", "qsub $OPTIONS", "qsub 'x", " "])
def test_a_command_that_needs_a_shell_is_answered_with_how_to_write_it(folder: Path, command: str) -> None:
    write(folder, f'[launchers.x]\nkind = "command"\ncommand = "{command}"')
    with pytest.raises(UsageError) as caught:
        config.load("heracles.toml")
    (fault,) = caught.value.faults
    assert fault.place is not None
    assert fault.place[:2] == ("heracles.toml:3: launchers.x.command", command)
    assert fault.cure == (
        'write words: command = "qsub -V"; what needs a shell goes into a script, whose "$1" is the file'
    )


def test_a_key_that_slipped_under_the_axes(folder: Path) -> None:
    declared = """
        [sweeps.a]
        [sweeps.a.axes]
        lr = [1]
        script = "s.sh"
    """
    assert refusal(folder, declared) == block("""
        sweeps.a has no script
          heracles.toml:2: sweeps.a
            [sweeps.a]
                    ^
          it stands under [sweeps.a.axes]: move it above that header
    """)


@pytest.mark.parametrize(("table", "kind"), [("sweeps", "sweep"), ("launchers", "launcher")])
def test_a_name_that_cannot_be_a_word(folder: Path, table: str, kind: str) -> None:
    for name in ("a b", "-a", "../a", "a/b", ""):
        write(folder, f'{table}."{name}" = {{ script = "s.sh" }}')
        with pytest.raises(UsageError) as caught:
            config.load("heracles.toml")
        first = caught.value.faults[0]
        assert first.what == f'"{name}" cannot be the name of a {kind}'
        assert first.cure == "a name has letters, digits, - _ and ., the first of them a letter, a digit or _"


def test_a_file_for_a_newer_heracles_is_refused_before_its_keys(folder: Path) -> None:
    declared = """
        minimum_heracles_version = "99.1"
        not_known_yet = 5
    """
    assert refusal(folder, declared) == block(f"""
        the file needs heracles 99.1 or later, this is {__version__}
          heracles.toml:2: minimum_heracles_version
            minimum_heracles_version = "99.1"
                                       ^
          install it with: pip install --upgrade heracles-sweep
    """)


def test_a_minimum_version_that_is_none(folder: Path) -> None:
    assert refusal(folder, 'minimum_heracles_version = ">=1"') == block(f"""
        >=1 is not a version of heracles
          heracles.toml:1: minimum_heracles_version
            minimum_heracles_version = ">=1"
                                       ^
          write: minimum_heracles_version = "{__version__}"
    """)


@pytest.mark.parametrize("minimum", ["0", "0.0.9", __version__, f"{__version__}.0"])
def test_a_minimum_version_that_is_met(folder: Path, minimum: str) -> None:
    write(folder, f'minimum_heracles_version = "{minimum}"')
    assert config.load("heracles.toml").sweeps == ()


KEYS = st.sampled_from(
    [
        "sweeps",
        "launchers",
        "a",
        "kind",
        "command",
        "script",
        "axes",
        "seeds",
        "zip",
        "variants",
        "exclude",
        "check",
        "key",
        "count",
        "values",
        "overrides",
        "entropy",
        "placement",
        "args",
        "keep",
        "workers",
        "array",
        "hold",
        "max_running",
        "tasks",
        "gpu_hours",
        "default_launcher",
        "launcher",
        "int",
        "slurm",
        "a b",
        "[key]",
    ]
)
SCALARS = st.one_of(
    st.booleans(),
    st.integers(-1, 3),
    st.floats(allow_nan=False),
    st.sampled_from(["local", "slurm", "command", "append", "a=1", "a=1,2", "a", "", "b=[", "~a", "x | y"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)
LAUNCHERS = st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=4) | VALUES, max_size=2)
SWEEPS = st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=6) | VALUES, max_size=2)
FILES = st.fixed_dictionaries(
    {},
    optional={
        "launchers": LAUNCHERS,
        "sweeps": SWEEPS,
        "x": VALUES,
        "default_launcher": VALUES,
        "confirm_above": VALUES,
        "defaults": st.dictionaries(KEYS, VALUES, max_size=6) | VALUES,
    },
)


@pytest.mark.once
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES)
def test_whatever_it_holds_it_is_loaded_or_refused_in_our_words(folder: Path, data: dict[str, Any]) -> None:
    text = "".join(f"{writing.key(key)} = {writing.value(value)}\n" for key, value in data.items())
    (folder / "heracles.toml").write_text(text)
    try:
        assert [sweep.name for sweep in config.load("heracles.toml").sweeps] == list(data.get("sweeps", {}))
    except UsageError as refused:
        error = refused
    else:
        return
    assert all(fault.place and fault.cure for fault in error.faults)
    assert not [word for word in ("Input should", "pydantic", "Value error", "is not right") if word in told(error)]
