"""Two states compared: who gains, who loses, by how much and why, in parts that always add up.

From the state before to the state after one thing is exchanged at a time, in a declared order: engine, exchange rates,
roster, targets, plans, the order of deals, data, adjustments. What pay moves by at a step is the part of its cause, so
the parts are differences of neighbours in a row of sums, and their sum is the whole difference.

A quota raised (-500.00) and a deal added (+1,200.00) make 700.00 more: target -500.00, data 1,200.00.
"""

from dataclasses import dataclass

import polars as pl

from attain.diagnostics import Diagnostic, Place, has_errors, in_order
from attain.questions.diff.problems import NOT_CALCULATED, TOGETHER
from attain.questions.diff.states import CAUSES, KEYS, STEPS, Mixed, State, is_same, summed

_SCHEMA = {**dict.fromkeys((*KEYS, "cause"), pl.String), "earning_amount": pl.Int64}


@dataclass(frozen=True)
class Difference:
    """What differs between two states.

    Attributes:
        before: what was earned: ``payee_id, plan_id, component_id, period_id, currency, transaction_id`` and
            ``earning_amount`` in minor units; where there is no transaction its id is empty.
        after: what is earned now.
        parts: the same keys, ``cause`` and ``earning_amount``: what each cause adds; only where it adds something.
        diagnostics: why there is nothing to compare, or which causes cannot be told apart.
    """

    before: pl.DataFrame
    after: pl.DataFrame
    parts: pl.DataFrame
    diagnostics: list[Diagnostic]

    @property
    def is_usable(self) -> bool:
        """Whether both sides could be calculated."""
        return not has_errors(self.diagnostics)

    @property
    def payees(self) -> pl.DataFrame:
        """Who gains and who loses: a row per payee and currency, the largest gain first.

        Returns:
            ``payee_id, currency, before, after, difference`` and a column per cause, in minor units; without those
            whose pay does not move at all.
        """
        keys = ["payee_id", "currency"]
        sides = [
            frame.group_by(keys).agg(pl.col("earning_amount").sum().alias(name))
            for frame, name in ((self.before, "before"), (self.after, "after"))
        ]
        both = sides[0].join(sides[1], on=keys, how="full", coalesce=True).fill_null(0)
        causes = list(self.causes)
        sums = self.parts.group_by(keys).agg(
            pl.col("earning_amount").filter(pl.col("cause") == cause).sum().alias(cause) for cause in causes
        )
        moved = self.parts.select(keys).unique()
        found = both.join(sums, on=keys, how="left").join(moved, on=keys, how="semi")
        found = found.with_columns(pl.col(causes).fill_null(0), difference=pl.col("after") - pl.col("before"))
        found = found.select(*keys, "before", "after", "difference", *causes)
        return found.sort("currency", "difference", "payee_id", descending=[False, True, False])

    @property
    def causes(self) -> list[str]:
        """The causes that move anybody's pay, in the order in which they are exchanged."""
        found = set(self.parts["cause"].to_list())
        first = [cause for cause in CAUSES if cause in found]
        return [*first, *sorted(found - set(first))]

    @property
    def totals(self) -> pl.DataFrame:
        """What each cause adds in all: ``currency, cause, payee_count, earning_amount``."""
        order = {cause: n for n, cause in enumerate(self.causes)}
        found = self.parts.group_by("currency", "cause").agg(
            pl.col("payee_id").n_unique().alias("payee_count"), pl.col("earning_amount").sum()
        )
        if not order:
            return found
        return found.sort("currency", pl.col("cause").replace_strict(order, return_dtype=pl.Int64))


def difference(before: State, after: State) -> Difference:
    """Compare two states.

    Args:
        before: what was.
        after: what is.
    """
    start, end = Mixed.of(before.opened), Mixed.of(after.opened)
    refused = [*_refused("before", start), *_refused("after", end)]
    if refused:
        empty = pl.DataFrame(schema={k: t for k, t in _SCHEMA.items() if k != "cause"})
        return Difference(empty, empty, pl.DataFrame(schema=_SCHEMA), refused)
    was = summed(before.recorded) if before.recorded is not None else start.earned
    parts = [_part("engine", was, start.earned)]
    now, found = start, list[Diagnostic]()
    waiting: list[str] = []
    standing = start.earned
    for cause, step in STEPS.items():
        tried = step(now, after)
        if not waiting and is_same(tried, now):
            continue
        waiting.append(cause)
        now = tried
        if tried.results.is_usable:
            parts.append(_part(" and ".join(waiting), standing, tried.earned))
            found += _together(waiting)
            standing, waiting = tried.earned, []
    parts.append(_part(" and ".join(waiting) or "data", standing, end.earned))
    found += _together(waiting)
    # The version that calculated the state after is this one, unless it was recorded.
    last = summed(after.recorded) if after.recorded is not None else end.earned
    parts.append(_part("engine", end.earned, last))
    was, last, by_hand = _adjusted(was, last, before, after)
    parts.append(by_hand)
    every = pl.concat(parts).group_by(*KEYS, "cause").agg(pl.col("earning_amount").sum())
    every = every.filter(pl.col("earning_amount") != 0).sort(*KEYS, "cause")
    return Difference(was, last, every, in_order(found))


def _part(cause: str, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """What earnings move by from one state to the next."""
    signed = pl.concat(
        [
            after.select(*KEYS, "earning_amount"),
            before.select(*KEYS, earning_amount=-pl.col("earning_amount")),
        ]
    )
    moved = signed.group_by(KEYS).agg(pl.col("earning_amount").sum()).filter(pl.col("earning_amount") != 0)
    return moved.with_columns(cause=pl.lit(cause)).select(list(_SCHEMA))


def _adjusted(
    was: pl.DataFrame, now: pl.DataFrame, before: State, after: State
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Add what was added by hand to both sides; returns also its part."""
    sides = [_by_hand(state) for state in (before, after)]
    part = _part("adjustment", sides[0], sides[1])
    return pl.concat([was, sides[0].select(was.columns)]), pl.concat([now, sides[1].select(now.columns)]), part


def _by_hand(state: State) -> pl.DataFrame:
    schema = {k: t for k, t in _SCHEMA.items() if k != "cause"}
    if state.adjustments is None:
        return pl.DataFrame(schema=schema)
    rows = state.adjustments.with_columns(
        plan_id=pl.lit(""), component_id=pl.lit("adjustment"), transaction_id=pl.lit("")
    )
    return rows.group_by(KEYS).agg(pl.col("earning_amount").sum()).select(list(schema))


def _refused(side: str, mixed: Mixed) -> list[Diagnostic]:
    problems = [*mixed.opened.diagnostics] if has_errors(mixed.opened.diagnostics) else []
    if not problems and not mixed.results.is_usable:
        problems = mixed.results.diagnostics
    first = next((problem for problem in problems if problem.severity == "error"), None)
    if first is None:
        return []
    what = f"the state {side} cannot be calculated: {first.where} {first.code} {first.what}"
    return [Diagnostic.of(NOT_CALCULATED, Place(str(mixed.opened.folder.name)), what, first.fix)]


def _together(causes: list[str]) -> list[Diagnostic]:
    if len(causes) < 2:
        return []
    what = f"{' and '.join(causes)} are given as one cause: they fit each other, and one of them alone fits nothing"
    return [Diagnostic.of(TOGETHER, Place("diff"), what, "compare in two steps, with a state in between that holds")]
