"""The products of a window's result: the part of a pot, a prize, a formula, or a place on a curve."""

from collections.abc import Iterator
from fractions import Fraction

from attain.documents import Text
from attain.questions.explain.lines.slices import on_curve
from attain.questions.explain.lines.walks import Row
from attain.questions.explain.windows.walk import Columns, WindowWalk
from attain.rates import Formula, Interpolated, Pool, RankPrize
from attain.statements import Slice, Unit

ZERO = Fraction(0)


def slices_of(walk: WindowWalk, row: Row) -> tuple[Slice, ...]:
    """Return what a row is made of; the slices sum to the result before modifiers."""
    rate, columns = walk.run.component.rate, row.columns
    if isinstance(rate, Pool):
        return tuple(_of_pot(walk, rate, columns))
    if isinstance(rate, RankPrize):
        words = f"place {columns['member_part']} of {columns['member_count']}"
        reads = walk.reads(rate.among, columns)
        return (Slice(words, Fraction(columns["n"], walk.plan_run.pay_unit), walk.rate_place, reads=reads),)
    if isinstance(rate, Formula):
        pays = Fraction(int(columns["top"]), int(columns["bottom"]))
        return (Slice("the formula", pays, rate.pay.place, reads=walk.reads(rate.pay, columns)),)
    return (_payout(walk, row),)


def _of_pot(walk: WindowWalk, rate: Pool, columns: Columns) -> Iterator[Slice]:
    money, count = Unit("money", walk.plan_run.plan.currency_code), columns["member_count"]
    pot = Fraction(columns["pot"], walk.plan_run.pay_unit)
    part = Fraction(columns["member_part"], columns["member_of"])
    words = f"one of {count} equal shares of the pot" if rate.is_equal else f"the share of one of {count} in the pot"
    texts: tuple[Text | None, ...] = (rate.pot, rate.among, None if rate.is_equal else rate.share)
    reads = tuple(dict.fromkeys(read for text in texts for read in walk.reads(text, columns)))
    yield Slice(words, pot * part, rate.pot.place, None, None, pot, money, part, reads=reads)
    rest = Fraction(columns["n"], walk.plan_run.pay_unit) - pot * part
    if rest:
        yield Slice("shared out to the minor unit, by largest remainder", rest, walk.rate_place)


def _payout(walk: WindowWalk, row: Row) -> Slice:
    """What the place on the curve, or the step reached, is worth in all."""
    rate, columns = walk.run.component.rate, row.columns
    stake = Fraction(columns["incentive"], walk.plan_run.pay_unit) if "incentive" in columns else None
    if isinstance(rate, Interpolated):
        y, place, words = on_curve(row, rate, 1)
        place = place or walk.rate_place
    else:
        y, place = columns["_pays"], walk.rate_place
        y = y / stake if stake else y
        words = "the step reached"
    words = f"{words}, at {walk.figures.percent(_at(row))}" if _is_share(walk) else f"{words}, at {_at(row)}"
    reads = tuple(read for text in walk.measure_texts() for read in walk.reads(text, columns))
    if stake is None:
        return Slice(words, y, place, reads=reads)
    money = Unit("money", walk.plan_run.plan.currency_code)
    return Slice(words, stake * y, place, None, None, stake, money, y, reads=reads)


def _at(row: Row) -> Fraction:
    return Fraction(int(row.columns["x1"]), int(row.columns["x1_of"]))


def _is_share(walk: WindowWalk) -> bool:
    own = walk.plan_run.reading.vocabulary(walk.run.own).own
    return own is not None and own.is_share
