"""Write the first texts of a workspace: attain.yaml with its reasons, roster, targets and a plan to start from."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from attain.money.currency import is_currency
from attain.sources.config import FormatConfig
from attain.sources.files.contents import MIB
from attain.sources.files.opening import open_table
from attain.sources.files.raw import RawColumn, Unreadable
from attain.sources.header import position_of
from attain.sources.pipeline.columns import EXPECTED, OPPORTUNITIES
from attain.sources.proposals.propose import Proposal, ProposedColumn
from attain.sources.readings.amounts import CURRENCY_SIGNS
from attain.sources.readings.dates import DateRule, read_dates
from attain.sources.readings.notation import find_day_order
from attain.sources.readings.reading import trimmed
from attain.sources.readings.words import read_texts

_CHOICES = {"date": "dmy or mdy", "decimal": '"." or ","'}
_FIRST = {"date": "dmy", "decimal": '"."'}


@dataclass(frozen=True)
class Draft:
    """A file of the user, the source it becomes, and where it will lie in the workspace."""

    name: str
    file: str
    path: Path
    proposal: Proposal
    is_copied: bool

    @property
    def is_payable(self) -> bool:
        """Whether it has what a first plan needs: an owner, an amount and a date."""
        has_money = self.paid_column is not None
        return has_money and self.proposal.column("owner") is not None and self.proposal.as_of is not None

    @property
    def is_pipeline(self) -> bool:
        """Whether it has what a pipeline needs: deals with an id, a close date, and a stage or what became of them."""
        header = [c.header for c in self.proposal.columns]
        found = {c.name: header[at] for c in OPPORTUNITIES if (at := position_of(c, header)) is not None}
        has_outcome = not found.keys().isdisjoint({"stage", "status", "is_won", "is_closed"})
        is_due = not found.keys().isdisjoint({"close_date", EXPECTED["close_date"]})
        # A history names a deal once for each change; only deals have a name, or an id that is theirs alone.
        key = [c.header for c in self.proposal.columns if c.name in self.proposal.key]
        return "id" in found and has_outcome and is_due and ("name" in found or key == [found["id"]])

    @property
    def paid_column(self) -> str | None:
        """The column to pay on: ``amount``, or the first of money."""
        money = [c.name for c in self.proposal.columns if c.kind == "money" and c.is_known]
        return "amount" if "amount" in money else money[0] if money else None


@dataclass(frozen=True)
class Survey:
    """What a first look at the deals shows: owners in order of their text, first and last day, currency."""

    owners: tuple[str, ...]
    first_day: dt.date
    last_day: dt.date
    currency: str
    has_unowned: bool
    won: str | None


def survey(draft: Draft) -> Survey:
    """Look at the owners, dates and currency of the deals."""
    opened = open_table(draft.path, FormatConfig(), [], 4096 * MIB)
    chosen = {c.name: opened.header.index(c.header) for c in draft.proposal.columns}
    raw = opened.read(sorted(set(chosen.values())))
    cells = {name: raw.columns[position] for name, position in chosen.items()}
    owners = read_texts(cells["owner"].written, cells["owner"].native, "payee", ()).values
    days = _days(cells[str(draft.proposal.as_of)])
    today = dt.date(2026, 1, 1)
    return Survey(
        owners=tuple(sorted(owners.drop_nulls().unique().to_list())),
        first_day=min(days, default=today),
        last_day=max(days, default=today),
        currency=_currency(cells, str(draft.paid_column)),
        has_unowned=owners.null_count() > 0,
        won=_won(draft, cells),
    )


def _days(column: RawColumn) -> list[dt.date]:
    try:
        texts = {} if column.written is None else {"": trimmed(column.written, ())}
        order, _ = find_day_order(texts, _lines(column))
    except Unreadable:
        order = "dmy"
    found = read_dates(column.written, column.native, DateRule(order)).values.drop_nulls()
    return [day for day in (found.min(), found.max()) if isinstance(day, dt.date)]


def _lines(column: RawColumn) -> pl.Series:
    return pl.int_range(len(column.written) if column.written is not None else 0, eager=True)


def _currency(cells: dict[str, RawColumn], paid_column: str) -> str:
    """Take the only currency that the file names, else US dollars."""
    if "currency" in cells and cells["currency"].written is not None:
        codes = cells["currency"].written.drop_nulls().value_counts(sort=True)
        if codes.height and is_currency(str(codes.row(0)[0])):
            return str(codes.row(0)[0])
    written = cells[paid_column].written
    if written is not None:
        for sign, codes in CURRENCY_SIGNS.items():
            if written.head(1000).str.contains(sign, literal=True).any():
                return codes[0]
    return "USD"


def _won(draft: Draft, cells: dict[str, RawColumn]) -> str | None:
    """Find how the file says that a deal is won, as a condition."""
    if draft.proposal.column("is_won"):
        return "is_won"
    for name in ("status", "stage"):
        column = cells.get(name)
        if column is None or column.written is None:
            continue
        for word in column.written.unique().drop_nulls().sort().to_list():
            if re.fullmatch(r"(?i)\s*(closed[ -]?)?won\s*", word):
                return f"{name} = '{word.strip()}'"
    return None


def config_text(drafts: Sequence[Draft], main: Draft | None, seen: Survey | None) -> str:
    """Write attain.yaml, each column with the reason for it."""
    year = seen.first_day.year if seen else 2026
    lines = [
        f"currency: {seen.currency if seen else 'USD'}",
        "time_zone: UTC",
        f"calendar: {{year_starts: {year}-01-01}}",
        "sources:",
    ]
    for draft in drafts:
        lines += _source_lines(draft)
    if main:
        lines += [
            "roster: {file: data/roster.csv}     # drafted from the owners found: set titles, managers and dates",
            "# targets: {file: data/targets.csv} # drafted: set the amounts, then take the # away",
        ]
    deals = next((draft for draft in drafts if draft.is_pipeline), None)
    lines += _pipeline_lines(deals) if deals else []
    return "\n".join(lines) + "\n"


def _pipeline_lines(deals: Draft) -> list[str]:
    """Write the pipeline: columns are recognised again, stages are read by their names until they are declared."""
    return [
        "pipeline:                           # attain pipeline, metrics and report read this",
        f"  opportunities: {{file: {_quoted(deals.file)}}}",
        "  # history: [{kind: salesforce_history, file: data/opportunity_history.csv}]",
        "  # stages: {Prospecting: 10%, Negotiation: 75%, Closed Won: won, Closed Lost: lost}",
    ]


def _source_lines(draft: Draft) -> list[str]:
    proposal = draft.proposal
    lines = [f"  {draft.name}:", f"    file: {_quoted(draft.file)}"]
    if proposal.format:
        lines += [f"    # {reason}" for reason in proposal.format.values()]
        choices = " and ".join(_CHOICES[setting] for setting in proposal.format)
        form = ", ".join(f"{setting}: {_FIRST[setting]}" for setting in proposal.format)
        lines.append(f"    # format: {{{form}}}  # choose {choices}, then take the first # away")
    if proposal.key:
        lines.append(f"    key: [{', '.join(proposal.key)}]")
    if proposal.as_of:
        lines.append(f"    as_of: {proposal.as_of}")
    lines.append("    columns:")
    used = [c for c in proposal.columns if c.is_known or c.name in proposal.key]
    lines += [f"      {_column(c)}  # {c.reason}" for c in used]
    lines += [f"      # {_column(c)}" for c in proposal.columns if c not in used]
    return lines


def _column(column: ProposedColumn) -> str:
    if column.header == column.name and not column.settings:
        return f"{column.name}: {column.kind}"
    settings = "".join(f", {key}: {value}" for key, value in column.settings.items())
    return f"{column.name}: {{from: {_quoted(column.header)}, type: {column.kind}{settings}}}"


def _quoted(text: str) -> str:
    is_plain = re.fullmatch(r"[A-Za-z_][\w ./-]*", text) and text.lower() not in {"true", "false", "null", "yes", "no"}
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def roster_text(seen: Survey) -> str:
    """Draft a roster: every owner a seller from the first year on."""
    starts = f"{seen.first_day.year}-01-01"
    rows = [[owner, starts, "", "Seller", ""] for owner in seen.owners]
    return _csv([["payee", "from", "before", "title", "manager"], *rows])


def targets_text(seen: Survey) -> str:
    """Draft a target per owner for each quarter of the last year, to be filled in."""
    quarters = [f"{seen.last_day.year}-Q{number}" for number in range(1, 5)]
    rows = [["quota", owner, quarter, "100000"] for owner in seen.owners for quarter in quarters]
    return _csv([["name", "payee", "period", "amount"], *rows])


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def plan_text(draft: Draft, seen: Survey) -> str:
    """Write a first plan: a flat rate on every won deal that has an owner."""
    conditions = [c for c in (seen.won, "owner is not null" if seen.has_unowned else None) if c]
    where = f', where: "{" and ".join(conditions)}"' if conditions else ""
    given = {"is_won": ", is_won: true"}.get(seen.won or "", "")
    if seen.won and not given:
        name, _, word = seen.won.partition(" = ")
        given = f", {name}: {word}"
    return f"""# A plan to start from. The tutorial shows tiers, quotas, splits and draws.
plan: first_plan
title: First plan
currency: {seen.currency}
effective: {{from: {seen.first_day.year}-01-01, before: {seen.last_day.year + 1}-01-01}}
assign: {{where: "payee.title = 'Seller'"}}
pay_period: month
components:
  commission:
    credit: {{source: {draft.name}{where}, dated: {draft.proposal.as_of}, value: {draft.paid_column}, to: owner}}
    measure: {{sum: value, per: month}}
    rate: {{kind: flat_rate, pay: 5%}}
examples:
  - title: 5 % of a deal
    given: {{{draft.name}: [{{{draft.paid_column}: 1000{given}}}]}}
    expect: {{commission: [50]}}
"""
