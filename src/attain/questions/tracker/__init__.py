"""The tracker: how far each target is reached and what the open deals bring, and what they would pay."""

from attain.questions.tracker.commission import Chance, CommissionTracker, TrackedDeal, track_commission
from attain.questions.tracker.linking import link
from attain.questions.tracker.table import LINKS, TRACKED
from attain.questions.tracker.tracking import gauge, track

__all__ = [
    "LINKS",
    "TRACKED",
    "Chance",
    "CommissionTracker",
    "TrackedDeal",
    "gauge",
    "link",
    "track",
    "track_commission",
]
