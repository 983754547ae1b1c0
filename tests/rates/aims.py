"""Walks aimed at where rates change: at a bound, one cent to either side, over several bounds at once, below zero."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from attain.documents import Quantity
from tests.rates.walks import Step, Walk

PAYS = ("0%", "1%", "5%", "7.5%", "33.333%", "-2%", "10%")
BOUNDS = (0, 1, 100, 250, 1_000, 12_345)
SHARES = ("0%", "33.333%", "50%", "80%", "100%", "101.5%", "150%")
TARGETS = (10_001, 3, 100_000, 99_999, 12_345_678)


@st.composite
def tier_walks(draw: st.DrawFn, *, key: str = "from", pays: Sequence[str] = PAYS) -> tuple[str, Walk]:
    """Tiers over amounts and a walk that stops at their bounds; the tiers as YAML, with a boundary rule."""
    bounds = draw(_rising(BOUNDS))
    stops = [draw(st.sampled_from(_around([100 * b for b in bounds]))) for _ in range(draw(st.integers(2, 8)))]
    return _written(draw, [str(b) for b in bounds], key, pays), _through(draw, stops)


@st.composite
def percent_walks(draw: st.DrawFn, *, key: str = "from", pays: Sequence[str] = PAYS) -> tuple[str, Walk]:
    """The same with bounds in percent of a target, which may fall between two cents."""
    bounds = draw(_rising(SHARES))
    target = draw(st.sampled_from(TARGETS))
    exact = [Fraction(b.rstrip("%")) * target / 100 for b in bounds]
    stops = [draw(st.sampled_from(_around([int(b) for b in exact]))) for _ in range(draw(st.integers(2, 8)))]
    walk = _through(draw, stops)
    steps = tuple(replace(step, of=target) for step in walk.steps)
    return _written(draw, list(bounds), key, pays), replace(walk, steps=steps, is_share=True)


def bases_of(walk: Walk) -> st.SearchStrategy[Walk]:
    """The same walk with bases that are not what moves it."""
    bases = st.lists(st.integers(-20_000, 20_000), min_size=len(walk.steps), max_size=len(walk.steps))
    return bases.map(
        lambda found: replace(walk, steps=tuple(replace(s, base=b) for s, b in zip(walk.steps, found, strict=True)))
    )


@st.composite
def shares_of(draw: st.DrawFn, walk: Walk, bounds: Sequence[Quantity]) -> Walk:
    """The same walk with a table of tiers of its own on every step, of one of two or three families."""
    families = []
    for _ in range(draw(st.integers(1, 3))):
        moved = sorted(draw(st.sampled_from([b.value, b.value * 2, b.value + Fraction(1, 4)])) for b in bounds)
        pays = [Fraction(draw(st.integers(-10, 1_000)), 10_000) for _ in bounds]
        families.append(tuple(zip(moved, pays, strict=True)))
    steps = tuple(replace(step, table=draw(st.sampled_from(families))) for step in walk.steps)
    return replace(walk, steps=steps)


def _rising(options: Sequence[int] | Sequence[str]) -> st.SearchStrategy[list]:
    places = st.sets(st.integers(0, len(options) - 1), min_size=1, max_size=4)
    return places.map(lambda chosen: [options[place] for place in sorted(chosen)])


def _around(bounds: Sequence[int]) -> list[int]:
    return sorted({b + d for b in [0, *bounds] for d in (-1, 0, 1, 2)} | {-5_000, 2 * bounds[-1] + 777})


def _through(draw: st.DrawFn, stops: Sequence[int]) -> Walk:
    """A walk that starts at 0 in each of one or two accumulators and passes the stops in turn."""
    found, at = [], {0: 0, 1: 0}
    lanes = draw(st.integers(1, 2))
    for stop in stops:
        lane = draw(st.integers(0, lanes - 1))
        found.append(Step(at[lane], stop, stop - at[lane], accumulator=lane))
        at[lane] = stop
    return Walk(tuple(found))


def _written(draw: st.DrawFn, bounds: Sequence[str], key: str, pays: Sequence[str]) -> str:
    boundary = draw(st.sampled_from(["reached", "above"]))
    tiers = ", ".join(f"{{{key}: {bound}, pay: {draw(st.sampled_from(pays))}}}" for bound in bounds)
    word = "tiers" if key == "from" else "steps"
    return f"boundary: {boundary}, {word}: [{tiers}]"
