"""Programs of Slurm that go wrong, in front of the real ones on PATH."""

from __future__ import annotations

import shutil
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from .counting import Counted

TIMED_OUT = "Batch job submission failed: Socket timed out on send/recv operation"

PROGRAM = """\
#!/bin/bash
# the real program, but at some of the calls that are counted
real={real}
calls={calls}
case " $* " in
{counted}) ;;
*) exec "$real" "$@" ;;
esac
echo "$*" >> "$calls"
number=$(wc -l < "$calls")
case " {at} " in
*" all "* | *" $number "*) ;;
*) exec "$real" "$@" ;;
esac
{happens}
"""


class Fault(NamedTuple):
    """What happens, in bash, at the ``at``-th calls of ``program`` (from 1; none: all) with the ``counted`` word.

    ``"$real" "$@"`` is the call as it should have been.
    """

    program: str
    happens: str
    at: tuple[int, ...] = (2,)
    counted: str = "*"

    def put_before(self, project: Counted) -> Counted:
        """The project, in an environment with the fault in it."""
        path = project.environment["PATH"]
        real = shutil.which(self.program, path=path)
        assert real
        program = self.calls(project).with_name(self.program)
        program.parent.mkdir()
        program.write_text(self._text(real, str(self.calls(project))))
        program.chmod(0o755)
        return project.under({"PATH": f"{program.parent}:{path}"})

    def _text(self, real: str, calls: str) -> str:
        at = " ".join(map(str, self.at)) or "all"
        return PROGRAM.format(real=quote(real), calls=quote(calls), counted=self.counted, at=at, happens=self.happens)

    def calls(self, project: Counted) -> Path:
        """Where the words of each counted call go, a line each."""
        return project.folder / f"{self.program}-at-fault" / "calls"


def sbatch(*lines: str, at: tuple[int, ...] = (2,)) -> Fault:
    return Fault("sbatch", "\n".join(lines), at)


SUBMIT = '"$real" "$@" > /dev/null || exit'
SAY_TIMED_OUT = f'echo "sbatch: error: {TIMED_OUT}" >&2; exit 1'
SUBMIT_LATER = """\
cp "${{@: -1}}" "$calls.$number"
(sleep {seconds}; exec "$real" "${{@:1:$#-1}}" "$calls.$number") > /dev/null 2>&1 &"""
"""With the script as it is now, which a client reads before it connects."""
WELCOME = 'echo "Welcome to the cluster! 3 days without an outage."'
HOURS_LEFT = 'echo "Your project has 1234 hours left."'
A_NUMBER = "echo 4711"
PASS_ON = '"$real" "$@" || exit'

CALLS = sbatch(PASS_ON, at=())
"""No fault: the calls are counted only."""

SLOW = sbatch('sleep 0.3; exec "$real" "$@"', at=())
"""Slow enough for something to happen meanwhile."""

LOST_ANSWERS = {
    "submitted and timed out": sbatch(SUBMIT, SAY_TIMED_OUT),
    "timed out and not submitted": sbatch(SAY_TIMED_OUT),
    "submitted and killed": sbatch(SUBMIT, "kill -9 $$"),
    "submitted and said nothing": sbatch(SUBMIT),
    "three timed out and one of them submitted": sbatch(
        f"if (( number == 3 )); then {SUBMIT}; fi", SAY_TIMED_OUT, at=(2, 3, 4)
    ),
}
SUBMITTED_LATE = sbatch(SUBMIT_LATER.format(seconds=3), SAY_TIMED_OUT)
SUBMITTED_LATER = sbatch(SUBMIT_LATER.format(seconds=8), SAY_TIMED_OUT)
"""The request of a client that has given up is taken over some time later."""

CHATTER = {
    "chatter around": sbatch(WELCOME, PASS_ON, HOURS_LEFT, at=()),
    "another number": sbatch(A_NUMBER, PASS_ON),
    "a sentence": sbatch('job=$("$real" "$@") || exit', 'echo "Submitted batch job $job"', at=()),
    "a name of the cluster": sbatch('job=$("$real" "$@") || exit', 'echo "$job;heracles"', at=()),
}
HANGS = {
    "hangs before": sbatch("exec sleep 1000"),
    "hangs behind": sbatch(SUBMIT, "exec sleep 1000"),
}

RELEASE_FAILED = 'echo "slurm_suspend error: Socket timed out on send/recv operation" >&2; exit 1'
RELEASES = "*' release '*"
FAILED_RELEASES = {
    "one release fails": Fault("scontrol", RELEASE_FAILED, (1,), RELEASES),
    "a release succeeds and says that it failed": Fault("scontrol", '"$real" "$@"\n' + RELEASE_FAILED, (1,), RELEASES),
}
NO_RELEASE = Fault("scontrol", RELEASE_FAILED, (), RELEASES)
NO_QUEUE = Fault(
    "squeue", 'echo "slurm_load_jobs error: Unable to contact slurm controller (connect failure)" >&2; exit 1', ()
)

KEEP_JOURNAL = 'cat .heracles/launches/*/journal.jsonl > "$calls.$number"; exec "$real" "$@"'
JOURNAL_AT_SUBMISSIONS = sbatch(KEEP_JOURNAL, at=())
JOURNAL_AT_RELEASES = Fault("scontrol", KEEP_JOURNAL, (), RELEASES)
"""No faults: the journal is kept as it is when they are called, where that is in the project's folder."""
