"""The pipeline at any instant: as it stood, what moved it between two, its ages, shape, slips and doubtful deals."""

from attain.snapshots.ages import ages
from attain.snapshots.book import Book, owned_by, standing, totals
from attain.snapshots.bridge import bridge, bridge_of, moves
from attain.snapshots.doubtful import Signs, average_cycle, cycle_of, doubtful, judged, with_signs
from attain.snapshots.scope import Scope, falls_in
from attain.snapshots.shape import last_days, parked, several_in_one_account, shape
from attain.snapshots.slips import due_at_start, slip_rate
from attain.snapshots.table import AGES, AS_AT, BRIDGE, DIMENSIONS, DOUBTFUL, MOVES, SHAPE

__all__ = [
    "AGES",
    "AS_AT",
    "BRIDGE",
    "DIMENSIONS",
    "DOUBTFUL",
    "MOVES",
    "SHAPE",
    "Book",
    "Scope",
    "Signs",
    "ages",
    "average_cycle",
    "bridge",
    "bridge_of",
    "cycle_of",
    "doubtful",
    "due_at_start",
    "falls_in",
    "judged",
    "last_days",
    "moves",
    "owned_by",
    "parked",
    "several_in_one_account",
    "shape",
    "slip_rate",
    "standing",
    "totals",
    "with_signs",
]
