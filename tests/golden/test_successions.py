"""Golden cases of plans that continue each other, in the kernel and in the oracle."""

from collections import Counter
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from attain.runs import calculate_workspace
from tests.oracle.plan_text import read_plan
from tests.oracle.worked_examples import facts_of
from tests.parity.case import Case
from tests.parity.workspace import expected, write_workspace

CASES = [
    pytest.param(case, number, id=f"{path.stem}-{number}")
    for path in sorted((Path(__file__).parent / "successions").glob("*.yaml"))
    for case in [read_plan(path.read_text(encoding="utf-8"))]
    for number in range(len(case["cases"]))
]


def _case(written: dict, number: int) -> Case:
    *before, plan = written["plans"]
    given = {"payees": [{"payee": "ana"}], "deals": written["cases"][number]["deals"]}
    return Case(0, plan, facts_of(written["workspace"], plan, given), [], tuple(before))


def _amounts(lines: list[str]) -> Counter[tuple[str, ...]]:
    return Counter({(plan, deal): int(Fraction(amount) * 100) for plan, deal, amount in map(str.split, lines)})


@pytest.mark.parametrize(("written", "number"), CASES)
def test_the_plans_pay_what_the_case_says(written: dict, number: int, tmp_path: Path) -> None:
    write_workspace(_case(written, number), tmp_path / "workspace")
    results = calculate_workspace(tmp_path / "workspace")
    assert results.is_usable, results.diagnostics
    lines = results.tables["earnings"].group_by("plan_id", "transaction_id").agg(pl.col("earning_amount").sum())
    assert Counter({row[:2]: row[2] for row in lines.iter_rows()}) == _amounts(written["cases"][number]["expect"])
    paid = results.tables["payments"].filter(pl.col("paid") != 0).select("period_id", "paid")
    said = {period: int(Fraction(text) * 100) for period, text in written["cases"][number]["paid"].items()}
    assert dict(paid.iter_rows()) == said


@pytest.mark.parametrize(("written", "number"), CASES)
def test_the_oracle_pays_what_the_case_says(written: dict, number: int) -> None:
    found = expected(_case(written, number))["earnings"]
    lines: Counter[str] = Counter()
    for row in found:
        lines[row["transaction"]] += row["earning_amount"]
    said = _amounts(written["cases"][number]["expect"])
    assert lines == Counter({deal: amount for (_, deal), amount in said.items()})
