"""What-if: what a payee would earn if deals were other than they are, and what must be closed to earn so much."""

from attain.questions.whatif.asking import Answers, WhatIf
from attain.questions.whatif.edits import Edit
from attain.questions.whatif.goals import Goal, NoSuchAmount, Reached, goal_amount, in_total, per_deal, seek
from attain.questions.whatif.open_deals import OpenDeal, OpenDeals, Won, open_deals
from attain.questions.whatif.policies import POLICIES, OfPolicy, side_by_side
from attain.questions.whatif.reordered import Reordered, in_other_orders

__all__ = [
    "POLICIES",
    "Answers",
    "Edit",
    "Goal",
    "NoSuchAmount",
    "OfPolicy",
    "OpenDeal",
    "OpenDeals",
    "Reached",
    "Reordered",
    "WhatIf",
    "Won",
    "goal_amount",
    "in_other_orders",
    "in_total",
    "open_deals",
    "per_deal",
    "seek",
    "side_by_side",
]
