"""A scratch Slurm with accounting: how it is brought up, and how tests talk to it."""

from __future__ import annotations

import getpass
import os
import subprocess
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from . import programs
from .configuration import CGROUP_CONF, CLUSTER_NAME, DEFAULTS, Layout, Settings, new_layout, slurm_conf, slurmdbd_conf
from .daemons import Daemon, running, scratch_folder, wait_until
from .provision import call

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

ACTIVE_STATES = {"PENDING", "CONFIGURING", "RUNNING", "SUSPENDED", "STOPPED", "COMPLETING", "REQUEUED"}
VARIABLES_OF_OTHERS = ("SLURM", "SBATCH", "SQUEUE", "SACCT", "SCANCEL", "SINFO", "HERACLES", "HYDRA")
SYSTEM_FOLDERS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Task(NamedTuple):
    """One line of squeue; ``id`` as Slurm prints it (``12``, or ``12_3`` in an array)."""

    id: str
    state: str
    partition: str
    folder: str

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE_STATES


class Cluster(NamedTuple):
    """A running cluster; ``environment`` is what its clients need."""

    layout: Layout
    environment: Mapping[str, str]
    accounting: Daemon
    controller: Daemon
    name: str = CLUSTER_NAME

    def call(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Runs a client of Slurm to its end, and leaves the judgement to the caller."""
        return subprocess.run(command, env=dict(self.environment), capture_output=True, text=True, check=False)

    def read(self, *command: str) -> str:
        """What a client of Slurm prints; raises CalledProcessError where it fails."""
        ran = self.call(*command)
        ran.check_returncode()
        return ran.stdout

    def tasks(self, folder: Path) -> list[Task]:
        """The tasks that were submitted from ``folder``, those that ended in the last minutes among them."""
        answer = self.read("squeue", "--noheader", "--array", "--states=all", "--format=%i|%T|%P|%Z")
        tasks = (Task(*line.split("|", 3)) for line in answer.splitlines())
        return [task for task in tasks if task.folder == str(folder)]

    def wait_for_tasks(self, folder: Path, seconds: float = 60) -> list[Task]:
        """The tasks that were submitted from ``folder``, when none of them waits or runs any more."""
        wait_until(lambda: not self._active(folder), seconds, f"the jobs of {folder} end", pause=0.25)
        return self.tasks(folder)

    def cancel_tasks(self, folder: Path) -> None:
        active = self._active(folder)
        if active:
            self.read("scancel", *active)
            self.wait_for_tasks(folder)

    @contextmanager
    def submit_limit(self, tasks: int, user: str = "root") -> Iterator[None]:
        """Inside the block ``user`` may have no more than ``tasks`` tasks in the queue."""
        modify = ("sacctmgr", "--immediate", "modify", "user", user, "set")
        self.read(*modify, f"MaxSubmitJobs={tasks}")
        try:
            yield
        finally:
            self.read(*modify, "MaxSubmitJobs=-1")

    def _active(self, folder: Path) -> list[str]:
        return [task.id for task in self.tasks(folder) if task.is_active]


@contextmanager
def running_cluster(settings: Settings = DEFAULTS) -> Iterator[Cluster]:
    """A cluster of its own, up and idle inside the block; several can run at once."""
    with ExitStack() as stack:
        folder = stack.enter_context(scratch_folder("heracles-slurm-"))
        layout = stack.enter_context(new_layout(folder))
        environment = client_environment(layout)
        prepare(layout, settings)
        stack.enter_context(running(programs.munged(layout, environment)))
        stack.enter_context(running(programs.mariadbd(layout, environment)))
        accounting = stack.enter_context(running(programs.slurmdbd(layout, environment)))
        register(environment)
        controller = stack.enter_context(running(programs.slurmctld(layout, environment)))
        stack.enter_context(running(programs.slurmd(layout, environment)))
        yield Cluster(layout, environment, accounting, controller)


def client_environment(layout: Layout) -> dict[str, str]:
    """This process's environment, less what another Slurm or heracles put there; ch-run asks for USER."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(VARIABLES_OF_OTHERS)}
    path = f"{kept.get('PATH', '')}:{SYSTEM_FOLDERS}".lstrip(":")
    return {**kept, "PATH": path, "USER": getpass.getuser(), "SLURM_CONF": str(layout.slurm_conf)}


def prepare(layout: Layout, settings: Settings) -> None:
    """Writes what the daemons read before their first start."""
    layout.munge_key.parent.mkdir()
    write_secret(layout.munge_key, os.urandom(128))
    write_secret(layout.slurmdbd_conf, slurmdbd_conf(layout).encode())
    layout.slurm_conf.write_text(slurm_conf(layout, settings), "utf-8")
    (layout.folder / "cgroup.conf").write_text(CGROUP_CONF, "utf-8")
    (layout.folder / "state").mkdir()
    (layout.folder / "spool").mkdir()
    call("make a database", programs.mariadb_install(layout))


def write_secret(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


def register(environment: Mapping[str, str]) -> None:
    """Makes the cluster known to the accounting, without which slurmctld does not start."""
    add = ["sacctmgr", "--immediate", "add", "cluster", CLUSTER_NAME]
    subprocess.run(add, env=dict(environment), capture_output=True, check=True)
