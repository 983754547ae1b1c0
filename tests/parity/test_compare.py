"""The comparison sees one minor unit, and nothing where there is nothing to see."""

from datetime import date

import polars as pl
import pytest

from tests.parity.compare import FLOWS, PAYMENT_COLUMNS, compare

JANUARY = (date(2026, 1, 1), date(2026, 2, 1))
PERIODS = pl.DataFrame({"period_id": ["2026-01"], "starts_on": [JANUARY[0]], "ends_before": [JANUARY[1]]})
ORACLE = {
    "credits": [
        {
            "component": "pay",
            "transaction": "T1",
            "payee": "ana",
            "credit_type": "direct",
            "credited_on": date(2026, 1, 5),
            "credit_amount": 10000,
        }
    ],
    "earnings": [
        {
            "payee": "ana",
            "component": "pay",
            "period": JANUARY,
            "source": "deals",
            "transaction": "T1",
            "line_type": "credit",
            "earning_amount": 800,
            "pay_amount": 800,
            "pay_currency": "USD",
        }
    ],
    "payments": [
        dict.fromkeys(PAYMENT_COLUMNS, 0)
        | {"payee": "ana", "currency": "USD", "period": JANUARY, "earned": 800, "paid": 800},
    ],
}


def kernel(*, earning: int = 800, paid: int = 800, credit: int = 10000) -> dict[str, pl.DataFrame]:
    """The kernel's tables for the same result, with amounts to change."""
    return {
        "periods": PERIODS,
        "credits": pl.DataFrame(
            {
                "component_id": ["pay"],
                "transaction_id": ["T1"],
                "payee_id": ["ana"],
                "credit_type": ["direct"],
                "credited_on": [date(2026, 1, 5)],
                "credit_amount": [credit],
            }
        ),
        "earnings": pl.DataFrame(
            {
                "payee_id": ["ana"],
                "component_id": ["pay"],
                "period_id": ["2026-01"],
                "source": ["deals"],
                "transaction_id": ["T1"],
                "line_type": ["credit"],
                "earning_amount": [earning],
                "pay_amount": [800],
                "pay_currency": ["USD"],
            }
        ),
        "payments": pl.DataFrame(
            {column: [0] for column in PAYMENT_COLUMNS}
            | {"payee_id": ["ana"], "currency": ["USD"], "period_id": ["2026-01"], "earned": [800], "paid": [paid]}
        ),
    }


def test_equal_results_have_no_difference() -> None:
    assert compare(ORACLE, kernel()) == []


@pytest.mark.parametrize(
    ("changed", "table"),
    [({"earning": 801}, "earnings.earning_amount"), ({"paid": 799}, "payments"), ({"credit": 9990}, "credits")],
)
def test_a_changed_amount_is_a_difference(changed: dict[str, int], table: str) -> None:
    assert [difference.table for difference in compare(ORACLE, kernel(**changed))] == [table]


def test_a_missing_line_counts_as_zero() -> None:
    without = kernel() | {"earnings": kernel()["earnings"].clear()}
    found = compare(ORACLE, without)
    assert [(one.expected, one.actual) for one in found] == [(800, 0), (800, 0)]


def test_a_reversal_is_not_its_line() -> None:
    reversal = kernel()["earnings"].with_columns(pl.lit("reversal").alias("line_type"))
    assert len(compare(ORACLE, kernel() | {"earnings": reversal})) == 4


def test_every_flow_is_a_column_of_the_payment() -> None:
    assert set(FLOWS) < set(PAYMENT_COLUMNS)
