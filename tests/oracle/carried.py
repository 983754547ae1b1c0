"""A carried shortfall: what a window falls short of is added to the next one's target.

>>> [str(full) for full in carried([Fraction(100)] * 3, [80, 130, 90])]
['100', '120', '100']
"""

from fractions import Fraction

from tests.oracle.rounding import half_away as rounded


def carried(
    values: list[Fraction | int | None],
    measured: list[Fraction | int],
    *,
    unit: Fraction | int | None = None,
    is_final: list[bool] | None = None,
    own: list[Fraction | int | None] | None = None,
) -> list[Fraction | int | None]:
    """Add each window's shortfall to the next; a surplus is lost.

    Values and measured are of one unit; ``unit`` is what a carried target is rounded to (None: not), and
    then the values are those before rounding. A window to which nothing is carried keeps its ``own`` target. A final
    target takes nothing but passes its own shortfall on; a window without a target ends the chain.
    """
    final, kept = is_final or [False] * len(values), own or [None] * len(values)
    result: list[Fraction | int | None] = []
    shortfall: Fraction | int = 0
    for value, reached, fixed, alone in zip(values, measured, final, kept, strict=True):
        if value is None:
            result.append(None)
            shortfall = 0
            continue
        full = value if fixed else value + shortfall
        if unit is not None and not fixed:
            full = rounded(Fraction(full), Fraction(unit))
        if alone is not None and not shortfall:
            full = alone
        result.append(full)
        shortfall = max(0, full - reached)
    return result
