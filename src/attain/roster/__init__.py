"""The roster: who holds which title, manager, team and attribute on a date, and who is employed."""

from attain.roster.reading import RosterSource
from attain.roster.roster import Roster, build
from attain.roster.table import CHAIN, ROSTER, SEGMENTS
from attain.roster.tenure import tenure_months

__all__ = ["CHAIN", "ROSTER", "SEGMENTS", "Roster", "RosterSource", "build", "tenure_months"]
