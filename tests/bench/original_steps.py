"""The steps of the first heracles in a bare script: read, expand, write; the yardstick of the bench."""

import itertools
import random
import re
import sys
import time


def main() -> None:
    path, *words = sys.argv[1:]
    random.seed(time.time())
    with open(path) as file:
        text = file.read().rstrip("\n")
    axes = []
    for word in words:
        key, _, values = word.partition("=")
        axes.append([f"{key}={value}" for value in re.split(",", values)])
    stem, _, suffix = path.rpartition(".")
    for index, product in enumerate(itertools.product(*axes)):
        with open(f"{stem}_hydra{index}.{suffix}", "w") as file:
            file.write(f"{text} {' '.join(product)}\n")


main()
