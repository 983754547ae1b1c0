"""Conversions are told with the rate, its row and the arithmetic; a missing rate with the row that needs it."""

from pathlib import Path

import pytest

from attain.questions.explain import explain_all
from attain.runs.workspace import calculate_opened, open_workspace
from attain.statements import Explanation
from attain.statements.as_text import text_of
from attain.statements.pages import statement_page

FILES = {
    "attain.yaml": """\
currency: GBP
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: booked_on
    columns: {id: text, booked_on: date, owner: payee, amount: money, currency: text, refunded_on: date}
roster: {file: data/roster.csv, columns: {payee: payee, pay_currency: text}}
fx: {file: data/fx.csv, through: EUR, inverse: allowed}
""",
    "plans/sales.yaml": """\
plan: sales
currency: GBP
effective: {from: 2026-01-01, before: 2026-04-01}
fx: {pay: payment}
targets: {quota: {amount: 2000, per: quarter}}
components:
  new:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate: {kind: marginal_tiers, tiers: [{from: 0%, pay: 8%}, {from: 100%, pay: 12%}]}
    clawback: {when: refunded_on is not null, dated: refunded_on}
payment:
  draw: {tops_up_to: 100, recoverable: true}
""",
    "data/deals.csv": """\
id,booked_on,owner,amount,currency,refunded_on
D1,2026-01-15,ana,1000.00,GBP,
D2,2026-02-10,ana,1500.00,EUR,2026-03-10
D3,2026-02-10,bo,3333.33,USD,
""",
    "data/roster.csv": "payee,pay_currency\nana,USD\nbo,\n",
    "data/fx.csv": """\
date,from,to,rate,kind
2026-01-01,EUR,GBP,0.85,plan
2026-01-01,USD,EUR,0.92,plan
2026-01-15,GBP,USD,1.22,spot
2026-02-10,EUR,GBP,0.86,spot
2026-02-10,GBP,USD,1.24,spot
2026-01-31,GBP,USD,1.25,spot
2026-02-28,GBP,USD,1.26,spot
2026-03-31,GBP,USD,1.27,spot
""",
}


def written(folder: Path, **changes: tuple[str, str]) -> Path:
    """Write the workspace; ``changes`` replace a text in the file of that name."""
    for name, text in FILES.items():
        before, after = changes.get(Path(name).stem, ("", ""))
        assert before in text
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.replace(before, after) if before else text, encoding="utf-8")
    return folder


def explained(folder: Path) -> dict[tuple[str, str], Explanation]:
    """Explain every payment, by payee and period."""
    opened = open_workspace(folder)
    results = calculate_opened(opened)
    assert results.is_usable, results.diagnostics
    return {(one.person.payee_id, one.period_id): one for one in explain_all(opened, results)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Explanation]:
    return explained(written(tmp_path_factory.mktemp("currencies")))


def test_every_check_holds(made: dict[tuple[str, str], Explanation]) -> None:
    assert not [(key, check) for key, one in made.items() for check in one.checks if not check.holds]


def test_a_deal_is_told_at_both_of_its_rates(made: dict[tuple[str, str], Explanation]) -> None:
    text = text_of(made["ana", "2026-02"])
    assert "for pay: €1,500.00 × 0.86 = £1,290.00, spot rate of 10 Feb 2026, data/fx.csv:5\n" in text
    assert "towards quota: €1,500.00 × 0.85 = £1,275.00, plan rate of 10 Feb 2026, data/fx.csv:2\n" in text
    assert "paid: £114.33 × 1.24 = $141.77, spot rate of 10 Feb 2026, data/fx.csv:6\n" in text


def test_an_inverse_and_a_way_through_a_base_are_told(made: dict[tuple[str, str], Explanation]) -> None:
    text = text_of(made["bo", "2026-02"])
    assert "for pay: $3,333.33 ÷ 1.24 = £2,688.169355, spot rate of 10 Feb 2026, data/fx.csv:6\n" in text
    assert "towards quota: $3,333.33 × 0.92 = €3,066.6636, plan rate of 10 Feb 2026, data/fx.csv:3\n" in text
    assert "towards quota: €3,066.6636 × 0.85 = £2,606.66, plan rate of 10 Feb 2026, data/fx.csv:2\n" in text


def test_the_rate_of_the_payment_is_told(made: dict[tuple[str, str], Explanation]) -> None:
    assert (
        "paid: £114.33 × 1.26 = $144.06, spot rate of 28 Feb 2026, data/fx.csv:8;"
        " at the rate of the booking $141.77: +$2.29" in text_of(made["ana", "2026-02"])
    )
    assert (
        "−£114.33 is −$144.06, going back at the rates at which it was paid;"
        " at the rate of the booking −$141.77: −$2.29" in text_of(made["ana", "2026-03"])
    )


def test_a_converted_draw_is_told(made: dict[tuple[str, str], Explanation]) -> None:
    assert "tops up to $125.00" in text_of(made["ana", "2026-01"])
    assert "; from the plan: £100.00 × 1.25 = $125.00, spot rate of 31 Jan 2026, data/fx.csv:7" in text_of(
        made["ana", "2026-01"]
    )
    assert "; from the plan: £100.00 × 1.26 = $126.00, spot rate of 28 Feb 2026" in text_of(made["ana", "2026-02"])


def test_lines_that_are_paid_together_are_rounded_apart(tmp_path: Path) -> None:
    more = "D4,2026-01-15,ana,0.13,GBP,\nD5,2026-01-15,ana,0.13,GBP,\nD6,2026-01-15,ana,0.13,GBP,\nD2"
    text = text_of(explained(written(tmp_path, deals=("D2", more)))["ana", "2026-01"])
    assert "paid: £80.03 × 1.25 = $100.04, spot rate of 31 Jan 2026, data/fx.csv:7; 4 lines, each rounded," in text


def test_the_page_tells_the_rates_too(made: dict[tuple[str, str], Explanation]) -> None:
    page = statement_page(made["ana", "2026-02"])
    assert "€1,500.00 × 0.86 = £1,290.00, spot rate of 10 Feb 2026, data/fx.csv:5" in page
    assert "£114.33 × 1.26 = $144.06, spot rate of 28 Feb 2026, data/fx.csv:8" in page


def test_the_rates_in_force_are_a_choice_also_by_default(tmp_path: Path) -> None:
    text = text_of(explained(written(tmp_path, sales=("fx: {pay: payment}\n", "")))["bo", "2026-02"])
    assert "Exchange: measured at the plan rate, paid at the rate of the booking  (default)" in text


@pytest.mark.parametrize(
    ("change", "place", "what"),
    [
        (
            {"fx": ("2026-02-10,EUR,GBP,0.86,spot\n", "")},
            ("data/deals.csv", 3, "currency"),
            "need the spot rate from EUR to GBP on 2026-02-10; none is listed before",
        ),
        (  # one direction of the pair only
            {"attain": (", inverse: allowed", "")},
            ("data/deals.csv", 4, "currency"),
            "need the spot rate from USD to GBP on 2026-02-10; only GBP to USD is listed, from 2026-02-10 on",
        ),
        (
            {"fx": ("2026-02-28,GBP,USD,1.26,spot\n", "")},
            ("data/roster.csv", 2, "pay_currency"),
            "need the spot rate from GBP to USD on 2026-02-28; the last one before is of 2026-02-10",
        ),
    ],
)
def test_a_missing_rate_is_named_at_the_row_that_needs_it(
    tmp_path: Path, change: dict[str, tuple[str, str]], place: tuple[str, int, str], what: str
) -> None:
    found = calculate_opened(open_workspace(written(tmp_path, **change)))
    assert not found.is_usable
    told_at = [
        (d.code, d.where.file, d.where.line, d.where.detail, d.what[d.what.index("need") :]) for d in found.diagnostics
    ]
    assert ("MONY102", *place, what) in told_at
    assert all(d.fix.startswith("add the rate to data/fx.csv") for d in found.diagnostics)


def test_foreign_deals_without_any_rates_are_named(tmp_path: Path) -> None:
    fx = "fx: {file: data/fx.csv, through: EUR, inverse: allowed}\n"
    folder = written(tmp_path, attain=(fx, ""))
    (folder / "data/roster.csv").write_text("payee,pay_currency\nana,\nbo,\n", encoding="utf-8")
    found = calculate_opened(open_workspace(folder)).diagnostics
    assert [(d.code, d.where.line, d.what) for d in found] == [
        ("MONY105", 3, "1 row is in EUR in 'deals', 'sales' pays GBP, and no exchange rates are known"),
        ("MONY105", 4, "1 row is in USD in 'deals', 'sales' pays GBP, and no exchange rates are known"),
    ]
