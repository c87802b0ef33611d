"""The reader of TOML: the standard library's from Python 3.11 on, before it tomli, from which it was made."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Callable

loads: Callable[[str], dict[str, Any]] = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli").loads
