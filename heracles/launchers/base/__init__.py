"""What a launcher is told, what it answers, and what it must be able to do."""

from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base.jobs import (
    FINAL,
    LIMIT,
    POLICY,
    Cancelled,
    Declined,
    Found,
    Portion,
    Released,
    Tag,
    Tagged,
    Taken,
    TaskState,
    Unsure,
)
from heracles.launchers.base.logs import Launched, Logs, Source, Written
from heracles.launchers.base.protocols import (
    Begun,
    Cancels,
    CancelsTasks,
    Counts,
    Ended,
    Finds,
    Holds,
    Reports,
    Runs,
    Submission,
    Submits,
    Watches,
)
from heracles.launchers.base.settings import (
    BUILT_IN,
    CommandSettings,
    LocalSettings,
    PluginSettings,
    SlurmSettings,
)
from heracles.launchers.base.terms import Agreement, Cost, Terms

if TYPE_CHECKING:
    from heracles.launchers.base.jobs import Answer as Answer, State as State
    from heracles.launchers.base.protocols import Launcher as Launcher
    from heracles.launchers.base.settings import Settings as Settings

__all__ = [
    "BUILT_IN",
    "FINAL",
    "LIMIT",
    "POLICY",
    "Agreement",
    "Begun",
    "Cancelled",
    "Cancels",
    "CancelsTasks",
    "CommandSettings",
    "Cost",
    "Counts",
    "Declined",
    "Ended",
    "Finds",
    "Found",
    "Holds",
    "Launched",
    "LocalSettings",
    "Logs",
    "PluginSettings",
    "Portion",
    "Released",
    "Reports",
    "Runs",
    "SlurmSettings",
    "Source",
    "Submission",
    "Submits",
    "Tag",
    "Tagged",
    "Taken",
    "TaskState",
    "Terms",
    "Unsure",
    "Watches",
    "Written",
]
