"""Lines made of fractions, and read back as fractions."""

from collections.abc import Sequence
from fractions import Fraction

import polars as pl

from attain.earnings import Lines, largest
from attain.money import Exact, integer_type

Number = Fraction | int


def lines(*values: Number, den: int = 1, **columns: Sequence[object]) -> Lines:
    """Lines over a denominator: what is no multiple of it becomes a fraction of its own."""
    scaled = [Fraction(value) * den for value in values]
    whole = [value.numerator // value.denominator for value in scaled]
    pers = [value.denominator for value in scaled]
    rests = [value.numerator - n * per for value, n, per in zip(scaled, whole, pers, strict=True)]
    has_fractions = any(rests)
    frame = pl.DataFrame({"n": pl.Series(whole, dtype=pl.Int128), **columns})
    if has_fractions:
        frame = frame.with_columns(f=pl.Series(rests, dtype=pl.Int128), per=pl.Series(pers, dtype=pl.Int128))
    return Lines(frame, den, has_fractions, 0).measured()


def values(made: Lines) -> list[Fraction]:
    """The exact value of every line, after checking what lines promise of themselves."""
    frame = made.frame
    assert made.bound == largest(frame["n"])
    assert frame["n"].dtype == integer_type(made.bound)
    if not made.has_fractions:
        assert "f" not in frame.columns
        return [Fraction(n, made.den) for n in frame["n"]]
    assert (frame["f"] != 0).any()
    assert ((frame["f"] >= 0) & (frame["f"] < frame["per"])).all()
    found = made.values_where(pl.repeat(value=True, n=frame.height, eager=True))
    for value, (n, f, per) in zip(found, frame.select("n", "f", "per").iter_rows(), strict=True):
        rest = value * made.den - n
        assert 0 <= rest < 1
        is_seen_as = (rest > 0, 2 * rest >= 1, 2 * rest > 1) == (f > 0, 2 * f >= per, 2 * f > per)
        assert rest == Fraction(f, per) or (made.beyond and is_seen_as)
    return found


def constant(value: Number) -> Exact:
    """An exact constant."""
    return Exact.constant(Fraction(value))


def column(name: str, values: Sequence[int], denominator: int = 1) -> Exact:
    """An exact column with the bound of the values it holds."""
    return Exact.column(name, max((abs(value) for value in values), default=0), denominator)
