"""The page of the reference about metrics, made of the catalogue."""

from collections.abc import Mapping, Sequence

from attain.metrics.model import Metric

_OPENING = (
    "Every metric can be asked by person, team, territory, product, product family, campaign, lead source, account or "
    "account type, over any period, as of any instant, as known at any load; where its rows have no such column, it "
    "says so. A value that is not defined says why. Each worked example is a test."
)


def page_of_metrics(groups: Mapping[str, Sequence[Metric]]) -> str:
    """Return the page: a section per group, a paragraph per metric."""
    count = sum(len(metrics) for metrics in groups.values())
    parts = ["# Metrics", f"{count} metrics. {_OPENING}", "Money is in minor units here: 2,000,000 is 20,000.00."]
    for title, metrics in groups.items():
        parts += [f"## {title}", *(_section(metric) for metric in metrics)]
    return "\n\n".join(parts)


def _section(metric: Metric) -> str:
    rows = ", ".join(f"{len(rows)} {kind}" for kind, rows in metric.example.rows.items())
    found = "not defined" if metric.example.expect is None else str(metric.example.expect)
    lines = [
        f"### {metric.name}",
        "",
        f"**{metric.title}** ({metric.unit}). {metric.definition}",
        "",
        f"- formula: {metric.formula}",
        f"- source: {metric.source}",
        f"- worked example: of {rows} it is {found}",
    ]
    lines += [f"- always by: {', '.join(metric.always_by)}"] if metric.always_by else []
    told = [name for name in metric.needs if name not in {"leads", "created_at", "start"}]
    lines += [f"- needs a history of: {', '.join(told)}"] if told else []
    return "\n".join([*lines, "- with a 95 % interval (Wilson)"] if metric.interval_of else lines)
