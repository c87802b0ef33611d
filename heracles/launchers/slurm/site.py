"""Asking Slurm what its administrators allow."""

from __future__ import annotations

from heracles.errors import LaunchError
from heracles.launchers.slurm import asking
from heracles.launchers.slurm.values import Site

DEFAULT_SCRIPT_BYTES = 4 * 1024 * 1024


def ask_site(cluster: str = "") -> Site:
    """What ``scontrol show config`` says; raises a LaunchError where Slurm cannot be asked or answers otherwise."""
    return read_site(asking.output(*site_command(cluster)))


def site_command(cluster: str) -> tuple[str, ...]:
    return ("scontrol", *asking.of_cluster(cluster), "show", "config")


def read_site(answer: str) -> Site:
    """The settings in lines like ``MessageTimeout          = 10 sec``; raises a LaunchError where one is missing."""
    lines = (line.partition("=") for line in answer.splitlines())
    settings = {name.strip(): value.strip() for name, _, value in lines}
    try:
        return _site(settings)
    except (KeyError, ValueError) as missing:
        what = f"`scontrol show config` does not tell what heracles needs to know: {missing}"
        raise LaunchError(what, cure="see what it prints, and whether that scontrol is Slurm's own") from None


def _site(settings: dict[str, str]) -> Site:
    return Site(
        cluster=settings["ClusterName"],
        version=settings["SLURM_VERSION"],
        max_array_size=_number(settings["MaxArraySize"]),
        max_job_count=_number(settings["MaxJobCount"]),
        max_script_bytes=_max_script_bytes(settings.get("SchedulerParameters", "")),
        min_job_age=_number(settings["MinJobAge"]),
        message_timeout=_number(settings["MessageTimeout"]),
        has_accounting=settings.get("AccountingStorageType", "").endswith("/slurmdbd"),
        requeues=settings.get("JobRequeue") == "1",
    )


def _number(value: str) -> int:
    """The number in ``1001`` or ``10 sec``."""
    return int(value.partition(" ")[0])


def _max_script_bytes(parameters: str) -> int:
    for parameter in parameters.split(","):
        name, _, value = parameter.partition("=")
        if name.strip() == "max_script_size" and value.isdecimal():
            return int(value)
    return DEFAULT_SCRIPT_BYTES
