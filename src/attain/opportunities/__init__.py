"""Deals: as they stand, every change of them from any kind of history, and their versions as known at a batch."""

from attain.opportunities.reading import Opportunities, midnight_of, read_opportunities
from attain.opportunities.stages import Stage, StageMap
from attain.opportunities.table import CHANGES, FIELDS, OPPORTUNITIES, PROBABILITY_SCALE, VERSIONS
from attain.opportunities.versions import versions_of

__all__ = [
    "CHANGES",
    "FIELDS",
    "OPPORTUNITIES",
    "PROBABILITY_SCALE",
    "VERSIONS",
    "Opportunities",
    "Stage",
    "StageMap",
    "midnight_of",
    "read_opportunities",
    "versions_of",
]
