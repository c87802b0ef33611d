"""Where a scratch cluster lives, and the configuration files that its daemons read."""

from __future__ import annotations

import random
import socket
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

CLUSTER_NAME = "heracles"
DATABASE_NAME = "slurm_acct_db"
CGROUP_CONF = "CgroupPlugin=cgroup/v1\n"
"""cgroup.conf(5): slurmd does not look for control groups then, which nothing here uses, and which may not be there."""
FIRST_JOB_ID = 700001
"""So that a job's id in some output is no other number."""


class Settings(NamedTuple):
    """What a test may want to differ in; the node claims ``cpus`` and ``memory`` (MiB) that it need not have.

    slurmctld forgets a job ``min_job_age`` seconds after its end; ``enforce_part_limits`` is ALL where it refuses what
    a partition's limits do not allow, and NO where such a job waits for ever.
    """

    max_array_size: int = 1001
    max_job_count: int = 20000
    min_job_age: int = 300
    enforce_part_limits: str = "NO"
    cpus: int = 64
    memory: int = 262144


DEFAULTS = Settings()

SMALL_ARRAYS = Settings(max_array_size=4)
"""A site where an array has four tasks at most."""

FULL = Settings(max_array_size=4, max_job_count=6, min_job_age=2, enforce_part_limits="ALL")
"""A site with room for six jobs in its controller, where each that ended is forgotten after seconds."""


class Layout(NamedTuple):
    """The places that belong to one cluster; ``folder`` can be read by every user."""

    folder: Path
    controller_port: int
    node_port: int
    accounting_port: int

    @property
    def slurm_conf(self) -> Path:
        return self.folder / "slurm.conf"

    @property
    def slurmdbd_conf(self) -> Path:
        return self.folder / "slurmdbd.conf"

    @property
    def munge_key(self) -> Path:
        return self.folder / "munge" / "key"

    @property
    def munge_socket(self) -> Path:
        return self.folder / "munge" / "socket"

    @property
    def database(self) -> Path:
        return self.folder / "database"

    @property
    def database_socket(self) -> Path:
        return self.folder / "database.socket"

    def log(self, program: str) -> Path:
        return self.folder / f"{program}.out"


@contextmanager
def new_layout(folder: Path) -> Iterator[Layout]:
    """A layout whose ports belong to no other cluster for as long as the block lasts."""
    with ExitStack() as claims:
        yield Layout(folder, *free_ports(3, claims))


def free_ports(count: int, claims: ExitStack) -> list[int]:
    """Free TCP ports below those that the kernel gives to clients: none is taken while its daemon is stopped."""
    first_of_clients = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text("ascii").split()[0])
    candidates = random.SystemRandom().sample(range(10000, max(20000, first_of_clients)), k=1000)
    free = (port for port in candidates if is_free(port, claims))
    return [next(free) for _ in range(count)]


def is_free(port: int, claims: ExitStack) -> bool:
    """Whether nobody listens there, nor will: a name that the kernel forgets when we end says that it is taken."""
    claim = claims.enter_context(socket.socket(socket.AF_UNIX))
    with socket.socket() as listener:
        try:
            listener.bind(("", port))
            claim.bind(f"\0heracles-tests-{port}")
        except OSError:
            return False
    return True


def slurmdbd_conf(layout: Layout) -> str:
    """slurmdbd.conf(5); MariaDB knows root by its socket, so there is no password."""
    return f"""\
AuthType=auth/munge
AuthInfo=socket={layout.munge_socket}
DbdHost=localhost
DbdPort={layout.accounting_port}
SlurmUser=root
StorageType=accounting_storage/mysql
StorageHost=localhost
StorageUser=root
StorageLoc={DATABASE_NAME}
LogFile={layout.folder}/slurmdbd.log
PidFile={layout.folder}/slurmdbd.pid
"""


def slurm_conf(layout: Layout, settings: Settings) -> str:
    """slurm.conf(5); of its partitions ``debug`` runs jobs, ``short`` those of 10 minutes at most, ``closed`` refuses
    them, ``down`` never starts them.
    """
    host = socket.gethostname().partition(".")[0]
    return f"""\
ClusterName={CLUSTER_NAME}
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={layout.controller_port}
SlurmdPort={layout.node_port}
AuthType=auth/munge
AuthInfo=socket={layout.munge_socket}
ProctrackType=proctrack/linuxproc
ReturnToService=2
SlurmUser=root
SlurmdUser=root
StateSaveLocation={layout.folder}/state
SlurmdSpoolDir={layout.folder}/spool
SlurmctldPidFile={layout.folder}/slurmctld.pid
SlurmdPidFile={layout.folder}/slurmd.pid
SlurmctldLogFile={layout.folder}/slurmctld.log
SlurmdLogFile={layout.folder}/slurmd.log
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=localhost
AccountingStoragePort={layout.accounting_port}
AccountingStoragePass={layout.munge_socket}
AccountingStorageEnforce=limits
JobAcctGatherType=jobacct_gather/linux
MaxArraySize={settings.max_array_size}
FirstJobId={FIRST_JOB_ID}
MaxJobCount={settings.max_job_count}
MinJobAge={settings.min_job_age}
EnforcePartLimits={settings.enforce_part_limits}
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=1000,bf_interval=1,default_queue_depth=10000
NodeName={host} NodeAddr=127.0.0.1 CPUs={settings.cpus} RealMemory={settings.memory} State=UNKNOWN
PartitionName=debug Nodes=ALL Default=YES MaxTime=INFINITE State=UP
PartitionName=short Nodes=ALL MaxTime=10 State=UP
PartitionName=closed Nodes=ALL MaxTime=INFINITE State=DRAIN
PartitionName=down Nodes=ALL MaxTime=INFINITE State=DOWN
"""
