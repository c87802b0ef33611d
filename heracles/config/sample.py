"""The example that ``heracles init`` writes."""

from __future__ import annotations

SAMPLE_CHECK = (
    'check = "singularity exec app.sif /proj/main.py --cfg job"; '
    'what needs a shell goes into a script, whose "$@" are the overrides'
)


def sample() -> str:
    """The text of an example heracles.toml, which uses or shows all that there is."""
    return _text("heracles.toml.example")


def sample_script() -> str:
    """The text of the sbatch.sh that the example sweeps; it needs nothing but a shell."""
    return _text("sbatch.sh.example")


def _text(name: str) -> str:
    from pkgutil import get_data  # noqa: PLC0415

    content = get_data("heracles.config", name)
    if content is None:
        raise FileNotFoundError(name)
    return content.decode("utf-8")
