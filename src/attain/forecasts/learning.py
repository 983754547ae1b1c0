"""How likely something happens to a deal, learned from deals of the past: its stage's share, moved by its own signs.

Of the deals that stood in Negotiation 120 of 300 were won: 40 %. One that is old, stands still and was put off three
times starts from the odds of its stage, and its signs move them as far as they did for deals of the past (a logistic
regression). Few deals are drawn towards what all stages together show, as if ten more deals had shown it; and signs
towards saying nothing, as a normal prior with a standard deviation of 1/2 for signs of usual size.

Where many deals are known, what such probabilities came to is read from the past as well: if of the deals that were
said to be at 30 % as many as 37 % happened, then 30 % becomes 37 %.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log

import polars as pl

PRIOR = 10
_RIDGE = 4.0
_ROUNDS = 12
_LEAST = 1e-6
_MOST_GROUPS, _LEAST_GROUPS, _LEAST_IN_GROUP = 20, 5, 100


@dataclass(frozen=True)
class Odds:
    """What was learned.

    Attributes:
        overall: the share of all deals.
        by_stage: that of each stage, few deals drawn towards all.
        signs: by sign its mean, its spread, and by how much one spread moves the logarithm of the odds.
        shift: by how much those odds are moved for every deal.
        corrected: what probabilities came to, rising; empty where too few deals are known.
    """

    overall: float
    by_stage: Mapping[str, float]
    signs: Mapping[str, tuple[float, float, float]]
    shift: float
    corrected: tuple[tuple[float, float], ...] = ()

    def of(self, rows: pl.DataFrame) -> pl.Series:
        """Return the probability for each deal, from its ``stage`` and signs; one that is not known moves nothing."""
        moved = [_usual(name, mean, spread) * weight for name, (mean, spread, weight) in self.signs.items()]
        odds = pl.sum_horizontal(self.base(), pl.lit(self.shift), *moved)
        plain = rows.select(chance=1 / (1 + (0 - odds).exp())).to_series()
        return self._corrected(plain) if self.corrected else plain

    def _corrected(self, plain: pl.Series) -> pl.Series:
        """Read each probability on the line through what probabilities came to, from 0 to 0 and from 1 to 1."""
        ends = [(0.0, 0.0), *self.corrected, (1.0, 1.0)]
        said = pl.col("chance")
        found = pl.lit(1.0)
        for (a, low), (b, high) in reversed(list(pairwise(ends))):
            if b > a:
                found = pl.when(said <= b).then(low + (said - a) * ((high - low) / (b - a))).otherwise(found)
        return pl.DataFrame({"chance": plain}).select(found.alias("chance")).to_series()

    def base(self) -> pl.Expr:
        """Return the logarithm of the odds of a deal's stage, before its signs are seen."""
        stages = {stage: _log_odds(share) for stage, share in self.by_stage.items()}
        return pl.col("stage").replace_strict(stages, default=_log_odds(self.overall), return_dtype=pl.Float64)


def learn(rows: pl.DataFrame, happened: str, signs: Sequence[str]) -> Odds:
    """Learn from deals of the past.

    Args:
        rows: at least one deal, with its ``stage`` and signs as they stood then.
        happened: the column that says whether it happened to the deal.
        signs: the columns of its signs, numbers; empty cells are not known.
    """
    overall = int(rows[happened].sum()) / rows.height
    counted = rows.group_by("stage").agg(hits=pl.col(happened).sum(), deals=pl.len())
    by_stage = {str(s): (hits + PRIOR * overall) / (deals + PRIOR) for s, hits, deals in counted.iter_rows() if s}
    spreads = {name: _spread(rows[name]) for name in signs}
    used = {name: found for name, found in spreads.items() if found[1] > _LEAST}
    start = Odds(overall, by_stage, {name: (*found, 0.0) for name, found in used.items()}, 0.0)
    if overall in {0.0, 1.0}:
        return start
    fitted = _fitted(rows, happened, start)
    return replace(fitted, corrected=_corrections(fitted.of(rows), rows[happened]))


def _corrections(said: pl.Series, happened: pl.Series) -> tuple[tuple[float, float], ...]:
    """Return the mean of equally large groups of probabilities and what they came to, made to rise."""
    groups = min(_MOST_GROUPS, len(said) // _LEAST_IN_GROUP)
    if groups < _LEAST_GROUPS:
        return ()
    rows = pl.DataFrame({"said": said, "hit": happened}).sort("said", maintain_order=True)
    placed = rows.with_columns(group=pl.int_range(pl.len(), dtype=pl.Int64) * groups // pl.len())
    found = placed.group_by("group", maintain_order=True).agg(
        mean=pl.col("said").mean(), hits=pl.col("hit").sum(), deals=pl.len()
    )
    # Groups whose share falls below that of the group before are joined with it, until the shares rise.
    joined: list[tuple[float, float, int]] = []
    for mean, hits, deals in found.select("mean", "hits", "deals").iter_rows():
        own = (mean, (hits + PRIOR * mean) / (deals + PRIOR), deals)
        while joined and joined[-1][1] >= own[1]:
            before, count = joined.pop(), own[2]
            weight = before[2] / (before[2] + count)
            own = (
                before[0] * weight + own[0] * (1 - weight),
                before[1] * weight + own[1] * (1 - weight),
                before[2] + count,
            )
        joined.append(own)
    return tuple((mean, share) for mean, share, _ in joined)


def _fitted(rows: pl.DataFrame, happened: str, start: Odds) -> Odds:
    """Find the most likely weights, given their prior, by Newton's method."""
    names = list(start.signs)
    columns = ["one", *names]
    frame = rows.with_columns(
        pl.lit(1.0).alias("one"),
        *(_usual(name, mean, spread).alias(name) for name, (mean, spread, _) in start.signs.items()),
        base=start.base(),
        hit=pl.col(happened).cast(pl.Float64),
    ).select("base", "hit", *columns)
    weights = [0.0] * len(columns)
    for _ in range(_ROUNDS):
        odds = pl.sum_horizontal("base", *(pl.col(c) * w for c, w in zip(columns, weights, strict=True)))
        seen = frame.with_columns(p=1 / (1 + (0 - odds).exp())).with_columns(v=pl.col("p") * (1 - pl.col("p")))
        pairs = [(a, b) for at, a in enumerate(columns) for b in columns[at:]]
        sums = seen.select(
            *(((pl.col("hit") - pl.col("p")) * pl.col(c)).sum().alias(f"g_{c}") for c in columns),
            *((pl.col("v") * pl.col(a) * pl.col(b)).sum().alias(f"h_{a}_{b}") for a, b in pairs),
        ).row(0, named=True)
        slope = [sums[f"g_{c}"] - _RIDGE * w for c, w in zip(columns, weights, strict=True)]
        curve = [
            [
                float(sums[f"h_{a}_{b}" if (a, b) in pairs else f"h_{b}_{a}"]) + (_RIDGE if a == b else 0)
                for b in columns
            ]
            for a in columns
        ]
        step = _solved(curve, slope)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < _LEAST:
            break
    moved = {name: (*start.signs[name][:2], weight) for name, weight in zip(names, weights[1:], strict=True)}
    return Odds(start.overall, start.by_stage, moved, weights[0])


def _usual(name: str, mean: float, spread: float) -> pl.Expr:
    """Return a sign in spreads from its mean; 0 where it is not known."""
    return ((pl.col(name) - mean) / spread).fill_null(0.0)


def _spread(values: pl.Series) -> tuple[float, float]:
    mean, spread = values.mean(), values.std()
    return (float(mean) if isinstance(mean, float) else 0.0, float(spread) if isinstance(spread, float) else 0.0)


def _log_odds(share: float) -> float:
    inside = min(1 - _LEAST, max(_LEAST, share))
    return log(inside / (1 - inside))


def _solved(curve: list[list[float]], slope: list[float]) -> list[float]:
    """Solve a system of equations that has one solution, by elimination."""
    rows = [[*line, value] for line, value in zip(curve, slope, strict=True)]
    size = len(rows)
    for at in range(size):
        best = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        for row in range(size):
            if row != at:
                factor = rows[row][at] / rows[at][at]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[at], strict=True)]
    return [rows[at][size] / rows[at][at] for at in range(size)]
