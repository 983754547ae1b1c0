"""Properties of evaluation.

1. Every row of a compiled expression equals the oracle's value for that row, exactly.
2. Row order and the number of rows do not matter.
3. A value that is not proven to be exact is refused, never wrapped.
"""

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from attain.expressions import holds
from tests.expressions.rows import Stored, compiled, frame_of, oracle_lookup, oracle_names, scope_of, values_of
from tests.expressions.strategies import expressions, rows
from tests.oracle.expressions import evaluate

KINDS = ("money", "percent", "count", "decimal", "boolean", "date", "text")
ALLOWED_REFUSALS = {"EXPR301", "EXPR206"}  # too large to be exact, and a constant divisor that is zero


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(drawn=st.data(), deals=rows())
def test_every_row_equals_the_oracle(kind: str, drawn: st.DataObject, deals: list[dict[str, Stored]]) -> None:
    text = drawn.draw(expressions(kind, 3))
    frame = frame_of(deals)
    found, problems = compiled(text, scope_of(frame))
    if not found:
        event("refused")
        assert {problem.code for problem in problems} <= ALLOWED_REFUSALS, (text, problems)
        return
    expected = [evaluate(text, oracle_names(row), oracle_lookup) for row in deals]
    assert values_of(frame, found) == expected, text


@settings(max_examples=60, deadline=None)
@given(text=expressions("boolean", 3), deals=rows())
def test_rows_do_not_see_each_other(text: str, deals: list[dict[str, Stored]]) -> None:
    frame = frame_of(deals)
    found, _ = compiled(text, scope_of(frame))
    if found:
        whole = holds(frame, found).to_list()
        assert holds(frame.reverse(), found).to_list() == whole[::-1]
        assert [holds(frame[i : i + 1], found).item() for i in range(frame.height)] == whole
