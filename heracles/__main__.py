"""How heracles starts: as a command, as a module, as one file, and as the folder of a clone.

This file keeps to a syntax that any Python 3 reads, so that an old one is told what is needed.
"""

import gc
import os
import sys

OLDEST = (3, 9)
COLLECTED_AFTER = 100_000
"""Of how many new values Python looks which are garbage: nearly all that a command makes is kept, or has no circles."""


def main():  # type: () -> int
    _open_what_is_closed()
    if sys.version_info < OLDEST:
        found = "{}.{}".format(*sys.version_info[:2])
        sys.stderr.write(f"heracles: error: heracles needs Python 3.9 or later; this is Python {found}\n")
        return 2
    gc.set_threshold(COLLECTED_AFTER)
    _find_package()
    from heracles import cli  # noqa: PLC0415

    return cli.main(sys.argv[1:])


def _open_what_is_closed():  # type: () -> None
    """Keeps the places of streams that were closed (``>&-``) from files, into which programs would write else."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)  # the lowest that is free, which is this one's
            os.set_inheritable(descriptor, True)
            setattr(sys, name, os.fdopen(descriptor, "r" if name == "stdin" else "w"))


def _find_package():  # type: () -> None
    """Makes ``import heracles`` work where Python was given this folder instead of the module's name."""
    if not __package__:
        folder = os.path.dirname(os.path.abspath(__file__))
        sys.path[:] = [os.path.dirname(folder)] + [entry for entry in sys.path if entry != folder]


if __name__ == "__main__":
    sys.exit(main())
