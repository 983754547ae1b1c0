"""The settlement against the oracle's fold, month after month.

Properties:
1. Every amount of every month is the oracle's, for all four draws, with a limit of what is owed, recovery in percent,
   with keep, until and in the same period, limits to what one payment gives back, caps per month and per quarter, lost
   or banked, and a negative rest carried or forgiven.
2. The identity holds on every row, and nothing that is never negative is.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.payment import FLOWS, Fold
from tests.oracle.periods import Period, months_later
from tests.payments.settling import Month, Terms, settled

START = date(2026, 1, 1)
LENGTH = 6
MONTHS = [Period(f"2026-{n + 1:02}", months_later(START, n), months_later(START, n + 1)) for n in range(LENGTH)]


@dataclass
class Settings:
    """What the oracle asks of its world: the plan, the minor unit, who is on it until when, and quarters."""

    plan: dict
    runs_before: date
    minor: Fraction = field(default=Fraction(1))
    currency: str = "JPY"

    def pay_currency(self, _payee: str, _day: date) -> str:
        return self.currency

    def end_of(self, period: Period) -> date:
        return period.ends_before

    @property
    def calendar(self) -> "Settings":
        return self

    def is_assigned(self, _payee: str, day: date) -> bool:
        return day < self.runs_before

    def window(self, _unit: str, day: date) -> tuple[int, int]:
        return (day.year, (day.month - 1) // 3)


cents = st.sampled_from([0, 1, 49, 50, 51, 99, 100, 101, 150, 300, 1_000])
percents = st.sampled_from(["100%", "50%", "33.333%", "0%", "12.5%"])
draws = st.fixed_dictionaries(
    {
        "recoverable": st.sampled_from(["true", "false"]),
        "kind": st.sampled_from(["tops_up_to", "adds"]),
        "amount": cents,
    },
    optional={
        "percent": percents,
        "keep": cents,
        "limit": cents,
        "starting": st.sampled_from(["next_period", "same_period"]),
        "until": st.sampled_from([month.starts_on for month in MONTHS]),
    },
)
caps = st.fixed_dictionaries(
    {"at": cents, "per": st.sampled_from(["pay_period", "quarter"]), "excess": st.sampled_from(["lost", "banked"])}
)
limits = st.fixed_dictionaries(
    {}, optional={"percent": st.sampled_from(["50%", "33.3%", "100%"]), "keep": cents, "at": cents}
)
moves = st.lists(
    st.tuples(st.sampled_from([-300, -101, -50, 0, 0, 1, 49, 100, 151, 400]), st.sampled_from([-100, 0, 0, 50, 100])),
    max_size=3,
)


def _payment(draw: dict | None, cap: dict | None, limit: dict | None, *, forgives: bool) -> dict:
    """The payment of a plan, as the oracle reads it."""
    payment: dict[str, object] = {"carry_negative": "forgiven" if forgives else "forward"}
    if limit is not None:
        payment["clawbacks"] = {key: str(value) for key, value in limit.items()}
    if draw is not None:
        recover = {key: str(draw[key]) for key in ("percent", "keep", "starting", "until") if key in draw}
        payment["draw"] = {draw["kind"]: str(draw["amount"]), "recoverable": draw["recoverable"], "recover": recover}
        payment["draw"] |= {"owes_at_most": str(draw["limit"])} if _is_limited(draw) else {}
    if cap is not None:
        payment["cap"] = {key: str(value) for key, value in cap.items()}
    return payment


def _is_limited(draw: dict) -> bool:
    return "limit" in draw and draw["recoverable"] == "true"


def _limited(terms: Terms, limit: dict | None) -> Terms:
    """The terms with a limit to what one payment gives back."""
    rule = limit or {}
    percent = Fraction(rule.get("percent", "100%").rstrip("%")) / 100
    return replace(
        terms,
        limits_clawbacks=limit is not None,
        clawback_percent=percent.numerator,
        clawback_whole=percent.denominator,
        clawback_keep=rule.get("keep", 0),
        clawback_most=rule.get("at"),
    )


def _terms(draw: dict | None, cap: dict | None, number: int, *, forgives: bool, runs: bool) -> Terms:
    """The same for the kernel."""
    rule = draw or {"kind": "adds", "recoverable": "false", "amount": 0}
    percent = Fraction(rule.get("percent", "100%").rstrip("%")) / 100
    is_quarterly = cap is not None and cap["per"] == "quarter"
    return Terms(
        draw_amount=rule["amount"] if draw is not None and runs else None,
        draw_limit=rule["limit"] if _is_limited(rule) else None,
        tops_up=rule["kind"] == "tops_up_to",
        recoverable=rule["recoverable"] == "true",
        same_period=rule.get("starting") == "same_period",
        recovers=MONTHS[number].starts_on < rule.get("until", date.max),
        percent=percent.numerator,
        percent_whole=percent.denominator,
        keep=rule.get("keep"),
        cap=None if cap is None else cap["at"],
        cap_window=1 + number // 3 if is_quarterly else 1 + number,
        banks=cap is not None and cap["excess"] == "banked",
        forgives_negative=forgives,
    )


def _month(pairs: list[tuple[int, int]]) -> Month:
    """The flows of pairs of what is earned and what is kept of it."""
    return Month(
        earned=sum(max(earning, 0) for earning, _ in pairs),
        clawed_back=-sum(min(earning, 0) for earning, _ in pairs),
        held=sum(max(kept, 0) for _, kept in pairs),
        released=-sum(min(kept, 0) for _, kept in pairs),
    )


@settings(max_examples=60)
@given(
    st.one_of(st.none(), draws),
    st.one_of(st.none(), caps),
    st.one_of(st.none(), limits),
    st.booleans(),
    st.integers(0, LENGTH),
    st.lists(moves, min_size=LENGTH, max_size=LENGTH),
)
def test_every_amount_is_the_oracles(
    draw: dict | None,
    cap: dict | None,
    limit: dict | None,
    forgives: bool,  # noqa: FBT001 - drawn
    runs: int,
    flows: list[list[tuple[int, int]]],
) -> None:
    """Properties 1 and 2."""
    world = Settings({"payment": _payment(draw, cap, limit, forgives=forgives)}, months_later(START, runs))
    fold = Fold(world, "ana", "JPY")
    terms = [_limited(_terms(draw, cap, n, forgives=forgives, runs=n < runs), limit) for n in range(LENGTH)]
    found = settled([_month(pairs) for pairs in flows], terms)
    for number, (period, pairs) in enumerate(zip(MONTHS, flows, strict=True)):
        moved = [{"earned": Fraction(e), "released": Fraction(e - kept)} for e, kept in pairs]
        row = fold.row(period, moved)
        balances = ["draw_balance", "clawback_balance", "held_balance"]
        columns = ["opening_balance", *FLOWS, "closing_balance", *balances]
        assert found.row(number, named=True) | {c: int(row[c]) for c in columns} == found.row(number, named=True)
