"""``heracles check NAME``: the application here, a stand-in that answers as Hydra does, is asked for every value."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING

import pytest

from tests.waiting import wait_until

from .launching import executable, started

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles

pytestmark = pytest.mark.once

APPLICATION = r"""#!/bin/bash
fail() {
  printf '%s\n' "$@" '' 'Set the environment variable HYDRA_FULL_ERROR=1 for a complete stack trace.' >&2
  exit 1
}
echo "$*" >> calls
[ "$1 $2" = '--cfg job' ] || fail 'what?'
shift 2
for word in "$@"; do
  key=${word%%=*} value=${word#*=}
  case $key in
    trainer) case $value in
      single|ddp|fsdp) ;;
      *) fail "In 'config': Could not find 'trainer/$value'" '' "Available options in 'trainer':" \
           $'\tddp' $'\tfsdp' $'\tsingle' 'Config search path:' $'\tprovider=main, path=file:///conf' ;;
    esac ;;
    env.num_envs) case $value in *[!0-9]*) fail "Value '$value' of type 'str' could not be converted to Integer" \
      '    full_key: env.num_envs' ;; esac ;;
    env.name|seed|hydra.run.dir|note) ;;
    *) fail "Could not override '$key'." "Key '${key##*.}' is not in struct" "    full_key: $key" ;;
  esac
done
[ "$#" -ge "${LEAST:-0}" ] || fail 'too few'
echo 'env: {}'
"""
CONFIG = """\
[sweeps.ablation-a]
script = "sbatch.sh"
check = "./app --cfg job"
{more}
[sweeps.ablation-a.axes]
{axes}
"""
AXES = 'env.num_envs = [8, 16]\nenv.name = ["Ant", "Reacher", "Walker"]\ntrainer = ["single", "ddp"]'
NO_SUCH_TRAINER = [
    "  In 'config': Could not find 'trainer/dpp'",
    "  Available options in 'trainer':",
    "  \tddp",
    "  \tfsdp",
    "  \tsingle",
    "  Config search path:",
    "  \tprovider=main, path=file:///conf",
]
"""What Hydra says of it."""


@pytest.fixture
def project(project: Path) -> Path:
    executable(project / "app", APPLICATION)
    declare(project)
    return project


def declare(project: Path, axes: str = AXES, more: str = "") -> None:
    (project / "heracles.toml").write_text(CONFIG.format(axes=axes, more=more))


LOOKING = "looking for the values that are refused"


def refused(heracles: Heracles) -> list[str]:
    """What is said, when all is said."""
    ran = heracles("check", "ablation-a")
    looking, *said = ran.err.splitlines()
    assert (ran.exit_code, looking) == (1, LOOKING)
    return said


def calls(project: Path) -> list[str]:
    return [line.partition("--cfg job ")[2] for line in (project / "calls").read_text().splitlines()]


def test_every_value_is_tried_in_as_few_products_as_the_longest_axis(heracles: Heracles, project: Path) -> None:
    ran = heracles("check", "ablation-a", "--workers", "1")
    assert (ran.exit_code, ran.err) == (0, "3 products checked: every value of 3 axes is accepted\n")
    assert [line.split(" ...")[0] for line in ran.out.splitlines()] == calls(project)
    assert all(line.endswith(" Accepted") for line in ran.out.splitlines())
    tried = {word for call in calls(project) for word in call.split()}
    assert tried == {
        "env.num_envs=8", "env.num_envs=16", "env.name=Ant", "env.name=Reacher", "env.name=Walker",
        "trainer=single", "trainer=ddp",
    }  # fmt: skip


def test_an_unknown_option_is_found_with_the_line_that_has_it(heracles: Heracles, project: Path) -> None:
    declare(project, AXES.replace('"ddp"', '"dpp"'))
    assert refused(heracles) == [
        "heracles: error: the application does not accept trainer=dpp",
        '  heracles.toml:8: sweeps.ablation-a.axes.trainer[1]',
        '    trainer = ["single", "dpp"]',
        "                         ^",
        *NO_SUCH_TRAINER,
        "2 of 3 products accepted",
    ]  # fmt: skip


def test_all_that_is_wrong_is_found_at_once(heracles: Heracles, project: Path) -> None:
    declare(project, AXES.replace('"ddp"', '"dpp"').replace("16]", '"many"]'))
    said = refused(heracles)
    assert [line for line in said if "error: " in line] == [
        "heracles: error: the application does not accept env.num_envs=many",
        "heracles: error: the application does not accept trainer=dpp",
    ]
    assert said[-2:] == ["2 errors", "2 of 3 products accepted"]


def test_values_of_which_the_same_is_said_are_one_error(heracles: Heracles, project: Path) -> None:
    executable(project / "app", '#!/bin/sh\ncase "$*" in *[67]*) echo "six and seven are taken" >&2; exit 1; esac\n')
    declare(project, "a = [5, 6, 7, 8]\nb = [1, 2]")
    said = refused(heracles)
    assert said[0] == "heracles: error: the application does not accept a=6, a=7"
    assert said[-2:] == ["  six and seven are taken", "2 of 4 products accepted"]


def test_a_misspelt_key_is_found_though_no_product_is_accepted(heracles: Heracles, project: Path) -> None:
    declare(project, AXES.replace("env.num_envs", "env.num_env"))
    assert refused(heracles) == [
        "heracles: error: the application does not accept any value of env.num_env, such as env.num_env=8",
        "  heracles.toml:6: sweeps.ablation-a.axes.env.num_env",
        "    env.num_env = [8, 16]",
        "        ^",
        "  Could not override 'env.num_env'.",
        "  Key 'num_env' is not in struct",
        "      full_key: env.num_env",
        "0 of 3 products accepted",
    ]


def test_behind_a_misspelt_key_the_other_values_are_looked_at(heracles: Heracles, project: Path) -> None:
    declare(project, AXES.replace("env.num_envs", "env.num_env").replace('"ddp"', '"dpp"'))
    assert [line for line in refused(heracles) if "error: " in line] == [
        "heracles: error: the application does not accept any value of env.num_env, such as env.num_env=8",
        "heracles: error: the application does not accept trainer=dpp",
    ]


def test_one_random_seed_stands_for_all(heracles: Heracles, project: Path) -> None:
    declare(project, 'trainer = ["single", "dpp", "ddp"]', "seeds = 50")
    assert refused(heracles)[0] == "heracles: error: the application does not accept trainer=dpp"
    declare(project, "env.name = ['Ant']", "seeds = { key = 'sed', count = 50 }")
    assert refused(heracles)[0].startswith("heracles: error: the application does not accept any value of sed, such as")


def test_what_is_excluded_is_never_tried(heracles: Heracles, project: Path) -> None:
    declare(
        project, AXES, "exclude = [{ 'env.name' = 'Ant', trainer = 'ddp' }, { 'env.num_envs' = 8, trainer = 'ddp' }]"
    )
    assert heracles("check", "ablation-a").exit_code == 0
    assert not any("ddp" in call and ("Ant" in call or "=8" in call) for call in calls(project))


def test_each_variant_is_tried(heracles: Heracles, project: Path) -> None:
    variants = ['overrides = ["note=a"]\naxes = { trainer = ["single", "dpp"] }', 'overrides = ["notes=b"]']
    more = "".join(f"\n[[sweeps.ablation-a.variants]]\n{variant}" for variant in variants)
    declare(project, "env.name = ['Ant', 'Walker']", "")
    (project / "heracles.toml").write_text((project / "heracles.toml").read_text() + more)
    assert [line for line in refused(heracles) if "error: " in line] == [
        "heracles: error: the application does not accept trainer=dpp",
        "heracles: error: the application does not accept notes=b",
    ]


def test_a_misspelt_override_that_does_not_vary(heracles: Heracles, project: Path) -> None:
    declare(project, more='overrides = ["notes=x"]')
    assert refused(heracles)[:2] == [
        "heracles: error: the application does not accept notes=x",
        '  heracles.toml:4: sweeps.ablation-a.overrides[0]',
    ]  # fmt: skip


def test_a_command_that_fails_in_any_case_is_told_once(heracles: Heracles, project: Path) -> None:
    executable(project / "app", "#!/bin/sh\necho 'no such image' >&2\nexit 255\n")
    assert refused(heracles) == [
        "heracles: error: the check fails whatever the values are: ./app --cfg job",
        "  no such image",
        "0 of 3 products accepted",
    ]


def test_a_silent_failure_is_told_by_its_exit_code(heracles: Heracles, project: Path) -> None:
    executable(project / "app", "#!/bin/sh\nexit 7\n")
    assert "  it failed with exit code 7, and says nothing" in heracles("check", "ablation-a").err.splitlines()


def test_values_that_are_refused_only_together(heracles: Heracles, project: Path) -> None:
    executable(project / "app", '#!/bin/sh\ncase "$*" in *"a=1 b=1"*) echo "not both" >&2; exit 1; esac\n')
    declare(project, "a = [1, 2, 3]\nb = [1, 2]")
    assert refused(heracles)[0] == "heracles: error: the application does not accept a=1 b=1 together"


def test_a_sweep_without_a_check_says_which_line_to_add(heracles: Heracles, project: Path) -> None:
    (project / "heracles.toml").write_text('[sweeps.ablation-a]\nscript = "sbatch.sh"\naxes = { a = [1] }\n')
    ran = heracles("check", "ablation-a")
    assert (ran.exit_code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "heracles: error: the sweep ablation-a has no check, the command that tells what the application accepts",
        "  heracles.toml:1: sweeps.ablation-a",
        "    [sweeps.ablation-a]",
        "            ^",
        "  write what prints the configuration, in [sweeps.ablation-a]: "
        'check = "singularity exec --nv app.sif main.py --cfg job"',
    ]


@pytest.mark.parametrize(
    "command",
    [
        '${REHEARSE-echo} singularity exec --nv app.sif python main.py "$@"',
        'singularity exec --bind "$SCRATCH:/scratch" app.sif main.py',
        "singularity exec \\\n    app.sif main.py",
        "singularity exec --bind '/my data' app.sif main.py",
        "OMP_NUM_THREADS=1 singularity exec app.sif main.py",
        "srun singularity exec app.sif main.py",
        f"singularity exec {'--bind /data ' * 20}app.sif main.py",
    ],
)
def test_a_command_that_needs_its_shell_or_its_job_is_no_check(command: str, heracles: Heracles, project: Path) -> None:
    (project / "sbatch.sh").write_text(f"#!/bin/bash\n{command}\n")
    (project / "heracles.toml").write_text('[sweeps.ablation-a]\nscript = "sbatch.sh"\naxes = { a = [1] }\n')
    assert heracles("check", "ablation-a").err.splitlines()[-1] == (
        "  write what prints the configuration, in [sweeps.ablation-a]: "
        'check = "singularity exec app.sif /proj/main.py --cfg job"; '
        'what needs a shell goes into a script, whose "$@" are the overrides'
    )


def test_a_command_that_is_not_there(heracles: Heracles, project: Path) -> None:
    (project / "app").unlink()
    ran = heracles("check", "ablation-a")
    assert ran.exit_code == 2
    assert ran.err.splitlines() == [
        "heracles: error: there is no command ./app, which check calls",
        "  heracles.toml:3: sweeps.ablation-a.check",
        '    check = "./app --cfg job"',
        "            ^",
        "  is it installed, and on PATH?",
    ]


def test_a_command_of_the_defaults_that_is_not_there(heracles: Heracles, project: Path) -> None:
    text = '[defaults]\nscript = "sbatch.sh"\ncheck = "./none"\n[sweeps.ablation-a]\naxes = { a = [1] }\n'
    (project / "heracles.toml").write_text(text)
    assert heracles("check", "ablation-a").err.splitlines()[1] == "  heracles.toml:3: defaults.check"


def test_words_replace_what_is_declared(heracles: Heracles, project: Path) -> None:
    ran = heracles("check", "ablation-a", "env.name=Ant", "note=${heracles:sweep}", "--workers=1")
    assert ran.exit_code == 0, ran.err
    assert calls(project)[0] == "env.num_envs=8 env.name=Ant trainer=single note=ablation-a"
    assert len(calls(project)) == 2


def test_it_runs_where_the_file_is(heracles: Heracles, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "below").mkdir()
    monkeypatch.chdir("below")
    assert heracles("check", "ablation-a").exit_code == 0


def test_variables_of_a_job_are_those_here(heracles: Heracles, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNS", "my runs; x")
    monkeypatch.delenv("SLURM_JOB_ID", raising=False)
    word = "hydra.run.dir=__env(RUNS)__/__env(SLURM_JOB_ID)__"
    ran = heracles("check", "ablation-a", "env.name=Ant", "env.num_envs=8", "trainer=ddp", word)
    assert ran.exit_code == 0, ran.err
    assert ran.err.splitlines() == [
        "SLURM_JOB_ID is set in jobs alone: 1 stands for it here",
        "1 product checked: all overrides are accepted",
    ]
    assert calls(project) == ["env.num_envs=8 env.name=Ant trainer=ddp hydra.run.dir=my runs; x/1"]


def test_a_variable_that_is_not_set_here(heracles: Heracles, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUNS", raising=False)
    ran = heracles("check", "ablation-a", "note=x__env(RUNS)__")
    assert (ran.exit_code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "heracles: error: RUNS is not set here, where the job is not",
        "  argument 1: note=x__env(RUNS)__",
        "                   ^",
        "  set it for the check: env RUNS=... heracles check ablation-a",
    ]
    assert not (project / "calls").exists()


def test_products_as_json_lines(heracles: Heracles, project: Path) -> None:
    declare(project, AXES.replace('"ddp"', '"dpp"'))
    ran = heracles("check", "ablation-a", "--json")
    objects = {each["index"]: each for each in map(json.loads, ran.out.splitlines())}
    assert ran.exit_code == 1
    assert len(objects) == 3
    assert sorted(each["accepted"] for each in objects.values()) == [False, True, True]
    [refused] = [each for each in objects.values() if not each["accepted"]]
    assert refused["values"]["trainer"] == "dpp"
    assert refused["refusal"].startswith("In 'config': Could not find 'trainer/dpp'\nAvailable")
    assert all(each["refusal"] is None for each in objects.values() if each["accepted"])
    assert "heracles: error: the application does not accept trainer=dpp" in ran.err


def test_many_run_at_a_time(heracles: Heracles, project: Path) -> None:
    """Each of the three waits for the two others."""
    waiting = 'touch "began.$$"; until [ "$(ls began.* | wc -l)" -ge 3 ]; do sleep 0.01; done'
    executable(project / "app", f"#!/bin/sh\n{waiting}\n")
    assert heracles("check", "ablation-a", "--workers=3").exit_code == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_all_that_runs(number: signal.Signals, project: Path) -> None:
    executable(project / "app", '#!/bin/sh\necho $$ > "began.$$"\nexec sleep 60\n')
    checking = started(project, "check", "ablation-a", "--workers=2")
    wait_until(lambda: len(list(project.glob("began.*"))) == 2)
    checking.send_signal(number)
    out, err = checking.communicate(timeout=20)
    assert (checking.returncode, out, err) == (130, "", "heracles: interrupted\n")
    pids = [int(path.suffix[1:]) for path in project.glob("began.*")]
    assert [pid for pid in pids if os.path.exists(f"/proc/{pid}")] == []


CONF = 'overrides = ["trainer=glob(*)"]\nconfig_dir = "conf"'
HERE = ["ddp", "fsdp", "single"]


def globbing(project: Path, options: list[str], more: str = CONF) -> None:
    (project / "conf" / "trainer").mkdir(parents=True)
    for option in options:
        (project / "conf" / "trainer" / f"{option}.yaml").touch()
    declare(project, 'env.name = ["Ant"]', more)


def errors(heracles: Heracles) -> list[str]:
    ran = heracles("check", "ablation-a")
    return [line for line in ran.err.splitlines() if "glob()" in line and "selects among" not in line]


def test_a_glob_is_compared_with_what_the_application_lists(heracles: Heracles, project: Path) -> None:
    globbing(project, HERE)
    ran = heracles("check", "ablation-a")
    assert ran.exit_code == 0, ran.err
    assert ran.err.splitlines()[-1] == "3 products checked: every value of 1 axis is accepted"


def test_options_that_a_glob_did_not_see_are_named(heracles: Heracles, project: Path) -> None:
    globbing(project, HERE[:1])
    ran = heracles("check", "ablation-a")
    assert ran.exit_code == 1
    assert ran.err.splitlines()[1:] == [
        "heracles: error: glob() misses what the application has: trainer=fsdp, trainer=single",
        "  heracles.toml:4: sweeps.ablation-a.overrides[0]",
        "    trainer=glob(*)",
        "            ^",
        "  no file of conf is that option: name the options one by one",
        "1 of 1 product accepted",
    ]


def test_options_that_its_pattern_leaves_out_are_not_missed(heracles: Heracles, project: Path) -> None:
    globbing(project, ["single"], CONF.replace("*", "s*"))
    assert errors(heracles) == []


def test_options_that_only_a_glob_sees_are_named(heracles: Heracles, project: Path) -> None:
    globbing(project, [*HERE, "old"])
    assert errors(heracles) == [
        "heracles: error: glob() selects what the application does not have: trainer=old",
    ]


def test_an_application_that_lists_nothing_is_no_proof(heracles: Heracles, project: Path) -> None:
    executable(project / "app", "#!/bin/sh\n")
    globbing(project, HERE)
    assert errors(heracles) == [
        "heracles: error: glob() could not be compared: the application does not list the options of trainer",
    ]


def test_options_of_another_group_are_no_proof(heracles: Heracles, project: Path) -> None:
    """The application lists those of the first group that lacks an option: here of trainer, for every product."""
    executable(project / "app", APPLICATION.replace("env.name|seed", "env.name|optimizer|seed"))
    (project / "conf" / "optimizer").mkdir(parents=True)
    (project / "conf" / "optimizer" / "sgd.yaml").touch()
    declare(project, 'trainer = "dpp"', CONF.replace("trainer", "optimizer"))
    ran = heracles("check", "ablation-a")
    assert ran.err.splitlines()[2:] == [
        "heracles: error: the application does not accept trainer=dpp",
        "  heracles.toml:7: sweeps.ablation-a.axes.trainer",
        '    trainer = "dpp"',
        "              ^",
        *NO_SUCH_TRAINER,
        "0 of 1 product accepted",
    ]
