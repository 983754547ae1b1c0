"""The tables of the tracker: which deals belong to which target, and how far each target is reached."""

import polars as pl

from attain.metrics import TARGETS
from attain.tables import Column, Table

_OF_TARGETS = tuple(
    c for c in TARGETS.columns if c.name in {"level", "owner", "parent", "period", "product_family", "target_value"}
)

LINKS = Table(
    name="target_links",
    grain="one deal that belongs to a target, as at an instant; in the order of targets and deals",
    key=("target_row", "opportunity_id"),
    columns=(
        Column("target_row", pl.Int64, "", "the target's place in its table, 0 for the first"),
        Column("opportunity_id", pl.String, "", "the deal"),
        Column("outcome", pl.String, "", "open, won or lost"),
        Column("amount", pl.Int64, "minor units", "its value; an empty one adds nothing", nullable=True),
        Column("weighted", pl.Int64, "minor units", "its value times its probability, rounded", nullable=True),
    ),
)

TRACKED = Table(
    name="tracked_targets",
    grain="one target as at an instant, in the order of targets",
    key=("target_row",),
    columns=(
        Column("target_row", pl.Int64, "", "the target's place in its table, 0 for the first"),
        *_OF_TARGETS,
        Column("won", pl.Int64, "minor units", "what was won"),
        Column("open", pl.Int64, "minor units", "what is open and due"),
        Column("weighted", pl.Int64, "minor units", "open, each deal times its probability"),
        Column("expected", pl.Int64, "minor units", "won + weighted"),
        Column("shortfall", pl.Int64, "minor units", "by how much the expected is below the target, never below 0"),
        Column("expected_variance", pl.Int64, "minor units", "expected - target"),
        Column("achieved", pl.Float64, "ratio", "won / target; null when the target is 0", nullable=True),
        Column(
            "required_win_rate",
            pl.Float64,
            "ratio",
            "max(0, target - won) / open; null when none is open",
            nullable=True,
        ),
        Column(
            "gauge", pl.String, "", "red below 80 % of the target, amber from there, green from 100 %", nullable=True
        ),
    ),
)
