"""Conversion of a stage."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import count

METRIC = Metric(
    name="stage_conversion",
    title="Conversion of a stage",
    unit="ratio",
    kind="share",
    definition=(
        "Of the deals closed in the period that ever reached a stage, the share that ever reached a later one or was "
        "won; skipped stages count as reached."
    ),
    source="docs/pipeline.md",
    formula="reached a later stage / reached the stage",
    parts={
        "onward": count("reached", pl.col("went_on")),
        "reached": count("reached"),
    },
    value=lambda p: ratio(p["onward"], p["reached"], "no deal reached the stage"),
    example=Example(
        {"reached": [*[{"stage": "Negotiation", "went_on": True}] * 3, {"stage": "Negotiation"}]}, expect=Fraction(3, 4)
    ),
    interval_of=("onward", "reached"),
    always_by=("stage",),
    needs=("stage",),
)
