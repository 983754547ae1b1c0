"""How far rows get on their way through a crediting rule, kept only where somebody asks why a row credits nobody.

Rows 1, 2 and 3 meet the condition, 1 and 2 have a date, and 1 credits somebody on the plan: row 3 was stopped at
``dated``, row 2 at ``on_plan``.
"""

from dataclasses import dataclass, field
from typing import Literal

import polars as pl

Stage = Literal["where", "dated", "in_force", "known", "valued", "received", "on_plan", "credited"]
# In the order of crediting: the condition holds, a date, within the plan, not later than what is known, a value,
# a recipient, one of them on the plan that day, and a condition that reads the payee holds.
STAGES: tuple[Stage, ...] = ("where", "dated", "in_force", "known", "valued", "received", "on_plan", "credited")


@dataclass
class Trail:
    """The rows that passed each stage of one crediting rule.

    Attributes:
        asked: the rows that are followed, by number (UInt32); no others are credited.
        passed: by stage, the rows that passed it: ``row``, from ``dated`` on the date, and in ``received`` also
            ``payee_id`` (an id, or the roster's code where the recipient was found in the roster).
    """

    asked: pl.Series
    passed: dict[Stage, pl.DataFrame] = field(default_factory=dict[Stage, pl.DataFrame])
