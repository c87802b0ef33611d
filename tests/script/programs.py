"""Stand-ins for the programs that scripts run: they write down the arguments that reach them."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RECORDER = """\
#!/bin/sh
printf '%s\\0' "${0##*/}" "$@" > "$RECORDS/$$"
"""

STARTER = """\
#!/bin/sh
# Takes off its own options and operands, and becomes the program that they are followed by.
name=${0##*/}
operands=0
[ "$1" = --context ] && shift 2
case $name in
    singularity | apptainer)
        case $1 in exec) operands=1 ;; *) exec "${0%/*}/image" "$@" ;; esac
        shift ;;
    conda | uv | poetry | accelerate)
        case $1 in run | launch) shift ;; *) exec "${0%/*}/image" "$@" ;; esac ;;
    docker)
        case $1 in run) operands=1 ;; *) exec "${0%/*}/image" "$@" ;; esac
        shift ;;
    ch-run | ssh) operands=1 ;;
esac
while :; do
    case $1 in
        --) shift; break ;;
        --bind | --env | --pwd | --nproc_per_node | --cpu-bind | -B | -b | -n | -N | -v | -p | -np) shift 2 ;;
        -*) shift ;;
        *=*) export "$1"; shift ;;
        *) [ "$operands" = 0 ] && break; operands=$((operands - 1)); shift ;;
    esac
done
case $name in
    ssh) exec bash -c "$*" ;;
    torchrun | accelerate) exec python "$@" ;;
esac
exec "$@"
"""

RUN_ONE = 'cd "$0" && HOME="$0" RECORDS="$0/.records" exec "$@"'

RECORDERS = (
    "app.sif", "git", "image", "julia", "main.py", "make", "matlab", "module", "nvidia-smi", "parallel", "pip",
    "prepare", "python", "python3", "rsync", "Rscript", "sbatch", "srun-only", "train", "wget",
)  # fmt: skip
STARTERS = (
    "accelerate", "apptainer", "ch-run", "conda", "docker", "mpirun", "numactl", "poetry", "singularity", "srun",
    "ssh", "sudo", "torchrun", "uv", "xvfb-run",
)  # fmt: skip


class Copy(NamedTuple):
    """A script to be run in a directory of its own, and the shell that runs it."""

    directory: Path
    shell: str
    name: str


class Record(NamedTuple):
    """One program that ran, and the arguments that reached it."""

    program: str
    arguments: tuple[str, ...]


def install(directory: Path) -> None:
    """Writes the stand-ins into a directory that goes on PATH."""
    for names, text in ((RECORDERS, RECORDER), (STARTERS, STARTER)):
        for name in names:
            (directory / name).write_text(text)
            (directory / name).chmod(0o755)


def run(copies: Sequence[Copy], stand_ins: Path) -> list[list[Record]]:
    """Runs copies, two at a time, with the stand-ins before the system's programs; who got what, for each copy."""
    for copy in copies:
        (copy.directory / ".records").mkdir()
    environment = {"PATH": f"{stand_ins}:/usr/bin:/bin", "STAND_INS": str(stand_ins)}
    ended = subprocess.run(
        ["xargs", "-0", "-n", "3", "-P", "2", "sh", "-c", RUN_ONE],
        input=b"".join(os.fsencode(word) + b"\0" for copy in copies for word in copy),
        env=environment, capture_output=True, timeout=100, check=False,
    )  # fmt: skip
    assert b"yntax" not in ended.stderr, ended.stderr
    return [[_record(path) for path in (copy.directory / ".records").iterdir()] for copy in copies]


def _record(path: Path) -> Record:
    program, *arguments, _ = path.read_bytes().split(b"\0")
    return Record(os.fsdecode(program), tuple(map(os.fsdecode, arguments)))
