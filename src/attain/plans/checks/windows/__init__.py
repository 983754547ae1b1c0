"""Checks of what pays or measures per window: measures made of measures, formulas, pools and prizes."""

from collections.abc import Iterator

from attain.diagnostics import Diagnostic
from attain.plans.checks.surroundings import Surroundings
from attain.plans.checks.windows.components import component_problems
from attain.plans.checks.windows.measures import measure_problems

__all__ = ["window_problems"]


def window_problems(around: Surroundings) -> Iterator[Diagnostic]:
    """Check every measure that is made of others, and every component that pays for a window."""
    yield from measure_problems(around)
    yield from component_problems(around)
