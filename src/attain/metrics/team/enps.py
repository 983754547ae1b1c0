"""Employee net promoter score: the share of promoters (9 and 10) less that of detractors (0 to 6), in points."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import count

METRIC = Metric(
    name="enps",
    title="Employee net promoter score",
    unit="score",
    kind="other",
    definition=(
        "The share of promoters (9 and 10) less that of detractors (0 to 6), in points; who did not answer is left out."
    ),
    source="docs/pipeline.md",
    formula="100 x (promoters - detractors) / respondents",
    parts={
        "promoters": count("survey", pl.col("score") >= 9),
        "detractors": count("survey", pl.col("score") <= 6),
        "answered": count("survey", pl.col("score").is_not_null()),
    },
    value=lambda p: ratio(100 * (p["promoters"] - p["detractors"]), p["answered"], "nobody answered"),
    example=Example(
        {
            "survey": [
                *[{"score": 9}] * 120,
                *[{"score": 7}] * 80,
                *[{"score": 3}] * 50,
                *[{"score": None}] * 50,
            ]
        },
        expect=Fraction(28),
    ),
)
