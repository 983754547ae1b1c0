"""Why a row credits nobody: one word each, in the order of how far the row got.

What a condition leaves out is meant, and so is what lies after the day as of which is asked; everything else may be a
mistake of the roster, the data or a plan. So these two never hide another rule's reason.
"""

from enum import IntEnum
from typing import Literal

Reason = Literal[
    "not_on_a_plan",
    "no_recipient",
    "no_value",
    "no_date",
    "outside_every_plan",
    "left_out_by_where",
    "not_known_yet",
]
SAID: dict[Reason, str] = {
    "not_on_a_plan": "not on a plan that day",
    "no_recipient": "without a recipient",
    "no_value": "without a value",
    "no_date": "without a date",
    "outside_every_plan": "outside every plan",
    "left_out_by_where": "left out by where",
    "not_known_yet": "later than what is known",
}
REASONS: tuple[Reason, ...] = tuple(SAID)
NORMAL: frozenset[Reason] = frozenset({"left_out_by_where", "not_known_yet"})


class Stop(IntEnum):
    """Where a rule stopped a row. Of several rules and plans the largest is told.

    A plan that is not in force on the day says nothing about a condition, so a condition counts for more than the days
    of another plan; whoever writes a condition means it, so it counts for less than whatever may be a mistake.
    """

    CONDITION_OF_ANOTHER_TIME = 0
    PLAN_DAYS = 1
    CONDITION = 2
    CONDITION_ON_PERSON = 3
    KNOWN = 4
    DATE = 5
    VALUE = 6
    RECIPIENT = 7
    MEMBER = 8


REASON_OF: dict[Stop, Reason] = {
    Stop.CONDITION_OF_ANOTHER_TIME: "left_out_by_where",
    Stop.PLAN_DAYS: "outside_every_plan",
    Stop.CONDITION: "left_out_by_where",
    Stop.CONDITION_ON_PERSON: "left_out_by_where",
    Stop.KNOWN: "not_known_yet",
    Stop.DATE: "no_date",
    Stop.VALUE: "no_value",
    Stop.RECIPIENT: "no_recipient",
    Stop.MEMBER: "not_on_a_plan",
}
