"""Pots and prizes: who takes part, with how much, and what of a pot or of the prizes each of them gets.

Everybody in one window, and of one value of ``by``, shares one pot. At the end of a pay period in which the window has
not ended yet nobody gets anything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from attain.diagnostics import Code, Diagnostic, Place
from attain.documents import Text
from attain.earnings import Lines
from attain.measures.rank import places
from attain.periods import Unit
from attain.rates import Pool, RankPrize
from attain.rates.problems import BAD_POT, BAD_SHARE, NOBODY
from attain.rates.windowed.pool import parts_of_pot, shared_out
from attain.rates.windowed.rank_prize import prizes_won
from attain.runs.inputs.facts import Findings
from attain.runs.windows.reading import Reading

Group = tuple[int, int, str]


@dataclass(frozen=True)
class Member:
    """Somebody who takes part: the row, the payee, what they take part with, and the pot as they read it."""

    row: int
    payee: int
    worth: Fraction | None
    pot: Fraction | None = None


@dataclass(frozen=True)
class Sharing:
    """Shares out pots and prizes of one component.

    Attributes:
        reading: what expressions read.
        own: the component's measure.
        per: the window.
        findings: where problems go.
    """

    reading: Reading
    own: str
    per: Unit
    findings: Findings

    def shared(self, rate: Pool | RankPrize, rows: pl.DataFrame) -> Lines:
        """Return each candidate's amount in minor units, with what it was found from.

        Returns:
            The rows with ``takes_part`` and ``n`` (the amount); for explanations ``pot`` (minor units), ``member_part``
            over ``member_of`` (the part of the pot; of prizes the place over 1) and ``member_count``.
        """
        frame = rows.with_columns(takes_part=self._takes_part(rate, rows))
        groups = self._groups(rate, frame)
        self._report_empty(rate, frame, groups)
        nothing = [0] * rows.height
        found: dict[str, list[int]] = {name: list(nothing) for name in ("n", "pot", "member_part", "member_count")}
        found["member_of"] = [1] * rows.height
        for group, members in groups.items():
            told = self._of_pool(rate, members, group) if isinstance(rate, Pool) else self._of_prizes(rate, members)
            for member, (won, pot, part) in zip(members, told, strict=True):
                found["n"][member.row], found["pot"][member.row] = won, pot
                found["member_part"][member.row], found["member_of"][member.row] = part.numerator, part.denominator
                found["member_count"][member.row] = len(members)
        columns = {name: pl.Series(values, dtype=pl.Int128) for name, values in found.items()}
        frame = frame.with_columns(**columns).with_columns(takes_part=pl.col("member_count") > 0)
        return Lines(frame, 1, has_fractions=False, bound=0).measured()

    # who takes part, with what

    def _takes_part(self, rate: Pool | RankPrize, rows: pl.DataFrame) -> pl.Series:
        holds = self.reading.condition(rows, rate.among, self.per, self.own)
        return rows["has_ended"] & holds

    def _groups(self, rate: Pool | RankPrize, frame: pl.DataFrame) -> dict[Group, list[Member]]:
        """Gather the members of each window, pay period and value of ``by``, in the order of payees."""
        taking = frame.with_row_index("_row").filter("takes_part")
        worths, pots = self._worths(rate, taking), self._pots(rate, taking)
        found: dict[Group, list[Member]] = {}
        keys = self._keys(rate, taking)
        columns = taking.select("_row", "payee", "window", "cut").iter_rows()
        marked = self.reading.run.facts.roster.marked(pl.col("payee"), pl.col("_key"))
        keys = taking.select("payee").with_columns(pl.Series("_key", keys, dtype=pl.String)).select(marked).to_series()
        for (row, payee, window, cut), key, worth, pot in zip(columns, keys, worths, pots, strict=True):
            if worth is not None or isinstance(rate, Pool):
                found.setdefault((window, cut, key), []).append(Member(row, payee, worth, pot))
        return found

    def _keys(self, rate: Pool | RankPrize, taking: pl.DataFrame) -> list[str]:
        if rate.by is None:
            return [""] * taking.height
        rows = self.reading.attached(taking, (rate.by,), self.own)
        evaluator = self.reading.bounded(self.reading.evaluator(self.per, self.own), rows)
        named = evaluator.keys(rows, rate.by, evaluator.vocabulary.line(), "_key")
        return [str(key) if key is not None else "" for key in named["_key"].to_list()]

    def _worths(self, rate: Pool | RankPrize, taking: pl.DataFrame) -> list[Fraction | None]:
        if isinstance(rate, RankPrize):
            worths = list(_fractions(self.reading.ranked_value(taking, self.own)))
            if self.reading.run.measures[self.own].rank is not None:  # the best place is the lowest number
                worths = [None if place is None else -place for place in worths]
            return [worth if wins else None for worth, wins in zip(worths, self._can_win(taking), strict=True)]
        if rate.is_equal:
            return [Fraction(1)] * taking.height
        found = self.reading.fraction(taking, rate.share, self.per, self.own)
        return list(_fractions(found))

    def _can_win(self, taking: pl.DataFrame) -> list[bool]:
        """Whether each has something to win with: of what is added up or counted more than nothing."""
        measures, name = self.reading.run.measures, self.own
        while (above := measures[name].rank) is not None:
            name = str(above)
        if measures[name].kind not in {"sum", "count"}:
            return [True] * taking.height
        return [value is not None and value > 0 for value in _fractions(self.reading.ranked_value(taking, name))]

    def _pots(self, rate: Pool | RankPrize, taking: pl.DataFrame) -> list[Fraction | None]:
        """The pot as each member reads it, in minor units."""
        if isinstance(rate, RankPrize):
            return [None] * taking.height
        found = self.reading.fraction(taking, rate.pot, self.per, self.own)
        unit = self.reading.run.pay_unit
        return [None if pot is None else pot * unit for pot in _fractions(found)]

    # what they get

    def _of_pool(self, rate: Pool, members: Sequence[Member], group: Group) -> list[tuple[int, int, Fraction]]:
        """What each member gets, the pot, and the part of it; nothing where the pot or a share makes no sense."""
        nothing = [(0, 0, Fraction(0))] * len(members)
        pots = {member.pot for member in members}
        pot = members[0].pot
        if len(pots) > 1 or pot is None or pot < 0:
            self._add(BAD_POT, rate.pot, *self._wrong_pot(members, group))
            return nothing
        shares = [member.worth for member in members if member.worth is not None and member.worth >= 0]
        if len(shares) < len(members):
            self._add(BAD_SHARE, rate.share, *self._wrong_share(rate, members, group))
            return nothing
        parts = parts_of_pot(shares, of_total=rate.shares == "of_total")
        if sum(parts) > 1:
            what = f"the shares of the pot of {self._named(group)} sum to more than 100 %"
            self._add(BAD_SHARE, rate.share, what, "lower a share, or write shares: of_total")
            return nothing
        if not any(parts):
            what = f"nobody has a share in the pot of {self._named(group)}"
            self._add(NOBODY, rate.share, what, "change 'share', or nobody is paid")
        rounding = self.reading.run.rounding
        whole = shared_out(pot, [Fraction(1)], rounding)[0]
        won = shared_out(pot, parts, rounding)
        return [(one, whole, part) for one, part in zip(won, parts, strict=True)]

    def _of_prizes(self, rate: RankPrize, members: Sequence[Member]) -> list[tuple[int, int, Fraction]]:
        """What each member wins, the sum of the prizes, and the place."""
        unit = self.reading.run.pay_unit
        prizes = [prize.value * unit for prize in rate.prizes]
        values = [member.worth for member in members if member.worth is not None]
        won = prizes_won(prizes, values, rate.ties, self.reading.run.rounding)
        total = sum(prizes, Fraction(0))
        placed = places(values, dense=rate.ties == "dense")
        return [(one, total.numerator // total.denominator, Fraction(at)) for one, at in zip(won, placed, strict=True)]

    # what is wrong

    def _report_empty(self, rate: Pool | RankPrize, frame: pl.DataFrame, groups: dict[Group, list[Member]]) -> None:
        """Warn of windows that have ended and in which nobody takes part; the last look at each counts."""
        ended = frame.filter("has_ended").group_by("window", maintain_order=True).agg(pl.col("cut").max())
        taken = {(window, cut) for window, cut, _ in groups}
        empty = [window for window, cut in ended.iter_rows() if (window, cut) not in taken]
        if empty:
            more = f", and in {len(empty) - 1} more windows" if len(empty) > 1 else ""
            noun = "pot is shared by nobody" if isinstance(rate, Pool) else "prizes are won by nobody"
            what = f"the {noun} in {self._window(empty[0])}{more}"
            place = rate.among if rate.among is not None else None
            fix = "change 'among', or nothing is paid" if place is not None else "put somebody on the plan"
            if isinstance(rate, RankPrize) and place is None:
                fix = "nothing, where nobody sold anything: whoever has nothing wins nothing"
            self._add(NOBODY, place if place is not None else rate.place, what, fix)

    def _wrong_pot(self, members: Sequence[Member], group: Group) -> tuple[str, str]:
        pots = {member.pot for member in members}
        if len(pots) > 1:
            other = next(member for member in members if member.pot != members[0].pot)
            who = f"{self._payee(members[0])} and {self._payee(other)}"
            fix = "write 'by' with what the pot depends on, such as by: payee.team"
            return f"{who} share one pot in {self._named(group)}, and it is not the same for both", fix
        what = "is not defined" if members[0].pot is None else "is below 0"
        return f"the pot of {self._named(group)} {what}", "write what it is then, such as greatest(..., 0)"

    def _wrong_share(self, rate: Pool, members: Sequence[Member], group: Group) -> tuple[str, str]:
        wrong = next(member for member in members if member.worth is None or member.worth < 0)
        what = "is not defined" if wrong.worth is None else "is below 0"
        fix = f"leave such members out with 'among', or write greatest({rate.share}, 0)"
        return f"the share of {self._payee(wrong)} in the pot of {self._named(group)} {what}", fix

    def _add(self, code: Code, at: Text | Place, what: str, fix: str) -> None:
        self.findings.add(Diagnostic.of(code, at.place if isinstance(at, Text) else at, what, fix))

    def _payee(self, member: Member) -> str:
        return self.reading.run.facts.roster.payees[member.payee]

    def _window(self, number: int) -> str:
        return str(self.reading.run.timeline.windows(self.per).periods["period_id"][number])

    def _named(self, group: Group) -> str:
        return self._window(group[0]) + (f", {group[2]}" if group[2] else "")


def _fractions(values: pl.DataFrame) -> Iterator[Fraction | None]:
    for top, bottom in values.iter_rows():
        yield None if top is None or not bottom else Fraction(int(top), int(bottom))
