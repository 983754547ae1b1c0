"""Makes the demo's deals: real orders as won and open deals with a made-up past; lost deals, leads and calls beside.

    python demo/adventure_works_live/make.py [SEED]

Each order of a representative up to 1 March 2014 is a won deal; those from 30 March to 1 May are the same
representatives' open deals on the demo's day, 15 March 2014. The same seed makes the same files. ``outcomes.csv`` holds
what became of the open deals; nothing reads it but the tests.
"""

# ruff: noqa: INP001, S311, T201 - a script beside its data that draws and prints

import csv
import gzip
import io
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
ORDERS = HERE.parent / "adventure_works" / "data" / "SalesOrderHeader.csv.gz"
TODAY = datetime(2014, 3, 15)  # noqa: DTZ001 - the demo's day, in its own time zone
LAST_WON, FIRST_OPEN = date(2014, 3, 1), date(2014, 3, 30)
STAGES = ("Prospecting", "Investigation", "Proposal Made", "Negotiation")
CAMPAIGNS = (
    ("C1", "Trade fair", "Event", 180_000),
    ("C2", "Newsletter", "Email", 24_000),
    ("C3", "Bike shops", "Mail", 60_000),
)
SOURCES = ("Web", "Referral", "Trade fair", "Partner")
LOST_PER_WON = 1.6

State = tuple[datetime, str, Decimal, date, str]


class Maker:
    """Draws lives of deals and gathers the rows of every file."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.deals: list[list[object]] = []
        self.history: list[list[object]] = []
        self.leads: list[list[object]] = []
        self.activities: list[list[object]] = []
        self.outcomes: list[list[object]] = []

    def deal(self, deal: str, order: tuple[date, str, str, Decimal], ending: str, *, territory: str) -> None:
        """Draw the past of a deal that ends on a day as won or lost, and write down what is known of it today."""
        ends_on, owner, account, worth = order
        states = self.life(ends_on, owner, worth, ending)
        known = [state for state in states if state[0] <= TODAY]
        if not known:
            return
        created, last = known[0][0], known[-1]
        campaign = self.dice.choice([c[0] for c in CAMPAIGNS] + [""] * 4)
        source = self.dice.choice(SOURCES)
        stage, is_closed = last[1], last[1].startswith("Closed")
        self.deals.append([
            deal, stage, last[3], last[2], last[4], created.isoformat(), stage == "Closed Won", is_closed,
            account, campaign, source, territory,
        ])  # fmt: skip
        self.history += [[deal, s, a, c, o, at.isoformat()] for at, s, a, c, o in known]
        if last[0] < TODAY - timedelta(days=1) or not stage.startswith("Closed"):
            self.around(deal, (created, min(TODAY, states[-1][0])), last[4], (campaign, source))
        if not stage.startswith("Closed"):
            self.outcomes.append([deal, ending, ends_on, worth])

    def life(self, ends_on: date, owner: str, worth: Decimal, ending: str) -> list[State]:
        """Draw the states of a deal, first to last."""
        dice = self.dice
        length = max(12, int(dice.lognormvariate(4.2, 0.5)))
        ended = datetime.combine(ends_on, datetime.min.time()) + timedelta(hours=dice.randrange(9, 18))
        created = ended - timedelta(days=length, hours=dice.randrange(8))
        slips = dice.choices([0, 1, 2, 3, 4], [50, 25, 14, 7, 4] if ending == "Closed Won" else [25, 25, 22, 16, 12])[0]
        due = ends_on - timedelta(days=slips * dice.randrange(20, 45))
        due = max(due, created.date() + timedelta(days=5))
        if dice.random() < 0.12:
            due = date(due.year, 12, 31)  # the surge: parked on the last day of the year
        first_owner = owner if dice.random() < 0.94 else dice.choice(["275", "276", "279", "282"])
        value = (worth * Decimal(dice.randrange(75, 125)) / 100).quantize(Decimal("0.01"))
        stages = [stage for stage in STAGES if stage == STAGES[0] or dice.random() < 0.85]
        if ending == "Closed Lost":
            stages = stages[: dice.randrange(1, len(stages) + 1)]
        moments = sorted(created + (ended - created) * dice.random() for _ in range(len(stages) - 1 + slips))
        events = [("stage", stage) for stage in stages[1:]] + [("slip", "")] * slips
        dice.shuffle(events)
        order = iter(stages[1:])
        states: list[State] = [(created, stages[0], value, due, first_owner)]
        stage = stages[0]
        for number, ((kind, _), at) in enumerate(zip(events, moments, strict=True)):
            if kind == "stage":
                stage = next(order)
                value = worth if stage == "Negotiation" else value
            else:
                due = max(due, at.date()) + timedelta(days=dice.randrange(15, 50))
            states.append((at, stage, value, due, owner if number else first_owner))
        if ending == "Closed Won" and dice.random() < 0.02:
            at = states[-1][0] + (ended - states[-1][0]) / 3
            states += [
                (at, "Closed Lost", value, at.date(), owner),
                (at + (ended - at) / 2, stage, value, ends_on, owner),
            ]
        return [*states, (ended, ending, worth, ends_on, owner)]

    def around(self, deal: str, span: tuple[datetime, datetime], owner: str, came: tuple[str, str]) -> None:
        """Draw the lead a deal began as, and the calls, e-mails and meetings about it."""
        dice, (created, until), (campaign, source) = self.dice, span, came
        if dice.random() < 0.35:
            began = created - timedelta(days=dice.randrange(1, 20), minutes=dice.randrange(600))
            answered = began + timedelta(minutes=dice.randrange(5, 3_000))
            self.leads.append(
                [
                    f"L{deal}",
                    began.isoformat(),
                    "Converted",
                    source,
                    campaign,
                    owner,
                    answered.isoformat(),
                    created.isoformat(),
                    deal,
                ]
            )
        for _ in range(dice.randrange(0, 4)):
            at = created + (until - created) * dice.random()
            kind = dice.choices(["Call", "Email", "Meeting"], [5, 4, 2])[0]
            result = dice.choice(["Connected", "No answer", "Left voicemail"]) if kind == "Call" else ""
            seconds = dice.randrange(60, 1_500) if result == "Connected" else 5 if result else ""
            self.activities.append([kind, at.isoformat(timespec="seconds"), owner, deal, result, seconds])

    def idle_leads(self, owners: Sequence[str], count: int) -> None:
        """Draw leads that became nothing."""
        for number in range(count):
            began = TODAY - timedelta(days=self.dice.randrange(1, 1_000), minutes=self.dice.randrange(1_440))
            answered = began + timedelta(minutes=self.dice.randrange(10, 9_000))
            seen = answered.isoformat() if self.dice.random() < 0.7 else ""
            campaign = self.dice.choice([c[0] for c in CAMPAIGNS] + [""])
            row = [f"I{number}", began.isoformat(), "Contacted" if seen else "New", self.dice.choice(SOURCES), campaign]
            self.leads.append([*row, self.dice.choice(owners), seen, "", ""])


def orders() -> list[tuple[str, date, str, str, str, Decimal]]:
    """Read the representatives' orders: id, day, owner, account, territory, value."""
    with gzip.open(ORDERS, "rt", encoding="utf-8-sig") as file:
        reader = csv.reader(file, delimiter="\t")
        header = [name.strip() for name in next(reader)]
        found = []
        for cells in reader:
            row = dict(zip(header, cells, strict=False))
            if row["SalesPersonID"]:
                day = date.fromisoformat(row["OrderDate"][:10])
                worth = Decimal(row["SubTotal"]).quantize(Decimal("0.01"))
                found.append(
                    (row["SalesOrderID"], day, row["SalesPersonID"], row["CustomerID"], row["TerritoryID"], worth)
                )
    return found


def make(seed: int = 20140315) -> Maker:
    """Draw the whole demo."""
    maker = Maker(seed)
    real = orders()
    for deal, day, owner, account, territory, worth in real:
        if day <= LAST_WON or day >= FIRST_OPEN:
            maker.deal(deal, (day, owner, account, worth), "Closed Won", territory=territory)
    for number in range(int(len(real) * LOST_PER_WON)):
        _, day, owner, account, territory, worth = maker.dice.choice(real)
        lost_on = day + timedelta(days=maker.dice.randrange(-40, 60))
        maker.deal(f"X{number}", (lost_on, owner, account, worth), "Closed Lost", territory=territory)
    maker.idle_leads(sorted({owner for _, _, owner, *_ in real}), 2_000)
    return maker


def write(name: str, header: str, rows: Sequence[Sequence[object]]) -> None:
    """Write a file; packed the same way every time where its name ends in gz."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [header.split(","), *sorted(map(list, rows), key=lambda r: [str(c) for c in r])]
    )
    content = text.getvalue().encode()
    path = HERE / "data" / name
    path.write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)


def main(seed: int = 20140315) -> None:
    """Write every file of the demo."""
    made = make(seed)
    deals = "Id,StageName,CloseDate,Amount,OwnerId,CreatedDate,IsWon,IsClosed,AccountId,CampaignId,LeadSource,Territory"
    write("opportunities.csv.gz", deals, made.deals)
    write("history.csv.gz", "OpportunityId,StageName,Amount,CloseDate,OwnerId,CreatedDate", made.history)
    leads = "Id,CreatedDate,Status,LeadSource,CampaignId,OwnerId,FirstResponseDate,ConvertedDate,ConvertedOpportunityId"
    write("leads.csv.gz", leads, made.leads)
    write(
        "activities.csv.gz", "Type,ActivityDate,OwnerId,WhatId,CallDisposition,CallDurationInSeconds", made.activities
    )
    write("campaigns.csv", "Id,Name,Type,ActualCost", [list(c) for c in CAMPAIGNS])
    write("outcomes.csv", "Id,Outcome,ClosedOn,Amount", made.outcomes)
    print(f"{len(made.deals):,} deals, {len(made.history):,} states, {len(made.outcomes):,} of them open")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
