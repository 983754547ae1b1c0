"""Every golden case says the same to the oracle as to the kernel."""

from pathlib import Path

import pytest

from tests.oracle.exchange import MissingRateError
from tests.oracle.plan_text import read_plan
from tests.oracle.worked_examples import Outcome, facts_of

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = [
    pytest.param(case, number, id=f"{path.stem}-{number}")
    for path in sorted(GOLDEN.glob("*.yaml"))
    for case in [read_plan(path.read_text(encoding="utf-8"))]
    for number in range(len(case["plan"]["examples"]))
]


@pytest.mark.parametrize(("case", "number"), CASES)
def test_the_oracle_pays_what_the_case_says(case: dict, number: int) -> None:
    plan, example = case["plan"], case["plan"]["examples"][number]
    facts = facts_of(case["workspace"], plan, example.get("given", {}))
    if str(example["expect"].get("error", "")).startswith("MONY"):
        with pytest.raises(MissingRateError):
            Outcome(plan, facts)
        return
    assert Outcome(plan, facts).differences(example["expect"]) == []
