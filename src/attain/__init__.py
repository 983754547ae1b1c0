"""Attain: sales pay that is exact, fast and explained.

In a notebook, ``import attain`` gives ``attain.read`` and ``attain.of_frames`` (docs/notebook.md).
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from attain.notebook import Answer, Calculation, CannotCalculate, Curve, Shown, Workspace, of_frames, read

__all__ = ["Answer", "Calculation", "CannotCalculate", "Curve", "Shown", "Workspace", "of_frames", "read"]


def __getattr__(name: str) -> object:
    """Load the notebook's names when one is first asked for, so that a command that needs none starts at once."""
    if name in __all__:
        return getattr(import_module("attain.notebook"), name)
    raise AttributeError(f"module 'attain' has no attribute '{name}'")
