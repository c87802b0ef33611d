"""A Hydra application that leaves its resolved configuration in /results, one JSON file a run."""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path

import hydra
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig, OmegaConf

RESULTS = Path("/results")
RECORDED_VARIABLES = ("HERACLES_", "SLURM_JOB_ID", "SLURM_ARRAY_")


@hydra.main(version_base="1.3", config_path="conf", config_name="config")
def main(configuration: DictConfig) -> None:
    record = {
        "configuration": OmegaConf.to_container(configuration, resolve=True),
        "environment": {name: value for name, value in os.environ.items() if name.startswith(RECORDED_VARIABLES)},
        "number": number_in_multirun(),
    }
    write_at_once(RESULTS / f"{uuid.uuid4()}.json", json.dumps(record))


def number_in_multirun() -> int | None:
    job = HydraConfig.get().job
    return None if OmegaConf.is_missing(job, "num") else job.num


def write_at_once(path: Path, text: str) -> None:
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(text, "utf-8")
    unfinished.rename(path)


if __name__ == "__main__":
    main()
