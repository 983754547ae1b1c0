"""The catalogue for other programs: a list for JSON, and MetricFlow's YAML for a semantic layer.

A metric that says it is a sum is ``simple``, one that is a share of two parts is ``ratio``; what is neither (a median,
an incidence, an accuracy) has no expression in MetricFlow and is left out, by name, in a comment.
"""

from collections.abc import Iterable

from attain.metrics.model import Kind, Metric

_TYPES: dict[Kind, str | None] = {"sum": "simple", "share": "ratio", "other": None}


def listed(metrics: Iterable[Metric]) -> list[dict[str, object]]:
    """Return what each metric says of itself."""
    return [
        {
            "name": metric.name,
            "title": metric.title,
            "unit": metric.unit,
            "kind": metric.kind,
            "definition": metric.definition,
            "formula": metric.formula,
            "source": metric.source,
            "rows": list(metric.rows),
            "always_by": list(metric.always_by),
            "needs": list(metric.needs),
        }
        for metric in metrics
    ]


def metricflow(metrics: Iterable[Metric]) -> str:
    """Return the metrics as MetricFlow's YAML; parts are measures called ``metric__part``."""
    lines = ["metrics:"]
    left_out: list[str] = []
    for metric in metrics:
        kind = _TYPES[metric.kind]
        if kind is None:
            left_out.append(metric.name)
            continue
        lines += [f"  - name: {metric.name}", f"    label: {_quoted(metric.title)}"]
        lines += [f"    description: {_quoted(metric.definition)}", f"    type: {kind}", "    type_params:"]
        parts = [f"{metric.name}__{part}" for part in metric.parts]
        if kind == "simple":
            lines.append(f"      measure: {parts[0]}")
        else:
            lines += [f"      numerator: {parts[0]}", f"      denominator: {parts[1]}"]
    said = f"# Not a sum and not a share of two sums, so not in MetricFlow: {', '.join(left_out)}"
    return "\n".join([*lines, said]) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'
