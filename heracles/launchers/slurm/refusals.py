"""Which words of sbatch prove that there is no job, and whether waiting helps.

From Slurm's table of errors (src/common/slurm_errno.c; the texts are the same from 19.05 to 26.05), what
slurmctld answers to a submission (src/slurmctld/job_mgr.c), and what sbatch checks before it asks (src/sbatch).
"""

from __future__ import annotations

from heracles.launchers.base import FINAL, LIMIT, POLICY

FAILED = "Batch job submission failed: "
AGAINST_POLICY = "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)"
FULL = "MaxJobCount limit reached"

ANSWERS = frozenset((
    AGAINST_POLICY,
    FULL,
    "Access denied to requested reservation",
    "Access/permission denied",
    "Burst Buffer permission denied",
    "Burst Buffer request invalid",
    "Burst Buffer resource limit exceeded",
    "CPU count specification invalid",
    "Circular job dependency",
    "Duplicate generic resource (gres) specification",
    "I/O error writing script/environment to file",
    "Invalid --nice value",
    "Invalid GRES specification (with and without type identification)",
    "Invalid Trackable RESource (TRES) specification",
    "Invalid account or account/partition combination specified",
    "Invalid feature specification",
    "Invalid generic resource (gres) specification",
    "Invalid group id",
    "Invalid job array specification",
    "Invalid license specification",
    "Invalid mcs_label specified",
    "Invalid node name specified",
    "Invalid or unknown association",
    "Invalid partition name specified",
    "Invalid preferred feature specification",
    "Invalid qos specification",
    "Invalid time specified",
    "Invalid time-min specification (exceeds job's time or other limits)",
    "Invalid user id",
    "Invalid wckey specification",
    "Job --batch option is invalid or not a subset of --constraint",
    "Job --batch option is invalid or not a subset of --constraints",
    "Job cannot be submitted without the current working directory specified.",
    "Job dependency problem",
    "Job script not specified",
    "Job size specification needs to be provided",
    "Licenses currently unavailable",
    "Memory required by task is not available",
    "More processors requested than permitted",
    "Multiple partition job request not supported when a partition is set in the association",
    "No partition specified or system default partition",
    "Node count specification invalid",
    "Only batch jobs are accepted or processed",
    "Partition in DOWN state",
    "Pathname of a file, directory or other parameter too long",
    "Requested GRES option unsupported by configured SelectType plugin",
    "Requested account has breached requested QOS usage threshold",
    "Requested node configuration is not available",
    "Requested nodes not in this partition",
    "Requested operation is presently disabled",
    "Requested operation not supported on this system",
    "Requested partition configuration not available now",
    "Requested reservation is in use",
    "Requested reservation is invalid",
    "Requested reservation not usable now",
    "Requested time limit is invalid (missing or exceeds some limit)",
    "Required node not available (down, drained or reserved)",
    "Required partition not available (inactive or drain)",
    "System submissions disabled",
    "Task count specification invalid",
    "Task distribution specification invalid",
    "Unspecified error",
    "User's group not permitted to use this partition",
    "X11 forwarding not available",
))  # fmt: skip
"""What only a controller says, having refused; "Unspecified error" is that of a site's own job_submit plugin."""

BEFORE_ASKING = (
    "Batch script contains DOS line breaks",
    "Batch script contains only whitespace!",
    "Batch script is empty!",
    "Invalid --",
    "Could not establish a configuration source",
    "Invalid generic resource (gres) specification",
    "No cluster ",
    "Script ",
    "This does not look like a batch script.",
    "Unable to open file ",
    "contain a NULL character",
)
"""How sbatch begins to say, in a line of its own, that it did not even ask a controller."""

BAD_OPTION = 'Try "sbatch --help" for more information'
SUBMITS = "SubmitJob"
"""In all reasons that are limits on jobs in the queue: AssocMaxSubmitJobLimit, MaxSubmitJobsPerAccount, ..."""

REASONS = ("Assoc", "Max", "QOS")
"""How the reasons begin that can accompany ``AGAINST_POLICY`` (src/common/job_state_reason.c)."""


def kind_of_refusal(complaints: str) -> str | None:
    """LIMIT, POLICY or FINAL where sbatch's stderr proves that there is no job, else None."""
    lines = complaints.splitlines()
    verdicts = {line.partition(FAILED)[2].strip() for line in lines if FAILED in line}
    if not verdicts:
        return FINAL if any(map(_was_before_asking, lines)) else None
    if not verdicts <= ANSWERS:
        return None
    if AGAINST_POLICY in verdicts:
        return _kind_of_policy(tuple(filter(_is_reason, map(_said, lines))))
    return LIMIT if FULL in verdicts else FINAL


def is_refusal(line: str) -> bool:
    """Whether a line of sbatch's stderr belongs to a refusal, of which heracles tells itself."""
    return FAILED in line or _is_reason(_said(line)) or _was_before_asking(line)


def reasons(complaints: str) -> str:
    """The refusal in what sbatch said on stderr, in one line and without saying each time that it is sbatch's."""
    lines = [line for line in complaints.strip().splitlines() if line.strip() != BAD_OPTION]
    refusal = list(filter(is_refusal, lines)) or lines
    return "sbatch: " + "; ".join(_said(line).removeprefix(FAILED) for line in refusal)


def _was_before_asking(line: str) -> bool:
    return line.strip() == BAD_OPTION or (line.startswith("sbatch: ") and _said(line).startswith(BEFORE_ASKING))


def _kind_of_policy(reasons: tuple[str, ...]) -> str:
    if not reasons:
        return POLICY
    return LIMIT if any(SUBMITS in reason for reason in reasons) else FINAL


def _said(line: str) -> str:
    """A line of sbatch's stderr without ``sbatch: error: ``."""
    return line.removeprefix("sbatch: ").removeprefix("error: ").removeprefix("fatal: ").strip()


def _is_reason(words: str) -> bool:
    return words.isalpha() and words.startswith(REASONS)
