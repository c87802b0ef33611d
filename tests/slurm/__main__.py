"""``python -m tests.slurm [COMMAND ...]`` runs COMMAND, or else a shell, with a scratch cluster at hand."""

from __future__ import annotations

import subprocess
import sys

from .cluster import running_cluster
from .provision import provide


def main() -> int:
    provide()
    with running_cluster() as cluster:
        return subprocess.call(sys.argv[1:] or ["bash"], env=dict(cluster.environment))


if __name__ == "__main__":
    sys.exit(main())
