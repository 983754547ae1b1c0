"""Every metric of the catalogue: complete, and its worked example comes out."""

import json
from fractions import Fraction
from random import Random

import pytest

from attain.metrics import CATALOGUE, GROUPS, Metric, Undefined, exact, filled, measured
from attain.metrics.exporting import listed, metricflow
from tests.tidy.tree import SOURCE

METRICS = list(CATALOGUE.values())
NAMES = list(CATALOGUE)


@pytest.mark.parametrize("metric", METRICS, ids=NAMES)
def test_the_worked_example_comes_out(metric: Metric) -> None:
    rows = {kind: filled(kind, given) for kind, given in metric.example.rows.items()}
    (found,) = measured(metric, rows)
    assert exact(found.value) == metric.example.expect


@pytest.mark.parametrize("metric", METRICS, ids=NAMES)
def test_of_no_rows_a_metric_is_nothing_or_not_defined_but_never_infinite(metric: Metric) -> None:
    for found in measured(metric, {kind: filled(kind, []) for kind in metric.rows}):
        if isinstance(found.value, Undefined):
            assert found.value.reason
        else:
            assert metric.unit in {"money", "count"}
            assert found.value == 0


@pytest.mark.parametrize("metric", METRICS, ids=NAMES)
def test_without_its_rows_a_metric_says_what_is_missing(metric: Metric) -> None:
    (found,) = measured(metric, {}, missing={kind: f"needs {kind}" for kind in metric.rows})
    assert found.value == Undefined(f"needs {metric.rows[0]}")


@pytest.mark.parametrize("metric", METRICS, ids=NAMES)
def test_a_metric_says_what_it_is(metric: Metric) -> None:
    assert metric.definition.endswith(".")
    assert metric.title
    assert metric.formula
    assert metric.source
    assert metric.interval_of is None or set(metric.interval_of) <= set(metric.parts)


def test_a_metric_is_one_file_of_its_name() -> None:
    files = {path.stem for path in (SOURCE / "metrics").rglob("*.py") if "METRIC = Metric(" in path.read_text("utf-8")}
    assert files == set(CATALOGUE)
    assert len(CATALOGUE) >= 40
    assert sum(len(metrics) for metrics in GROUPS.values()) == len(CATALOGUE)


def test_a_metric_by_a_dimension_gives_a_value_per_group() -> None:
    deals = [{"outcome": "won", "team": "West"}, {"outcome": "lost", "team": "West"}, {"outcome": "won", "team": None}]
    found = measured(CATALOGUE["win_rate_by_count"], {"deals": filled("deals", deals)}, ["team"])
    assert [(one.group["team"], exact(one.value)) for one in found] == [("West", Fraction(1, 2)), (None, Fraction(1))]


def test_a_group_on_one_side_only_counts_as_nothing_on_the_other() -> None:
    rows = {
        "deals": filled("deals", [{"outcome": "won", "amount": 50, "person": "Ana"}]),
        "targets": filled("targets", [{"target_value": 100, "person": "Ben"}]),
    }
    found = {one.group["person"]: one.value for one in measured(CATALOGUE["quota_attainment"], rows, ["person"])}
    assert found == {"Ana": Undefined("there is no target"), "Ben": Fraction(0)}


def test_a_dimension_that_rows_do_not_have_is_said() -> None:
    rows = {"leads": filled("leads", [{}])}
    (found,) = measured(CATALOGUE["lead_count"], rows, ["territory"])
    assert found.value == Undefined("leads have no territory")


def test_the_catalogue_goes_to_other_programs() -> None:
    records = json.loads(json.dumps(listed(METRICS)))
    assert {"name", "unit", "definition"} <= set(records[0])
    text = metricflow(METRICS)
    assert "  - name: win_rate_by_count\n" in text
    assert "      numerator: win_rate_by_count__won\n" in text
    assert "cycle_median" in text.splitlines()[-1]
    assert "name: campaign_roi" not in text
    assert "name: forecast_accuracy" not in text


@pytest.mark.parametrize("metric", METRICS, ids=NAMES)
def test_the_kind_that_a_metric_says_is_the_one_it_has(metric: Metric) -> None:
    """Of random parts, a sum is its only part, a share its first by its second, and nothing else is either."""
    lists = any(part.is_list for part in metric.parts.values())
    dice = Random(7)  # noqa: S311 - a test draws cases
    is_sum = is_share = not lists
    for _ in range(0 if lists else 60):
        parts = {name: dice.randrange(1, 300) for name in metric.parts}
        first, *others = parts.values()
        found = metric.value(parts)
        is_sum = is_sum and not others and found == first
        is_share = is_share and len(others) == 1 and found == Fraction(first, others[0])
    assert metric.kind == ("sum" if is_sum else "share" if is_share else "other")
