"""A charliecloud image with a Hydra application inside: how it is built, cached, and run by hand."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .daemons import scratch_folder
from .provision import Failed, cache, call, one_at_a_time, update_package_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

APPLICATION = Path(__file__).parent / "application"
BOOTSTRAP = ("--variant=minbase", "--include=python3")
PYTHON_PACKAGES = ("hydra-core>=1.3,<1.4",)
PYTHON_FOLDER = "usr/lib/python3/dist-packages"
PROGRAM = ("python3", "/opt/application/main.py")


class Mirror(NamedTuple):
    """Where this machine's apt gets Debian from."""

    address: str
    suite: str


class Record(NamedTuple):
    """What a run of the application left; ``number`` is its place in a multirun of Hydra's own, else None."""

    configuration: Any
    environment: Mapping[str, str]
    number: int | None


class Image(NamedTuple):
    """A folder that ch-run runs."""

    folder: Path

    def command(self, results: Path) -> tuple[str, ...]:
        """Runs the application; overrides go behind it, its record into ``results``."""
        return ("ch-run", f"--bind={results}:/results", str(self.folder), "--", *PROGRAM)

    def multirun(self, words: Sequence[str], results: Path) -> list[Record]:
        """What Hydra itself makes of a sweep, in the order of its jobs."""
        environment = {**os.environ, "USER": getpass.getuser()}
        subprocess.run([*self.command(results), "--multirun", *words], env=environment, check=True)
        return sorted(read_records(results), key=lambda record: record.number or 0)


def read_records(results: Path) -> list[Record]:
    return [Record(**json.loads(path.read_text("utf-8"))) for path in results.glob("*.json")]


def provide_image() -> Image:
    """The image, built if no earlier session did; raises Failed where Debian or PyPI cannot be reached."""
    system = cached(f"debian-{digest(*BOOTSTRAP)}", bootstrap)
    recipe = (Path(__file__).read_text("utf-8"), *(path.read_text("utf-8") for path in application_files()))
    return Image(cached(f"application-{digest(*recipe)}", lambda folder: furnish(folder, system)))


def cached(name: str, build: Callable[[Path], None]) -> Path:
    """The folder ``name`` of the cache; it appears there complete or not at all."""
    folder = cache() / name
    with one_at_a_time():
        if not folder.exists():
            with scratch_folder("unfinished-", cache()) as scratch:
                build(scratch / name)
                (scratch / name).rename(folder)
    return folder


def bootstrap(folder: Path) -> None:
    """A Debian with Python and little else."""
    mirror = debian_mirror()
    call("build a Debian for the container", ["debootstrap", *BOOTSTRAP, mirror.suite, str(folder), mirror.address])


def furnish(folder: Path, system: Path) -> None:
    """``system`` (linked, not copied) with Hydra and the application."""
    call("copy the container's Debian", ["cp", "--archive", "--link", str(system), str(folder)])
    pip = [sys.executable, "-m", "pip", "install", "--no-compile", "--target", str(folder / PYTHON_FOLDER)]
    call("install Hydra into the container", [*pip, *PYTHON_PACKAGES])
    shutil.copytree(APPLICATION, folder / "opt" / "application")
    (folder / "results").mkdir()
    byte_compile = ["chroot", str(folder), "python3", "-m", "compileall", "-q", f"/{PYTHON_FOLDER}", "/opt"]
    call("compile the container's modules", byte_compile)


def debian_mirror() -> Mirror:
    """The first mirror of Debian itself in apt's configuration; raises Failed where there is none."""
    mirrors = list(configured_mirrors())
    if not mirrors:
        update_package_lists()
        mirrors = list(configured_mirrors())
    if not mirrors:
        message = "could not build a Debian for the container: apt knows no mirror of Debian"
        raise Failed(message)
    return mirrors[0]


def configured_mirrors() -> Iterator[Mirror]:
    """Empty until the package lists are there; ``-updates`` and ``-security`` alone are not a whole system."""
    fields = ["--format", "$(SITE) $(CODENAME)", "Created-By: Packages", "Component: main", "Origin: Debian"]
    for line in call("ask apt for its mirrors", ["apt-get", "indextargets", *fields]).splitlines():
        address, suite = line.split()
        if "-" not in suite:
            yield Mirror(address, suite)


def application_files() -> list[Path]:
    return sorted(path for path in APPLICATION.rglob("*") if path.suffix in {".py", ".yaml"})


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
