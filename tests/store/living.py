"""Lives of a ledger in PostgreSQL: random facts, decisions, postings, closes, reopenings and pay runs.

    python -m tests.store.living --lives 200 --steps 50

After every step each entry sums to 0 in every currency, what stands is what the entries give, and both chains verify;
at the end everything ties out. What is refused changes nothing.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from tests.store.racing import make_ready
from tests.store.small import DEALS, write_deals, write_small

PERIODS = ("2026-01", "2026-02", "2026-03")
PAYEES = ("ana", "bo")


@dataclass
class Life:
    """One workspace that things happen to.

    Attributes:
        workspace: where it is.
        dice: what decides.
        deals: the deals of the file.
        taken: how often each step was taken, and how often it was refused.
        wrong: what did not hold.
    """

    workspace: Path
    dice: random.Random
    deals: dict[str, tuple[str, str, str]] = field(default_factory=lambda: dict(DEALS))
    taken: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])

    def live(self, steps: int) -> None:
        """Take so many steps, and check after each."""
        from attain_web.actions.acting import Refused

        self.sell()
        for _ in range(steps):
            step = self.dice.choice(STEPS)
            try:
                step(self)
                self.taken[step.__name__] += 1
            except Refused:
                self.taken[f"{step.__name__}, refused"] += 1
            self.check(step.__name__)
        self.tie_out()

    def sell(self) -> None:
        """A deal is new, changed or gone."""
        from attain_web.actions.importing import import_workspace

        month = self.dice.randint(1, 3)
        name = f"D{self.dice.randint(1, 9)}"
        if name in self.deals and self.dice.random() < 0.3:
            del self.deals[name]
        else:
            worth = str(self.dice.randint(1, 5000))
            self.deals[name] = (f"2026-{month:02}-{self.dice.randint(1, 28):02}", self.dice.choice(PAYEES), worth)
        write_deals(self.workspace, self.deals)
        import_workspace(self.workspace, acting_user="dana")

    def decide(self) -> None:
        """Somebody adjusts, holds or releases, and another approves."""
        from attain_web.actions.closing import deciding

        kind = self.dice.choice(("adjustment", "adjustment", "hold", "release"))
        worth = self.dice.randint(-3000, 3000) if kind == "adjustment" else self.dice.randint(1, 3000)
        draft = deciding.Draft(kind, self.dice.choice(PAYEES), self.dice.choice(PERIODS), "USD", worth, "because")
        (made,) = deciding.draft_decisions([draft], acting_user="dana")
        deciding.approve_decision(made.decision_id, acting_user="fay")

    def revoke(self) -> None:
        """A decision is revoked."""
        from attain_web.actions.closing import deciding

        found = deciding.listed_decisions()
        if found:
            made = self.dice.choice(found).decision.decision_id
            deciding.revoke_decision(made, acting_user="gus", reason="a mistake")

    def step_on(self) -> None:
        """The first period that is not closed takes its next step."""
        from attain_web.actions.closing import periods, posting

        period = next((p for p in PERIODS if periods.period(p).state != "closed"), PERIODS[-1])
        steps: dict[str, Callable[[], object]] = {
            "open": lambda: periods.calculate_period(self.workspace, period, acting_user="dana"),
            "calculated": lambda: periods.review_period(period, acting_user="dana"),
            "in_review": lambda: periods.approve_period(period, acting_user="eve"),
            "approved": lambda: posting.post_period(self.workspace, period, acting_user="eve"),
            "posted": lambda: posting.close_period(self.workspace, period, acting_user="carl"),
        }
        state = periods.period(period).state
        if state in steps:
            steps[state]()

    def calculate_again(self) -> None:
        """The first period that is not closed is calculated with what is known now."""
        from attain_web.actions.closing import periods

        period = next((p for p in PERIODS if periods.period(p).state != "closed"), PERIODS[-1])
        periods.calculate_period(self.workspace, period, acting_user="dana")

    def reopen(self) -> None:
        """Two people reopen the last period that is closed."""
        from attain_web.actions.closing import periods

        closed = [p for p in PERIODS if periods.period(p).state == "closed"]
        if closed and self.dice.random() < 1 / 3:
            for user in ("hal", "ida"):
                periods.reopen_period(closed[-1], acting_user=user, reason="a late deal")

    def pay(self) -> None:
        """A pay run is drafted, approved, exported and acknowledged, with a cent less now and then."""
        from attain_web.actions.closing import paying

        made = paying.draft_pay_run(self.dice.choice(PERIODS), acting_user="dana")
        paying.approve_pay_run(made.pay_run_id, acting_user="eve")
        lines = paying.export_pay_run(made.pay_run_id, acting_user="eve")
        short = self.dice.choice((0, 0, 1))
        paid = lines.with_columns(pay_amount=pl.max_horizontal(pl.col("pay_amount") - short, 0))
        day = date(2026, 4, 1)
        try:
            paying.acknowledge_pay_run(made.pay_run_id, paid, acting_user="eve", paid_on=day)
        finally:  # where every period is closed it cannot be posted; a reopening lets it
            self._acknowledge_later(made.pay_run_id)

    def _acknowledge_later(self, pay_run_id: str) -> None:
        from attain_web.actions.closing import paying, periods

        if paying.state_of_pay_run(paying.pay_run_of(pay_run_id)) == "exported":
            for user in ("hal", "ida"):
                periods.reopen_period(PERIODS[-1], acting_user=user, reason="to post a payment")
            lines = paying.export_pay_run(pay_run_id, acting_user="eve")
            day = date(2026, 4, 1)
            paying.acknowledge_pay_run(pay_run_id, lines, acting_user="eve", paid_on=day)

    def check(self, after: str) -> None:
        """Whether everything holds."""
        from attain_web.actions.auditing import verify_audit
        from attain_web.actions.closing.posting import verify_ledger

        verdicts = {"ledger": verify_ledger(self.workspace), "audit": verify_audit(self.workspace)}
        self.wrong += [f"after {after}: {chain}: {one.what}" for chain, v in verdicts.items() for one in v.breaks]

    def tie_out(self) -> None:
        """Whether every period that is posted or closed ties out."""
        from attain_web.actions.closing import periods
        from attain_web.actions.closing.tying import tie_out_period

        for period in PERIODS:
            if periods.period(period).state == "closed":
                found = tie_out_period(self.workspace, period).filter(kind_is_no_shortfall())
                self.wrong += [f"{period}: {row}" for row in found.rows()]


def kind_is_no_shortfall() -> pl.Expr:
    """What payroll paid less is no fault of the ledger's."""
    return ~pl.col("kind").is_in(["paid_less", "not_paid"])


STEPS: tuple[Callable[[Life], None], ...] = (
    Life.sell,
    Life.sell,
    Life.decide,
    Life.revoke,
    Life.step_on,
    Life.step_on,
    Life.step_on,
    Life.step_on,
    Life.calculate_again,
    Life.reopen,
    Life.pay,
)


def begun(folder: Path) -> Path:
    """Make a small workspace with a server of its own, its facts loaded and its plans approved."""
    write_small(folder)
    make_ready(folder)
    from attain_web.actions.importing import import_workspace
    from tests.store.journey import approve_plans

    import_workspace(folder, acting_user="dana")
    approve_plans(folder)
    return folder


def main() -> int:
    """Live as often as asked and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lives", type=int, default=200)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    from tests.store.conftest import remove

    began, taken, wrong = time.monotonic(), Counter[str](), list[str]()
    for number in range(options.lives):
        with tempfile.TemporaryDirectory() as folder:
            dice = random.Random(options.seed + number)  # noqa: S311 -- a life, not a secret
            life = Life(begun(Path(folder) / "life"), dice)
            life.live(options.steps)
            taken += life.taken
            wrong += life.wrong
            remove(life.workspace)
    print(f"seed {options.seed}: {options.lives} lives of {options.steps} steps, {time.monotonic() - began:.0f} s")
    print(dict(sorted(taken.items())))
    print(*wrong or ["every entry sums to 0, what stands is what was posted, both chains verify"], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
