"""The ledger as a state machine: post, correct, hold, release, draw, claw back, pay, close, in any order.

After every step: every entry sums to 0 in every currency; balances are the oracle's and those of a replay; a payee is
owed or owes, never both; posting again posts nothing; the chain is clean; and what closed does not change.
"""

import polars as pl
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from attain.ledger import (
    HEADS,
    POSITIONS,
    Head,
    State,
    balances,
    decided_moves,
    paid_differences,
    pay_lines,
    reconcile,
    signed_head,
    standing_of,
    verify,
)
from attain.ledger.accounts import FLOWS
from tests.ledger.ledgers import JANUARY as DATED
from tests.ledger.ledgers import SIGNING_KEY, Book, as_moves, move, moves, rows_of
from tests.oracle.ledger import Ledger

PAYEES = ("ana", "bo", "cy")
CURRENCIES = ("USD", "JPY")
NO_BANK = pl.DataFrame(schema={"payee_id": pl.String, "currency": pl.String, "banked_amount": pl.Int64})
payees, currencies = st.sampled_from(PAYEES), st.sampled_from(CURRENCIES)
minors = st.integers(1, 2_000)


class LedgerMachine(RuleBasedStateMachine):
    """What should stand grows by facts and decisions; posting, paying and closing bring the ledger up to it."""

    entry_count = 0

    def __init__(self) -> None:
        super().__init__()
        self.book, self.oracle = Book(), Ledger()
        self.facts: dict[str, dict[str, object]] = {}
        self.decisions: list[tuple[str, str, str, str, str, int]] = []
        self.month, self.closed, self.runs = 1, [], 0
        self.heads, self.checked = HEADS.empty(), Head()
        self.at_close: list[tuple[int, pl.DataFrame]] = []

    @property
    def open_period(self) -> str:
        """The open month."""
        return f"2026-{self.month:02d}"

    def add(self, flow: str, minor: int, payee: str, currency: str) -> None:
        """Add a fact of the open month."""
        number = f"F{len(self.facts)}"
        self.facts[number] = move(
            flow,
            minor,
            payee_id=payee,
            currency=currency,
            period_id=self.open_period,
            source="orders",
            transaction_id=number,
        )

    @rule(payee=payees, currency=currencies, minor=minors, flow=st.sampled_from(["earned", "guaranteed", "forfeited"]))
    def earn(self, payee: str, currency: str, minor: int, flow: str) -> None:
        self.add(flow, minor, payee, currency)

    @rule(
        payee=payees,
        currency=currencies,
        minor=minors,
        flow=st.sampled_from(["clawed_back", "clawback_deferred", "clawback_recovered"]),
    )
    def claw_back(self, payee: str, currency: str, minor: int, flow: str) -> None:
        self.add(flow, minor, payee, currency)

    @rule(payee=payees, currency=currencies, minor=minors)
    def draw(self, payee: str, currency: str, minor: int) -> None:
        self.add("draw_paid", minor, payee, currency)

    @rule(payee=payees, currency=currencies, minor=minors, flow=st.sampled_from(["draw_recovered", "draw_forgiven"]))
    def end_a_draw(self, payee: str, currency: str, minor: int, flow: str) -> None:
        self.add(flow, minor, payee, currency)

    @rule(payee=payees, currency=currencies, minor=minors, kind=st.sampled_from(["hold", "release", "adjustment"]))
    def decide(self, payee: str, currency: str, minor: int, kind: str) -> None:
        number = f"D{len(self.decisions)}"
        self.decisions.append((number, kind, payee, self.open_period, currency, minor))

    @precondition(lambda self: self.facts)
    @rule(share=st.floats(0, 0.999), minor=st.integers(-500, 2_000))
    def correct(self, share: float, minor: int) -> None:
        """A fact of any period turns out to be worth something else, or nothing."""
        number = sorted(self.facts)[int(share * len(self.facts))]
        self.facts[number] = {**self.facts[number], "move_amount": minor}

    def should_stand(self) -> pl.DataFrame:
        """Everything that is known, as moves."""
        schema = ["decision_id", "kind", "payee_id", "period_id", "currency", "decided_amount"]
        decided = pl.DataFrame(self.decisions, schema=schema, orient="row") if self.decisions else None
        facts = moves(*(fact for fact in self.facts.values() if fact["move_amount"]))
        return pl.concat([facts, decided_moves(decided)]) if decided is not None else facts

    def append(self, found: pl.DataFrame, what: str) -> None:
        """Post to the ledger and to the oracle."""
        self.runs += 1
        run_id = f"{what} {self.runs}"
        self.book.post(found, run_id=run_id, batch_no=self.runs)
        self.oracle.post(as_moves(found), run_id=run_id, batch_no=self.runs, dated_on=DATED)

    def missing(self) -> pl.DataFrame:
        """What a run would post now."""
        state = State("late_fact", self.should_stand())
        return reconcile(self.book.standing, [state], closed=self.closed, open_period=self.open_period)

    @rule()
    def post(self) -> None:
        found = self.missing()
        assert set(found["posted_period_id"]) <= {self.open_period}
        self.append(found, "run")
        assert self.missing().is_empty()

    @rule(chosen=st.sets(payees))
    def pay(self, chosen: set[str]) -> None:
        lines = pay_lines(self.book.positions.filter(pl.col("payee_id").is_in(list(chosen))), NO_BANK)
        month = self.open_period
        found = paid_differences(lines, period_id=month, posted_period_id=month, pay_run_id=f"P{self.runs}")
        self.append(found, "pay")
        left = self.book.positions.filter(pl.col("payee_id").is_in(list(chosen)))
        assert pay_lines(left, NO_BANK).is_empty()

    @precondition(lambda self: self.month < 12)
    @rule()
    def close(self) -> None:
        self.post()
        purpose = f"close {self.open_period}"
        signed = signed_head(self.book.head, SIGNING_KEY, chain="ledger", purpose=purpose)
        self.heads = pl.concat([self.heads, signed])
        self.at_close.append((self.runs, balances(self.book.entries, self.book.lines)))
        self.closed.append(self.open_period)
        self.month += 1

    @invariant()
    def holds(self) -> None:
        """What always holds; a fact alone changes nothing of the ledger."""
        if self.book.head != self.checked:
            self.every_entry_sums_to_zero()
            self.the_balances_are_those_of_the_oracle_and_of_a_replay()
            self.a_payee_is_owed_or_owes()
            self.what_was_known_at_a_close_does_not_change()
            self.checked = self.book.head

    def every_entry_sums_to_zero(self) -> None:
        sums = self.book.lines.group_by("entry_no", "currency").agg(pl.col("line_amount").sum())
        assert sums.filter(pl.col("line_amount") != 0).is_empty()

    def the_balances_are_those_of_the_oracle_and_of_a_replay(self) -> None:
        found = balances(self.book.entries, self.book.lines)
        expected = [(*key, balance) for key, balance in self.oracle.balances.items() if balance]
        assert rows_of(found, found.columns) == sorted(expected, key=repr)
        replay = standing_of(self.book.entries, self.book.lines)
        assert rows_of(replay, replay.columns) == rows_of(self.book.standing, replay.columns)
        kept = {row[:2]: row[2] for row in self.book.positions.select(POSITIONS.names).iter_rows() if row[2]}
        assert kept == self.book.due()
        assert self.book.head.head_hash == self.oracle.head

    def a_payee_is_owed_or_owes(self) -> None:
        found = self.oracle.balances
        for (payee, account, currency), balance in found.items():
            if account == "payable":
                assert balance <= 0
                assert not balance or not found.get((payee, "clawback_receivable", currency), 0)
            if account == "clawback_receivable":
                assert balance >= 0

    def what_was_known_at_a_close_does_not_change(self) -> None:
        for batch_no, known in self.at_close[-1:]:
            again = balances(self.book.entries, self.book.lines, batch_no=batch_no)
            assert again.equals(known)

    def teardown(self) -> None:
        """At the end the whole chain is verified against every signed head."""
        book, key = self.book, SIGNING_KEY.public_key()
        assert verify(book.entries, book.lines, self.heads, key, standing=book.standing).is_clean
        LedgerMachine.entry_count += book.entries.height


def test_every_flow_but_the_posted_ones_is_a_fact_or_a_decision() -> None:
    moved = {"earned", "guaranteed", "forfeited", "clawed_back", "draw_paid", "draw_recovered", "draw_forgiven"}
    moved |= {"clawback_deferred", "clawback_recovered"}
    assert set(FLOWS) - moved - {"held", "released", "fx_difference", "adjusted"} == {
        "paid",
        "owed",
        "capitalised",
        "amortised",
        "reduced",
        "impaired",
    }


@pytest.mark.slow
def test_many_long_lives_of_a_ledger() -> None:
    """2,000 ledgers of 50 steps: make ledger."""
    run_state_machine_as_test(LedgerMachine, settings=settings(max_examples=2_000, stateful_step_count=50))
    print(f"2,000 lives of 50 steps; {LedgerMachine.entry_count:,} entries, every one sums to 0")  # noqa: T201 - the log


TestLedger = LedgerMachine.TestCase
TestLedger.settings = settings(max_examples=50, stateful_step_count=20)
