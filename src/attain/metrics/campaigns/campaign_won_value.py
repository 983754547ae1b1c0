"""Won by campaigns: what the won deals are worth whose primary campaign it is, whenever they were won."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import total

METRIC = Metric(
    name="campaign_won_value",
    title="Won by campaigns",
    unit="money",
    kind="sum",
    definition="What the won deals are worth whose primary campaign it is, whenever they were won.",
    source="docs/pipeline.md",
    formula="won value of deals of the campaign",
    parts={
        "won": total("campaigns", "won_value"),
    },
    value=lambda p: whole(p["won"]),
    example=Example(
        {"campaigns": [{"campaign_id": "Fair", "cost": 11_400, "won_value": 20_000, "won_count": 4}]},
        expect=Fraction(20_000),
    ),
)
