"""Attain: sales pay that is exact, fast and explained.

In a notebook, ``import attain`` gives ``attain.read`` and ``attain.of_frames`` (docs/notebook.md); ``attain.notebook``
has them with their types.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_IN_THE_NOTEBOOK = frozenset(
    {"Answer", "Calculation", "CannotCalculate", "Curve", "Shown", "Workspace", "of_frames", "read"}
)


def __getattr__(name: str) -> Any:
    """Load the notebook's names when one is first asked for, so that a command that needs none starts at once."""
    if name in _IN_THE_NOTEBOOK:
        return getattr(import_module("attain.notebook"), name)
    raise AttributeError(f"module 'attain' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Name everything that may be asked for."""
    return sorted([*globals(), *_IN_THE_NOTEBOOK])
