"""Reads aloud how a rate pays: ``Pay each stretch at its own rate: 8 % from 0 %, 12 % from 100 %``."""

from collections.abc import Iterator, Mapping
from itertools import product

from attain.documents import Quantity
from attain.questions.aloud.windowed import window_sentences
from attain.questions.aloud.words import listed, others, plain, spoken
from attain.rates import (
    FlatRate,
    Formula,
    Interpolated,
    MarginalTiers,
    Matrix,
    Pay,
    PerUnit,
    Pool,
    RankPrize,
    RateModel,
    StepBonus,
    Tier,
    TierTable,
    WholeTiers,
)
from attain.rates.grids import Dimension
from attain.rates.grids.dimensions import ELSE

_KEYS = ("kind", "of", "by", "boundary", "pay", "tiers", "steps", "every", "above", "points", "below", "beyond")
_MATRIX_KEYS = ("dimensions", "pay", "apply", "pays")


def rate_sentences(rate: RateModel) -> Iterator[str]:
    """Read a rate."""
    of = f" of {spoken(rate.of)}" if rate.of is not None else ""
    match rate:
        case FlatRate(pay=pay):
            yield f"Pay {_pay(pay, rate)}{of}."
        case PerUnit(pay=pay):
            yield f"Pay {_pay(pay, rate)} for each unit{of}."
        case MarginalTiers(tiers=tiers):
            yield f"Pay each stretch at its own rate{of}: {_tiers(tiers, rate)}."
        case WholeTiers(tiers=tiers):
            yield f"Pay everything at the rate reached{of}: {_tiers(tiers, rate)}."
        case StepBonus():
            yield f"{_steps(rate)}{of}."
        case Interpolated():
            yield from _curve(rate, of)
        case Pool() | RankPrize() | Formula():
            yield from window_sentences(rate)
            return
        case Matrix():
            yield f"{_matrix(rate)}{of}: {_cells(rate)}."
        case _:
            yield f"Pay {plain(rate.node)}."
            return
    if rate.boundary == "above":
        yield "A bound counts only beyond it, not on it."
    yield from (text for text in others(rate, *_KEYS, *_MATRIX_KEYS) if rate.node)


def _pay(pay: Pay, rate: RateModel) -> str:
    if isinstance(pay, Mapping):
        named = [
            f"{spoken(each)} where {spoken(rate.by or 'by')} is {key}" for key, each in pay.items() if key != "else"
        ]
        return listed([*named, *([f"{spoken(pay['else'])} otherwise"] if "else" in pay else [])])
    return spoken(pay)


def _tiers(tiers: tuple[Tier, ...] | TierTable, rate: RateModel) -> str:
    if isinstance(tiers, TierTable):
        return f"tiers of the table {tiers.table} by {listed([spoken(key) for key in tiers.by])}"
    return ", ".join(f"{_part(tier.pay, rate)} from {spoken(tier.from_)}" for tier in tiers)


def _part(pay: Pay, rate: RateModel) -> str:
    """A pay among others: one by value stands in brackets."""
    return f"({_pay(pay, rate)})" if isinstance(pay, Mapping) else _pay(pay, rate)


def _steps(rate: StepBonus) -> str:
    if rate.every is not None:
        above = f" above {spoken(rate.above)}" if rate.above is not None else ""
        paid = _pay(rate.pay, rate) if rate.pay is not None else ""
        return f"Pay {paid} at every {spoken(rate.every)}{above}"
    steps = ", ".join(f"{_part(step.pay, rate)} at {spoken(step.at)}" for step in rate.steps)
    return f"Pay once for the highest step reached: {steps}"


def _curve(rate: Interpolated, of: str) -> Iterator[str]:
    points = ", ".join(f"{spoken(y)} at {spoken(x)}" for x, y in rate.points)
    shares = f", in shares{of}" if of else ""
    yield f"Pay along straight lines{shares}: {points}."
    below = spoken(rate.below) if rate.below is not None else "nothing"
    beyond = "the last line goes on" if rate.beyond == "extend" else "it stays"
    yield f"Below the first point it pays {below}; beyond the last {beyond}."
    if _has_jump([x for x, _ in rate.points]):
        yield "Where two points stand at one place it jumps, and the later one holds there."


def _matrix(rate: Matrix) -> str:
    if rate.is_payout:
        return "Pay for the cell reached"
    return "Pay each piece of a credit by its own cell" if rate.is_marginal else "Pay everything by the cell reached"


def _cells(rate: Matrix) -> str:
    """Every cell with its pay: ``15 % in year_to_date from 100 %, quarter_to_date from 100 %``."""
    bands = [[_band(dimension, number) for number in range(dimension.size)] for dimension in rate.dimensions]
    named = zip(rate.pay.leaves(), product(*bands), strict=True)
    return "; ".join(f"{spoken(pay)} at {', '.join(words)}" for pay, words in named)


def _band(dimension: Dimension, number: int) -> str:
    name = spoken(dimension.measure or dimension.value or dimension.by or "")
    if dimension.by is None:
        return f"{name} from {spoken(dimension.from_[number])}"
    return f"{name} anything else" if dimension.in_[number] == ELSE else f"{name} {dimension.in_[number]}"


def _has_jump(bounds: list[Quantity]) -> bool:
    return len(set(bounds)) < len(bounds)
