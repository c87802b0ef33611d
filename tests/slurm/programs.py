"""The programs that make up a scratch cluster, each with its command line and the sign that it is up."""

from __future__ import annotations

import signal
import subprocess
from typing import TYPE_CHECKING

from .daemons import Program

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .configuration import Layout

WAIT_AND_REAP = '"$@" & wait'
"""For bash as the first process of slurmd's namespace, where it inherits the job steps that slurmd leaves behind."""


def munged(layout: Layout, environment: Mapping[str, str]) -> Program:
    """The cluster's own munged, with its own key: no service of the machine is touched."""
    folder = layout.munge_socket.parent
    options = (
        f"--key-file={layout.munge_key}",
        f"--socket={layout.munge_socket}",
        f"--pid-file={folder}/pid",
        f"--seed-file={folder}/seed",
        f"--log-file={folder}/log",
    )
    command = ("munged", "--foreground", *options)
    return Program("munged", command, layout.log("munged"), environment, layout.munge_socket.exists)


def mariadb_install(layout: Layout) -> list[str]:
    """Makes the database; root is known by the socket, without a password.

    A MariaDB that starts deletes what it takes for left over from an earlier one, so each has a tmpdir of its own.
    """
    return [
        "mariadb-install-db",
        "--no-defaults",
        "--user=root",
        "--auth-root-authentication-method=socket",
        "--auth-root-socket-user=root",
        "--skip-test-db",
        f"--datadir={layout.database}",
        f"--tmpdir={layout.folder}",
    ]


def mariadbd(layout: Layout, environment: Mapping[str, str]) -> Program:
    """MariaDB on a socket alone, without its usual care for what is on disk."""
    options = (
        "--no-defaults",
        "--user=root",
        f"--datadir={layout.database}",
        f"--tmpdir={layout.folder}",
        f"--socket={layout.database_socket}",
        f"--pid-file={layout.folder}/mariadbd.pid",
        "--skip-networking",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-buffer-pool-size=64M",
    )
    command = ("mariadbd", *options)
    return Program("mariadbd", command, layout.log("mariadbd"), environment, layout.database_socket.exists)


def slurmdbd(layout: Layout, environment: Mapping[str, str]) -> Program:
    """The accounting daemon; MYSQL_UNIX_PORT is how MariaDB's client library is told of another socket."""
    return Program(
        "slurmdbd",
        ("slurmdbd", "-D"),
        layout.log("slurmdbd"),
        {**environment, "MYSQL_UNIX_PORT": str(layout.database_socket)},
        lambda: succeeds(environment, "sacctmgr", "--noheader", "list", "cluster"),
    )


def slurmctld(layout: Layout, environment: Mapping[str, str]) -> Program:
    return Program(
        "slurmctld",
        ("slurmctld", "-D", "-f", str(layout.slurm_conf)),
        layout.log("slurmctld"),
        environment,
        lambda: succeeds(environment, "scontrol", "ping"),
    )


def slurmd(layout: Layout, environment: Mapping[str, str]) -> Program:
    """The node's daemon in a process namespace of its own: when it ends, so do all jobs that it started."""
    namespace = ("unshare", "--pid", "--mount-proc", "--fork", "--kill-child")
    return Program(
        "slurmd",
        (*namespace, "bash", "-c", WAIT_AND_REAP, "init", "slurmd", "-D", "-f", str(layout.slurm_conf)),
        layout.log("slurmd"),
        environment,
        lambda: prints(environment, "idle", "sinfo", "--noheader", "--partition=debug", "--format=%T"),
        stop_signal=signal.SIGKILL,
    )


def succeeds(environment: Mapping[str, str], *command: str) -> bool:
    return subprocess.run(command, env=dict(environment), capture_output=True, check=False).returncode == 0


def prints(environment: Mapping[str, str], text: str, *command: str) -> bool:
    ran = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    return ran.stdout.strip() == text
