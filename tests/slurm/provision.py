"""Which Debian packages the Slurm tests need, and how the missing ones are installed."""

from __future__ import annotations

import fcntl
import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = (
    "munge",
    "mariadb-server-core",
    "mariadb-client-core",
    "slurmctld",
    "slurmd",
    "slurmdbd",
    "slurm-client",
    "charliecloud-runtime",
    "debootstrap",
)


class Unavailable(Exception):
    """This machine cannot run the Slurm tests, and the message says why."""


class Failed(Exception):
    """Something that the Slurm tests needed could not be fetched or started."""


def provide() -> None:
    """Installs what is missing; raises Unavailable where that is not possible, Failed where it went wrong."""
    if not is_debian():
        message = "the Slurm tests install Debian's packages, and this is not Debian"
        raise Unavailable(message)
    if os.geteuid() != 0:
        message = "the Slurm tests need root: they install packages and start slurmd"
        raise Unavailable(message)
    with one_at_a_time():
        missing = missing_packages()
        if missing:
            install(missing)


def cache() -> Path:
    """The folder of what later sessions need not make again."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "heracles-tests"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Inside the block no other session is, which would install or build the same."""
    with (cache() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text("utf-8").splitlines()


def missing_packages() -> list[str]:
    return [package for package in PACKAGES if not is_installed(package)]


def is_installed(package: str) -> bool:
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(query, capture_output=True, text=True, check=False).stdout == "installed"


def install(packages: list[str]) -> None:
    update_package_lists()
    call("install " + " ".join(packages), ["apt-get", "install", "--yes", "--no-install-recommends", *packages])


def update_package_lists() -> None:
    call("update the package lists", ["apt-get", "update"])


def call(purpose: str, command: list[str]) -> str:
    """What ``command`` prints; raises Failed with its last lines where it does not succeed."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(command, env=environment, input="", capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        last_lines = "\n".join((ran.stdout + ran.stderr).splitlines()[-20:])
        message = f"could not {purpose}\n{' '.join(command)}\n{last_lines}"
        raise Failed(message)
    return ran.stdout


if __name__ == "__main__":
    provide()
