"""What script, launcher and site make of a launch on Slurm: its terms, its cost, and what speaks against it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import pytest

from heracles.errors import LaunchError, UsageError
from heracles.launchers.base import Cost, SlurmSettings
from heracles.launchers.slurm.agreeing import agree
from heracles.launchers.slurm.hopeless import hopeless
from heracles.script import Script

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from heracles.launchers.base import Agreement, Terms

CONFIGURATION = """\
ClusterName             = here
MaxArraySize            = 1001
MaxJobCount             = 20000
MessageTimeout          = 10 sec
MinJobAge               = 300 sec
SchedulerParameters     = max_script_size=1000000
SLURM_VERSION           = 22.05.8
"""


class Site(NamedTuple):
    """A folder to submit from, and a ``scontrol`` that writes down how it was called."""

    folder: Path

    def configure(self, text: str) -> None:
        scontrol = self.folder / "bin" / "scontrol"
        scontrol.parent.mkdir(exist_ok=True)
        scontrol.write_text(f'#!/bin/sh\necho "$@" >> {self.folder}/calls\ncat <<"EOF"\n{text}EOF\n')
        scontrol.chmod(0o755)

    def calls(self) -> list[str]:
        path = self.folder / "calls"
        return path.read_text().splitlines() if path.exists() else []

    def agree(  # noqa: PLR0913  # a launch has many sides
        self,
        header: str = "",
        *args: str,
        shell: str = "bash",
        body: str = 'python main.py "$@"\n',
        products: int = 10,
        array: bool = True,
        hold: bool = True,
        max_running: int | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Agreement:
        """The agreement for a script with these directives."""
        text = f"#!/bin/{shell}\n" + "".join(f"{line}\n" for line in header.splitlines()) + body
        settings = SlurmSettings(args, array=array, hold=hold, max_running=max_running)
        script = Script("job.sh", text, 0o644, (f"/bin/{shell}",))
        return agree(settings, script, products, str(self.folder), environment or {})

    def terms(self, header: str = "", *args: str, products: int = 10, max_running: int | None = None) -> Terms:
        return self.agree(header, *args, products=products, max_running=max_running).terms


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    site = Site(tmp_path)
    site.configure(CONFIGURATION)
    return site


def faults(site: Site, header: str = "", *args: str, body: str = "main.py\n", max_running: int | None = None) -> str:
    """What a user would read, a line for each part of a fault."""
    with pytest.raises(UsageError) as raised:
        site.agree(header, *args, body=body, max_running=max_running)
    return "\n".join(
        "\n".join((fault.what, *(fault.place or ())[:2], fault.cure)) for fault in raised.value.faults
    )  # fmt: skip


def test_a_shell_that_is_slow_with_long_tables_gets_short_ones(site: Site) -> None:
    site.configure(CONFIGURATION.replace("1001", "100000"))
    assert site.agree(products=50000, shell="bash").terms.per_copy == 50000
    assert site.agree(products=50000, shell="zsh").terms.per_copy == 1001


def test_products_become_the_tasks_of_arrays_as_large_as_the_site_allows(site: Site) -> None:
    terms = site.terms(products=3000)
    assert (terms.per_copy, terms.copy_bytes, terms.own_tasks) == (1001, 1000000 - 1024, 1)
    assert (terms.held, terms.stays_held, terms.lanes, terms.args) == (True, False, (), ())
    assert site.terms(products=1000).per_copy == 1000
    assert site.terms("", "--clusters", "there").cluster == "there"
    assert site.calls() == ["show config", "show config", "--clusters=there show config"]


def test_the_site_is_not_asked_where_no_array_is_made(site: Site) -> None:
    plain = site.agree(array=False).terms
    assert (plain.per_copy, plain.copy_bytes) == (1, 4 * 1024 * 1024)
    assert site.terms(products=1).per_copy == 1
    assert site.terms("#SBATCH -a 0-9").per_copy == 1
    assert site.calls() == []


def test_a_site_without_arrays_gets_plain_jobs(site: Site) -> None:
    site.configure(CONFIGURATION.replace("1001", "0"))
    agreement = site.agree()
    assert agreement.terms.per_copy == 1
    assert agreement.notes == ("this site has no job arrays: each product is a job of its own",)


def test_a_site_that_does_not_answer_is_no_fault_of_the_script(site: Site) -> None:
    site.configure("")
    with pytest.raises(
        LaunchError, match="`scontrol show config` does not tell what heracles needs to know: 'ClusterName'"
    ):
        site.agree()


@pytest.mark.once
@pytest.mark.parametrize(
    ("header", "args", "tasks"),
    [
        ("#SBATCH --array=1-90", (), 90),
        ("#SBATCH -a 0-9:2%3", (), 5),
        ("#SBATCH -Ha1,3,5-7", (), 5),
        ("#SBATCH --array=1-90", ("--arr", "0-3"), 4),
        ("#PBS -t 1-3", (), 3),
        ("#PBS -J 1-4", (), 4),
        ("", ("-a1-2",), 2),
        ("#SBATCH --ignore-pbs\n#PBS -t 1-3", ("--array=1",), 1),
    ],
)
def test_an_array_of_the_scripts_own_is_left_alone(site: Site, header: str, args: tuple[str, ...], tasks: int) -> None:
    agreement = site.agree(header, *args, products=7)
    assert (agreement.terms.per_copy, agreement.terms.own_tasks) == (1, tasks)
    assert agreement.terms.args == args
    assert agreement.cost.tasks == 7 * tasks


def test_max_running_cannot_hold_over_arrays_of_a_scripts_own(site: Site) -> None:
    assert faults(site, "#SBATCH --array=1-90%5", max_running=20) == (
        "max_running cannot hold over the arrays of a script's own\n"
        "job.sh:2\n"
        "#SBATCH --array=1-90%5\n"
        "limit each array, as in --array=1-90%20, and leave max_running out"
    )


def test_all_that_speaks_against_a_launch_is_told_at_once(site: Site) -> None:
    assert faults(site, "#SBATCH --wait --test-only\n#SBATCH --output=logs/%j.out", "-Q", "-Mhere,there", "job.sh") == (
        "sbatch would not return before the job has ended\n"
        "job.sh:2\n"
        "#SBATCH --wait --test-only\n"
        "leave it out\n"
        "sbatch would submit nothing\n"
        "job.sh:2\n"
        "#SBATCH --wait --test-only\n"
        "leave it out: `--dry-run` shows what would be launched\n"
        "sbatch would not say which job it made\n"
        "launcher arguments\n"
        "-Q\n"
        "leave it out\n"
        "sbatch would take this word for the script\n"
        "launcher arguments\n"
        "job.sh\n"
        "write an option and its value as one word: --option=value\n"
        "jobs that may go to any of several clusters could not be found again\n"
        "launcher arguments\n"
        "-Mhere,there\n"
        "name one cluster\n"
        "the folder of --output is missing: Slurm would fail the jobs, without a log\n"
        "job.sh:3\n"
        "#SBATCH --output=logs/%j.out\n"
        "mkdir -p logs"
    )


@pytest.mark.once
@pytest.mark.parametrize("option", ["--wrap=date", "--wrap", "-h", "--help", "--usage", "-V", "--version", "--quiet"])
def test_options_that_sbatch_does_not_submit_with_are_refused_as_arguments(site: Site, option: str) -> None:
    assert f"launcher arguments\n{option}" in faults(site, "", option)
    assert site.terms(f"#SBATCH {option}").per_copy == 10


def test_options_that_change_nothing_are_kept(site: Site) -> None:
    args = ("--parsable", "-v", "--nice=5", "-p", "gpu", "--container-image=x.sqsh", "--plugin=y")
    assert site.terms("#SBATCH --parsable -Q", *args).args == args


VARIABLE = "the script reads the index of an array of its own, which it does not declare\n"


@pytest.mark.once
@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("x=1\nmain.py $SLURM_ARRAY_TASK_ID\n", "job.sh:3\nmain.py $SLURM_ARRAY_TASK_ID"),
        ("f() { echo ${SLURM_ARRAY_JOB_ID}; }\nmain.py\n", "job.sh:2\nf() { echo ${SLURM_ARRAY_JOB_ID}; }"),
        ('((n = SLURM_ARRAY_TASK_ID + 1))\nmain.py "$n"\n', "job.sh:2\n((n = SLURM_ARRAY_TASK_ID + 1))"),
        ("python <<END\nprint($SLURM_ARRAY_TASK_MAX)\nEND\n", "job.sh:3\nprint($SLURM_ARRAY_TASK_MAX)"),
    ],
)
def test_a_script_that_reads_an_array_it_does_not_declare_gets_none(site: Site, body: str, line: str) -> None:
    cure = "array = false in the launcher, or -r=sbatch; or declare the array, as in #SBATCH --array=1-10"
    assert faults(site, body=body) == f"{VARIABLE}{line}\n{cure}"
    assert site.agree(body=body, array=False).terms.per_copy == 1
    assert site.agree(body=body, products=1).terms.per_copy == 1
    assert site.agree("#SBATCH --array=1-3", body=body).terms.own_tasks == 3


def test_a_script_that_cannot_be_followed_is_searched_line_by_line(site: Site) -> None:
    body = "# SLURM_ARRAY_A\nfor f (*.none) rm $f\nmain.py $SLURM_ARRAY_TASK_ID\n"
    assert "job.sh:4\nmain.py $SLURM_ARRAY_TASK_ID" in faults(site, body=body)


def test_a_directive_behind_commands_would_be_lost_behind_a_table(site: Site) -> None:
    assert faults(site, body="main.py\n#PBS -l walltime=1:00:00\n").splitlines() == [
        "this directive stands behind commands, and Slurm would not find it behind the table of an array",
        "job.sh:3",
        "#PBS -l walltime=1:00:00",
        "move it up to the other directives",
    ]


@pytest.mark.once
@pytest.mark.parametrize("body", ["# $SLURM_ARRAY_TASK_ID\nmain.py # SLURM_ARRAY_TASK_ID\n", "main.py $SLURM_JOB_ID\n"])
def test_a_comment_reads_nothing(site: Site, body: str) -> None:
    assert site.agree("#SBATCH -J $SLURM_ARRAY_X", body=body).terms.per_copy == 10


@pytest.mark.once
@pytest.mark.parametrize(
    ("header", "args", "place"),
    [
        ("#SBATCH -n1\n#SBATCH hetjob\n#SBATCH -n2", (), "job.sh:3\n#SBATCH hetjob"),
        ("#SBATCH packjob", (), "job.sh:2\n#SBATCH packjob"),
        ("", ("-n1", ":", "-n2"), "launcher arguments\n:"),
    ],
)
def test_a_heterogeneous_job_is_no_array(site: Site, header: str, args: tuple[str, ...], place: str) -> None:
    what = "a heterogeneous job cannot be an array\n"
    assert faults(site, header, *args) == f"{what}{place}\narray = false in the launcher, or -r=sbatch"
    agreement = site.agree(f"{header}\n#SBATCH --time=60", *args, "--time=60", array=False)
    assert agreement.terms.args == (*args, "--time=60")
    assert agreement.cost == Cost(10, None, None)


def test_arguments_for_the_first_part_of_a_heterogeneous_job_stay_there(site: Site) -> None:
    terms = site.agree("#SBATCH -o log", "-d", "5", ":", "-n2", "-d", "6", array=False).terms
    assert (terms.args, terms.dependency) == (("--output=log_%j", ":", "-n2", "-d", "6"), "5")


def test_the_users_comment_and_dependency_are_those_that_count(site: Site) -> None:
    header = "#SBATCH --comment='one two' --comment=three -d afterok:4"
    terms = site.terms(header)
    assert (terms.comment, terms.dependency, terms.args) == ("three", "afterok:4", ())
    terms = site.terms(header, "-n1", "--comm", "my own", "-HQ1".replace("Q1", "d"), "afterany:5", "--dep=singleton")
    assert (terms.comment, terms.dependency) == ("my own", "singleton")
    assert terms.args == ("-n1", "-H")


def test_a_hold_of_the_users_own_lasts(site: Site) -> None:
    agreement = site.agree("#SBATCH -H")
    assert (agreement.terms.held, agreement.terms.stays_held) == (True, True)
    assert agreement.notes == ("the script asks for --hold: its jobs stay held until you release them",)
    agreement = site.agree("", "--hold", hold=False)
    assert (agreement.terms.held, agreement.terms.stays_held) == (False, True)
    assert agreement.notes == ("the launcher asks for --hold: its jobs stay held until you release them",)


def test_the_environment_overrules_the_script_and_arguments_overrule_both(site: Site) -> None:
    environment = {"SBATCH_TIMELIMIT": "120", "SLURM_CLUSTERS": "there", "SBATCH_GPUS": "1", "SBATCH_CLUSTERS": "x"}
    agreement = site.agree("#SBATCH --time=60 -M here", environment=environment)
    assert (agreement.terms.cluster, agreement.cost) == ("there", Cost(10, 20.0, 20.0))
    agreement = site.agree("#SBATCH --time=60", "-t30", "-Mhere", environment=environment)
    assert (agreement.terms.cluster, agreement.cost) == ("here", Cost(10, 5.0, 5.0))
    assert agreement.notes == (
        "jobs do not inherit SBATCH_CLUSTERS and SLURM_CLUSTERS: all of a launch goes to one cluster",
    )


@pytest.mark.once
@pytest.mark.parametrize("variable", ["SBATCH_CLUSTERS", "SLURM_CLUSTERS"])
def test_the_cluster_of_the_environment_is_agreed_on(site: Site, variable: str) -> None:
    agreement = site.agree(environment={variable: "there"})
    note = f"jobs do not inherit {variable}: all of a launch goes to one cluster"
    assert (agreement.terms.cluster, agreement.notes) == ("there", (note,))
    assert site.calls() == ["--clusters=there show config"]
    with pytest.raises(UsageError, match="jobs that may go to any of several clusters could not be found again"):
        site.agree(environment={variable: "here,there"})


def test_variables_that_would_overrule_the_script_are_told(site: Site) -> None:
    agreement = site.agree(environment={"SBATCH_OUTPUT": "x", "SBATCH_ARRAY_INX": "0-3", "HOME": "/"})
    assert agreement.terms.args == ()
    assert agreement.notes == (
        "SBATCH_ARRAY_INX is set and would overrule the script: it is not passed on",
        "SBATCH_OUTPUT is set and would overrule the script: it is not passed on",
    )


@pytest.mark.once
@pytest.mark.parametrize(
    ("pattern", "in_arrays", "in_jobs"),
    [
        ("run.txt", "run_%A_%a.txt", "run_%j.txt"),
        ("run", "run_%A_%a", "run_%j"),
        ("%x.out", "%x_%A_%a.out", "%x_%j.out"),
        ("run_%A.txt", "run_%A_%a.txt", None),
        ("run_%a.txt", "run_%a_%A.txt", "run_%a_%j.txt"),
        ("run.d/%u-%N", "run.d/%u-%N_%A_%a", "run.d/%u-%N_%j"),
        ("%%j.txt", "%%j_%A_%a.txt", "%%j_%j.txt"),
        ("\\%j.txt", "%%j_%A_%a.txt", "%%j_%j.txt"),
        ("a\\\\%j", "a%%j_%A_%a", "a%%j_%j"),
        ("%j.txt", None, None),
        ("%J", None, None),
        ("%%%05j", None, None),
        ("%8A-%3a", None, None),
        ("/dev/null", None, None),
        ("none", None, None),
    ],
)
@pytest.mark.parametrize("option", ["output", "error"])
def test_logs_do_not_overwrite_each_other(
    site: Site, option: str, pattern: str, in_arrays: str | None, in_jobs: str | None
) -> None:
    (site.folder / "run.d").mkdir()
    for array, mended in ((True, in_arrays), (False, in_jobs)):
        agreement = site.agree("", f"--{option}={pattern}", array=array)
        if mended is None:
            assert (agreement.terms.args, agreement.notes) == ((f"--{option}={pattern}",), ())
        else:
            told = f"logs of the tasks would overwrite each other: --{option}={pattern} becomes {mended}"
            assert agreement.terms.args == (f"--{option}={pattern}", f"--{option}={mended}")
            assert agreement.notes == (told,)


def test_logs_are_mended_once_where_several_tasks_write_them(site: Site) -> None:
    header = "#SBATCH -o run.out -e run.err\n#SBATCH --open-mode=truncate"
    assert site.terms(header).args == ("--output=run_%A_%a.out", "--error=run_%A_%a.err")
    assert site.terms(header, "-o%j").args == ("-o%j", "--error=run_%A_%a.err")
    assert site.terms(header, products=1).args == ()
    assert site.terms(header + "\n#SBATCH -a 1-3", products=1).args == (
        "--output=run_%A_%a.out",
        "--error=run_%A_%a.err",
    )
    assert site.terms(header, "--open-mode=append").args == ("--open-mode=append",)
    assert site.terms("#PBS -o run.out").args == ("--output=run_%A_%a.out",)


MISSING = "the folder of --{} is missing: Slurm would fail the jobs, without a log"


@pytest.mark.once
@pytest.mark.parametrize(
    ("header", "args", "cure"),
    [
        ("#SBATCH -o logs/run_%j.txt", (), "mkdir -p logs"),
        ("#SBATCH -o logs/%x/run_%j.txt", (), "mkdir -p logs"),
        ("#SBATCH -o logs/%%x/run_%j.txt", (), "mkdir -p logs/%x"),
        ("#SBATCH -o 100%/run_%j.txt", (), None),
        ("#SBATCH -o run_%j.txt -e %j/err.txt", (), None),
        ("#SBATCH -o there/run_%j.txt", (), None),
        ("#SBATCH -o there/run_%j.txt", ("-D", "there"), "mkdir -p there/there"),
        ("#SBATCH -o deeper/run_%j.txt -D there", (), None),
        ("#SBATCH -o deeper/run_%j.txt -D there", ("--chdir=.",), "mkdir -p ./deeper"),
    ],
)
def test_the_folder_of_a_log_must_be_there(site: Site, header: str, args: tuple[str, ...], cure: str | None) -> None:
    (site.folder / "there" / "deeper").mkdir(parents=True)
    if cure is None:
        assert site.agree(header, *args).notes == ()
    else:
        told = faults(site, header, *args).splitlines()
        assert (told[0], told[-1]) == (MISSING.format("output"), cure)


def test_a_folder_that_both_logs_miss_is_told_once(site: Site) -> None:
    assert faults(site, "", "-e", "logs/%j.err", "-ologs/%j.out").splitlines() == [
        MISSING.format("output"),
        "launcher arguments",
        "-ologs/%j.out",
        "mkdir -p logs",
    ]


def test_a_folder_elsewhere_may_be_on_the_nodes(site: Site) -> None:
    agreement = site.agree("#SBATCH --error=/scratch-of-nodes/%j.err -D /elsewhere -o logs/%j")
    assert agreement.notes == (
        "/elsewhere/logs, where --output goes, is not there on this machine: a job without it fails",
        "/scratch-of-nodes, where --error goes, is not there on this machine: a job without it fails",
    )


@pytest.mark.once
@pytest.mark.parametrize(
    ("products", "max_running", "lanes"),
    [
        (3000, 50, (17, 17, 16)),
        (3000, 2, (1, 1)),
        (1001, 50, (50,)),
        (1002, 50, (25, 25)),
        (1, 50, (50,)),
        (0, 50, (50,)),
    ],
)
def test_a_limit_over_all_tasks_is_divided_among_lanes(
    site: Site, products: int, max_running: int, lanes: tuple[int, ...]
) -> None:
    assert site.terms(products=products, max_running=max_running).lanes == lanes


def test_plain_jobs_go_one_behind_the_other_in_as_many_lanes_as_may_run(site: Site) -> None:
    assert site.agree(array=False, max_running=3).terms.lanes == (1, 1, 1)
    assert site.agree(array=False, max_running=30).terms.lanes == (3,) * 10


def test_lanes_cannot_be_joined_to_a_dependency_on_any_of_several_jobs(site: Site) -> None:
    with pytest.raises(UsageError) as raised:
        site.agree("", "-d", "afterok:1?afterok:2", array=False, max_running=2)
    (fault,) = raised.value.faults
    assert fault.what == "max_running makes jobs wait for each other, which cannot be joined to a dependency with a ?"
    assert fault.place == ("launcher arguments", "-d afterok:1?afterok:2", None)
    assert fault.cure == "leave max_running out, or wait for all of the jobs: , in place of ?"
    assert site.terms("", "-dafterok:1?afterok:2", max_running=2).lanes == (2,)
    assert site.terms("", "-dafterok:1,afterok:2", products=3000, max_running=2).dependency == "afterok:1,afterok:2"


@pytest.mark.once
@pytest.mark.parametrize(
    ("time", "hours"),
    [
        ("90", 1.5),
        ("30:00", 0.5),
        ("29:01", 0.5),
        ("1:30:00", 1.5),
        ("1-2", 26),
        ("1-2:30", 26.5),
        ("1-2:29:01", 26.5),
        ("0", None),
        ("-1", None),
        ("UNLIMITED", None),
        ("infinite", None),
        ("1:2:3:4", None),
        ("1-", None),
        ("soon", None),
    ],
)
def test_the_time_limit_is_read_in_all_formats(site: Site, time: str, hours: float | None) -> None:
    assert site.agree(f"#SBATCH --time={time}", products=1).cost == Cost(1, hours, 0.0)


def test_without_a_time_limit_the_cost_is_unknown(site: Site) -> None:
    assert site.agree("#SBATCH -G 1").cost == Cost(10, None, None)
    assert site.agree().cost == Cost(10, None, 0.0)


@pytest.mark.once
@pytest.mark.parametrize(
    ("options", "cpus"),
    [
        ("", 1),
        ("-c 8", 8),
        ("-n4 -c2", 8),
        ("-N2", 2),
        ("-N 2-2 --ntasks-per-node=4 -c3", 24),
        ("-N2 -n1", 1),
        ("-n4 --ntasks-per-node=2", 4),
        ("--tasks-per-node=4", 4),
        ("-N 1-2", None),
        ("-N2k", None),
        ("-N1 --exclusive", None),
        ("--exclusive=user -n1", None),
        ("-w node-1 -c8", 8),
        ("-w node-1,node-2 -c8", None),
        ("--cpus-per-gpu=4 -G1", None),
        ("-G 2 -c8", None),
        ("-G 2 -c8 -n1", 8),
        ("-S 1", None),
    ],
)
def test_cpu_hours_follow_from_the_size_of_a_job(site: Site, options: str, cpus: int | None) -> None:
    assert site.agree(f"#SBATCH --time=1:00:00 {options}", products=1).cost.cpu_hours == cpus


@pytest.mark.once
@pytest.mark.parametrize(
    ("options", "gpus"),
    [
        ("--gres=gpu", 1),
        ("--gres=gpu:2", 2),
        ("--gres=gpu:a100", 1),
        ("--gres=gpu:a100:2", 2),
        ("--gres=gpu:a100:2,gpu:v100:1,disk:100", 3),
        ("--gres=disk:100", 0),
        ("--gres=none", 0),
        ("--gres=mps:50", None),
        ("--gres=gpu:2k", None),
        ("--gres=gpu:2 -N3", 6),
        ("--gres=gpu:2 -n3", None),
        ("--gres=gpu:2 -N3 -n3", 6),
        ("-G4", 4),
        ("--gpus=a100:1,v100:2 -N2", 3),
        ("--gpus=a100", None),
        ("--gpus-per-node=2 -N4", 8),
        ("--gpus-per-task=2 -n4", 8),
        ("--gpus-per-task=a100:1 -N2 --ntasks-per-node=4", 8),
        ("--gpus-per-socket=1", None),
        ("--tres-per-task=gres/gpu:1", None),
        ("--gres=gpu:1 -G2", None),
        ("--gres=gpu:1 --exclusive", 1),
    ],
)
def test_gpu_hours_follow_from_any_option_for_gpus(site: Site, options: str, gpus: int | None) -> None:
    assert site.agree(f"#SBATCH --time=1:00:00 {options}", products=1).cost.gpu_hours == gpus


def test_the_cost_is_that_of_all_tasks(site: Site) -> None:
    header = "#SBATCH --time=30 --array=1-90 -c4 --gres=gpu:1"
    assert site.agree(header, products=20).cost == Cost(1800, 3600.0, 900.0)


def test_a_script_for_pbs_says_what_slurm_translates(site: Site) -> None:
    header = "#PBS -l nodes=2:ppn=4,walltime=1:00:00 -t 1-3\n#SBATCH --time=60"
    assert site.agree(header).cost == Cost(30, None, None)
    assert site.agree(header, "--ignore-pbs").cost == Cost(10, 10.0, 0.0)


@pytest.mark.once
@pytest.mark.parametrize(
    "reason",
    [
        "BadConstraints", "PartitionTimeLimit", "PartitionNodeLimit", "InvalidAccount", "InvalidQOS", "QOSNotAllowed",
        "AccountNotAllowed", "DependencyNeverSatisfied", "AssocMaxCpuPerJobLimit", "AssocMaxWallDurationPerJobLimit",
        "QOSMaxWallDurationPerJobLimit", "QOSMaxCpuMinutesPerJobLimit", "QOSMaxGRESPerJob", "QOSMaxMemoryPerNode",
        "QOSMinGRES",
    ],
)  # fmt: skip
def test_reasons_that_never_clear_are_known(reason: str) -> None:
    assert hopeless(reason)


@pytest.mark.once
@pytest.mark.parametrize(
    "reason",
    [
        "", "None", "Priority", "Resources", "JobHeldUser", "JobHeldAdmin", "Dependency", "JobArrayTaskLimit",
        "PartitionDown", "PartitionConfig", "ReqNodeNotAvail", "BeginTime", "Licenses", "QOSMaxJobsPerUserLimit",
        "AssocGrpCpuLimit", "QOSGrpGRES", "AssocMaxJobsLimit", "MaxGRESPerAccount", "QOSMaxNodePerUserLimit",
        "AssocGrpCPUMinutesLimit", "Reservation",
    ],
)  # fmt: skip
def test_reasons_that_clear_with_time_are_waited_for(reason: str) -> None:
    assert not hopeless(reason)


@pytest.mark.once
def test_agreeing_takes_as_long_for_however_many_products(site: Site) -> None:
    assert site.agree("#SBATCH --time=1:00:00", products=10**15, array=False).cost.tasks == 10**15
