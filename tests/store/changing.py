"""Random changes of a store, each run calculated from the one before it and compared with everything calculated anew.

    python -m tests.store.changing --sequences 1000 --seed 1

A sequence is a plan and a few changes of deals, splits and now and then people: deals are added, changed, moved to
another owner or day, cancelled, given more decimals, and taken away. After each change the figures of every payee must
be the same bytes as those of a calculation of everybody.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

PEOPLE = tuple(f"p{number:02d}" for number in range(24))
DAYS = ("2026-01-10", "2026-01-31", "2026-02-03", "2026-02-17", "2026-03-01", "2026-03-30", "2026-05-05")
CONFIG = """\
name: Changing
currency: USD
today: 2026-12-31
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, owner: payee, amount: money, units: decimal, cancelled_on: date}
    children:
      splits:
        file: data/splits.csv
        key: [id]
        columns: {id: text, payee: payee, share: percent}
roster:
  file: data/roster.csv
  columns: {payee: payee, title: text, manager: payee}
"""
HEAD = """\
plan: sales
currency: USD
effective: {from: 2026-01-01%s}
components:
"""
COMPONENTS = (
    """\
  commission:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: quarter}
    rate: {kind: marginal_tiers, tiers: [{from: 0, pay: 5%}, {from: 5000, pay: 7.5%}, {from: 20000, pay: 10%}]}
    clawback: {when: cancelled_on < closed_on + 120 days, dated: cancelled_on, policy: unwind}
""",
    """\
  devices:
    credit: {source: deals, where: amount > 4000, value: units, to: owner}
    measure: {sum: value, per: month}
    rate: {kind: per_unit, pay: 12.5}
""",
    """\
  shared:
    credit: {source: deals, value: amount, to: {split: splits}}
    measure: {sum: value, per: year}
    rate: {kind: whole_tiers, tiers: [{from: 0, pay: 1%}, {from: 10000, pay: 2%}]}
""",
    """\
  managed:
    credit: {source: deals, where: units < 3, value: amount, to: {manager_of: owner, levels: 1}}
    measure: {sum: value, per: month}
    rate: {kind: flat_rate, pay: 0.5%}
""",
)


@dataclass
class Deals:
    """What the files of a workspace say."""

    dice: random.Random
    deals: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    splits: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    managers: dict[str, str] = field(default_factory=dict[str, str])
    next_no: int = 1

    def add(self) -> None:
        """Add a deal with its splits."""
        name = f"D{self.next_no}"
        self.next_no += 1
        self.deals[name] = {
            "closed_on": self.dice.choice(DAYS[:-1]),
            "owner": self.dice.choice(PEOPLE),
            "amount": str(self.dice.randrange(1, 9_000)) + self.dice.choice(("", ".5", ".25")),
            "units": self.dice.choice(("1", "2", "3", "2.5")),
            "cancelled_on": "",
        }
        first, second = self.dice.sample(PEOPLE, 2)
        self.splits[name] = self.dice.choice(({first: "100%"}, {first: "60%", second: "40%"}))

    def change(self) -> str:
        """Change something, and say what."""
        kinds = ("add", "amount", "owner", "day", "cancel", "remove", "split", "units", "late", "finer", "manager")
        kind = self.dice.choices(kinds, (5, 5, 4, 3, 3, 3, 3, 2, 1, 1, 1))[0]
        if kind == "manager":
            self.managers[self.dice.choice(PEOPLE[2:])] = self.dice.choice(PEOPLE[:2])
        elif kind == "add" or not self.deals:
            self.add()
        else:
            self._change(self.dice.choice(sorted(self.deals)), kind)
        return kind

    def _change(self, name: str, kind: str) -> None:
        first, second = self.dice.sample(PEOPLE, 2)
        said = {
            "amount": ("amount", str(self.dice.randrange(1, 30_000))),
            "owner": ("owner", first),
            "day": ("closed_on", self.dice.choice(DAYS[:-1])),
            "cancel": ("cancelled_on", self.dice.choice(DAYS)),
            "units": ("units", self.dice.choice(("1", "4", "7.5"))),
            "late": ("closed_on", DAYS[-1]),
            "finer": ("units", "0.125"),
        }
        if kind in said:
            column, value = said[kind]
            self.deals[name][column] = value
        elif kind == "remove":
            del self.deals[name], self.splits[name]
        else:
            self.splits[name] = self.dice.choice(({first: "100%"}, {first: "75%", second: "25%"}))

    def write(self, folder: Path) -> None:
        """Write the files."""
        columns = ("closed_on", "owner", "amount", "units", "cancelled_on")
        rows = [",".join(("id", *columns)), *(",".join((n, *(d[c] for c in columns))) for n, d in self.deals.items())]
        folder.joinpath("data/deals.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        rows = ["id,payee,share", *(f"{n},{p},{s}" for n, own in self.splits.items() for p, s in own.items())]
        folder.joinpath("data/splits.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        rows = ["payee,title,manager", *(f"{p},AE,{self.managers.get(p, '')}" for p in PEOPLE)]
        folder.joinpath("data/roster.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


@dataclass
class Seen:
    """What was seen: changes of each kind, how runs were calculated, and what differed."""

    changes: Counter[str] = field(default_factory=Counter[str])
    runs: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])


def write_workspace(folder: Path, dice: random.Random) -> Deals:
    """Write a workspace with a plan of its own."""
    for name in ("data", "plans"):
        folder.joinpath(name).mkdir(parents=True, exist_ok=True)
    folder.joinpath("attain.yaml").write_text(CONFIG, encoding="utf-8")
    parts = dice.sample(COMPONENTS, dice.randrange(1, len(COMPONENTS) + 1))
    ends = dice.choice(("", ", before: 2027-01-01"))
    folder.joinpath("plans/sales.yaml").write_text(HEAD % ends + "".join(parts), encoding="utf-8")
    deals = Deals(dice, managers=dict.fromkeys(PEOPLE[3:], PEOPLE[0]))
    for _ in range(dice.randrange(10, 40)):
        deals.add()
    deals.write(folder)
    return deals


def change_and_compare(workspace: Path, deals: Deals, seen: Seen, *, steps: int, label: str) -> None:
    """Change the deals of a workspace whose store is ready, and compare after each change.

    Args:
        workspace: whose files are written.
        deals: what they say.
        seen: where to count.
        steps: how many changes.
        label: of the sequence, for what is wrong.
    """
    from django.db import connections

    from attain_web.actions.acting import ENGINE
    from attain_web.actions.calculating.again import shares_in
    from attain_web.actions.calculating.inputs import calculated, inputs_at
    from attain_web.actions.importing import import_workspace
    from attain_web.actions.running import calculate_run
    from attain_web.store.figures import digests_of

    for step in range(steps):
        changes = [deals.change() for _ in range(deals.dice.randrange(1, 3))] if step else []
        seen.changes.update(changes)
        deals.write(workspace)
        import_workspace(workspace, acting_user="dana")
        ran = calculate_run(workspace, acting_user="dana")
        if ran.run is None:
            seen.wrong.append(f"{label}, step {step}: {ran.diagnostics[0].what}")
            return
        if not ran.is_new:
            continue
        seen.runs["again" if ran.payee_count is not None else ran.why_all] += 1
        whole = calculated(workspace, inputs_at(None, None))
        with connections[ENGINE].cursor() as cursor:
            kept = digests_of(cursor, ran.run.run_id)
        expected = {share.payee_id: share.digest for share in shares_in(whole)}
        earned = whole.tables["earnings"].group_by("period_id").agg(pl.col("earning_amount").sum())
        sums = {period: own["USD"] for period, own in ran.run.earned.items() if own["USD"]}
        if kept != expected:
            differ = sorted(p for p in kept.keys() | expected if kept.get(p) != expected.get(p))
            seen.wrong.append(f"{label}, step {step} ({', '.join(changes)}): the figures of {', '.join(differ)}")
        if sums != {period: total for period, total in earned.iter_rows() if total}:
            seen.wrong.append(f"{label}, step {step}: what is earned in all")


def main() -> int:
    """Run many sequences; 0 when nothing differed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sequences", type=int, default=1_000)
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    from attain_web.setup import ready

    seen, began = Seen(), time.monotonic()

    def say(count: int) -> None:
        print(f"{count} sequences of {given.steps} from seed {given.seed} in {time.monotonic() - began:.0f} s")
        for title, counts in (("changes", seen.changes), ("runs", seen.runs)):
            print(f"{title}: " + ", ".join(f"{count} {what}" for what, count in counts.most_common()))
        print(f"wrong: {len(seen.wrong)}", *seen.wrong[:20], sep="\n  ", flush=True)

    with tempfile.TemporaryDirectory(prefix="attain-changing-") as name:
        workspace = Path(name)
        for number in range(given.seed, given.seed + given.sequences):
            deals = write_workspace(workspace, random.Random(number))  # noqa: S311 - no secret
            if number == given.seed:
                ready(workspace)
                from tests.store.journey import approve_plans
            from attain_web.actions.importing import import_workspace

            import_workspace(workspace, acting_user="dana")
            approve_plans(workspace)
            change_and_compare(workspace, deals, seen, steps=given.steps, label=f"seed {number}")
            if (number - given.seed + 1) % 25 == 0 or number == given.seed + given.sequences - 1:
                say(number - given.seed + 1)
        from attain_web.store.embedded import Cluster

        Cluster(workspace).stop()
    return 1 if seen.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
