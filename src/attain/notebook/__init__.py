"""The Python API: frames in, frames out, and answers that a notebook shows as tables and curves.

``import attain`` is enough: ``attain.read(folder)``, ``attain.of_frames(settings, plans, frames)``.
"""

from attain.notebook.answer import Answer, Curve, Shown
from attain.notebook.calculation import Calculation
from attain.notebook.workspace import CannotCalculate, Workspace, of_frames, read

__all__ = ["Answer", "Calculation", "CannotCalculate", "Curve", "Shown", "Workspace", "of_frames", "read"]
