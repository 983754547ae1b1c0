"""The oracle pays what published examples and the behaviour pages say, read a second time from their sources."""

from pathlib import Path

import pytest

from tests.oracle.plan_text import read_plan
from tests.oracle.worked_examples import Outcome, facts_of

CASES = read_plan(Path(__file__).with_name("published.yaml").read_text(encoding="utf-8"))
DEALS = {
    "key": ["id"],
    "as_of": "on",
    "columns": {
        "id": "text",
        "on": "date",
        "amount": "money",
        "other": "money",
        "units": "count",
        "score": "percent",
        "product": "text",
        "owner": "payee",
        "ae": "payee",
        "sdr": "payee",
        "paid_on": "date",
        "gone_on": "date",
    },
}
FRAME = {"plan": "published", "currency": "USD", "effective": {"from": "2026-01-01", "before": "2027-01-01"}}
PARTS = ("pay_period", "targets", "measures", "components", "payment")


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_the_oracle_pays_what_was_published(case: dict) -> None:
    plan = FRAME | {part: case[part] for part in PARTS if part in case}
    facts = facts_of({"sources": {"deals": DEALS}}, plan, case["given"])
    assert Outcome(plan, facts).differences(case["expect"]) == []
