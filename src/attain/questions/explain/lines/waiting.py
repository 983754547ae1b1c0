"""Money that waits: what each line keeps back in a pay period, and what earlier lines release in it."""

from fractions import Fraction
from functools import cached_property

import polars as pl

from attain.diagnostics import Place
from attain.questions.explain.lines.deals import Columns, Deals
from attain.questions.explain.lines.exchanges import Exchanges
from attain.questions.explain.lines.held import holding, holds_of
from attain.questions.explain.lines.walks import Key, Walk
from attain.runs.earning.due.holding import held_lines
from attain.runs.earning.releasing import flows
from attain.statements import HoldPart, Part, ReleasePart


class Waiting:
    """The releases of one component, line by line: the same flows as the payment's, with lines in place of payees."""

    def __init__(self, walk: Walk, entries: pl.DataFrame, deals: Deals, exchanges: Exchanges) -> None:
        self.exchanges = exchanges
        self.walk = walk
        self.entries = entries
        self.deals = deals
        self.parts = walk.plan_run.parts[walk.name]

    @cached_property
    def kept(self) -> dict[tuple[int, str, int], int]:
        """What each line keeps back per pay period (released from what was kept: negative), in minor units."""
        if self.parts is None:
            return {}
        keys = self.entries.select("line", "line_type").unique().sort("line", "line_type").with_row_index("_number")
        numbered = self.entries.join(keys, on=["line", "line_type"], how="left").with_columns(payee="_number")
        found = flows(numbered, self.parts, self.walk.plan_run.timeline)
        names = [(line, line_type) for _, line, line_type in keys.iter_rows()]
        return {
            (*names[row["payee"]], row["period"]): row["held"] - row["released"]
            for row in found.iter_rows(named=True)
            if row["held"] != row["released"]
        }

    @cached_property
    def releases(self) -> dict[int, tuple[ReleasePart, ...]]:
        """The released shares of each line."""
        found: dict[int, list[ReleasePart]] = {}
        if self.parts is not None:
            own = self.entries["line"].unique().implode()
            for row in self.parts.frame.filter(pl.col("line").is_in(own)).iter_rows(named=True):
                part = ReleasePart(Fraction(row["share"], row["whole"]), row["released_on"])
                found.setdefault(row["line"], []).append(part)
        return {line: tuple(listed) for line, listed in found.items()}

    @cached_property
    def _holds(self) -> dict[int, list[HoldPart]]:
        """Every hold of each line."""
        run, name = self.walk.plan_run, self.walk.name
        written = run.plan.holds + self.walk.component.holds
        return holds_of(held_lines(self.walk.standing.rows, written, run.evaluator(name)), written)

    def holds(self, line: int, cut: int) -> tuple[HoldPart, ...]:
        """What still keeps a line from being paid at the end of a pay period."""
        return holding(self._holds.get(line, []), self.walk.plan_run.timeline, cut)

    @cached_property
    def _by_period(self) -> dict[int, list[tuple[int, str, int]]]:
        found: dict[int, list[tuple[int, str, int]]] = {}
        for (line, line_type, period), kept in self.kept.items():
            found.setdefault(period, []).append((line, line_type, kept))
        return found

    def released(
        self, payee: int, cut: int, own: frozenset[tuple[int, str]], standing: dict[int, Columns]
    ) -> tuple[Part, ...]:
        """What earlier lines of a payee pay in a period without an entry of their own.

        Args:
            payee: code.
            cut: number of the pay period.
            own: lines that have an entry in it.
            standing: the row of every line.
        """
        found = [
            self._part(standing[line], kept, (line, line_type, cut))
            for line, line_type, kept in self._by_period.get(cut, [])
            if (line, line_type) not in own and line in standing and standing[line]["payee"] == payee
        ]
        return tuple(sorted(found, key=lambda part: (part.earned_on, part.transaction_id or "")))

    def _place(self, line: int) -> Place:
        """The plan's line that decides when a line is paid: its hold, or the component's release."""
        held = self._holds.get(line)
        return held[-1].place if held else self.walk.component.key_place("release")

    def _part(self, row: Columns, kept: int, key: Key) -> Part:
        now = Fraction(-kept, self.walk.plan_run.pay_unit)
        is_own = self.exchanges.currency_of_line(key[0], key[1]) == self.exchanges.paying.own
        return Part(
            component_id=self.walk.name,
            transaction_id=self.deals.ids[int(row["row"])],
            label=self.deals.label(row["row"]),
            source_place=self.walk.reader.source_place(row["row"]),
            earned_on=row["dated"],
            released_now=now,
            place=self._place(row["line"]),
            pay_released=now if is_own else -self.exchanges.kept(*key),
        )
