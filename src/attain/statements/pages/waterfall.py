"""The path from deals to payment as bars: deals stack up to what was earned, then each step of the settlement.

At most eight deals have a bar of their own, the largest; the rest is one bar, so that a period with thousands of deals
can still be read. Bars are placed in the units of the drawing; amounts stay exact until there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from attain.statements.explanation import Explanation
from attain.statements.figures import Figures
from attain.statements.line import Line
from attain.statements.units import ZERO

MOST_DEALS = 8
MOST_WIDE = 64
WIDTH, HEIGHT = 1040, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 1036, 40, 248
_FILLS = ("f-d1", "p-d3line", "p-d2dot", "f-d4", "f-d5")
_STEPS = {
    "opening_balance": "p-hatchq",
    "clawed_back": "p-hatchneg",
    "clawback_deferred": "p-hatchq",
    "clawback_recovered": "p-hatchneg",
    "held": "p-hatchq",
    "fx_difference": "p-hatchq",
    "released": "p-hatchpos",
    "guarantee_paid": "p-dots",
    "draw_paid": "p-dots",
    "draw_recovered": "p-dots",
    "forfeited": "p-hatchneg",
    "adjusted": "p-hatchq",
    "closing_balance": "p-hatchq",
}


def fill_of(number: int) -> str:
    """The texture of a component, by its place among them; from the fifth on they share one."""
    return _FILLS[min(number, len(_FILLS) - 1)]


@dataclass(frozen=True)
class Segment:
    """A part of a bar: from where to where, in money, and its texture."""

    starts: Fraction
    ends: Fraction
    fill: str


@dataclass(frozen=True)
class Bar:
    """One bar: two lines of label, its segments from bottom to top, the amount above it, and its tone."""

    title: str
    subtitle: str
    segments: tuple[Segment, ...]
    worth: Fraction
    shown: str
    tone: str = "tb"

    @property
    def top(self) -> Fraction:
        """The highest point."""
        return max((max(s.starts, s.ends) for s in self.segments), default=ZERO)

    @property
    def ends(self) -> Fraction:
        """Where the next bar starts."""
        return self.segments[-1].ends if self.segments else ZERO


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing."""

    x: str
    y: str
    width: str
    height: str
    fill: str


@dataclass(frozen=True)
class Drawn:
    """A bar in the drawing: its boxes, the place of its texts, and the line to the next bar."""

    bar: Bar
    boxes: tuple[Box, ...]
    title: str
    middle: str
    label_y: str
    link: str | None


@dataclass(frozen=True)
class Chart:
    """The whole drawing: bars, and gridlines with their labels."""

    bars: tuple[Drawn, ...]
    grid: tuple[tuple[str, str], ...]


def bars_of(explanation: Explanation, figures: Figures) -> tuple[Bar, ...]:
    """Lay out the bars of a payment."""
    deals = list(_deals(explanation, figures))
    earned = explanation.payment["earned"]
    bars = [*deals]
    if len(deals) != 1 or deals[0].worth != earned:
        bars.append(_total(("Earned", explanation.period_id), earned, "f-ink", figures))
    at = earned
    for step in explanation.payment.steps:
        if step.key in _STEPS:
            segment = Segment(at, at + step.adds, _STEPS[step.key])
            tone = "tn" if step.key in {"clawed_back", "forfeited"} else "tp" if step.key == "released" else "tb"
            title, _, subtitle = step.title.partition(" ")
            shown = figures.whole_change(step.adds)
            bars.append(Bar(title, subtitle, (segment,), step.adds, shown, tone))
            at += step.adds
    bars.append(_total(("Payment", ""), explanation.paid, "f-a", figures))
    return tuple(bars)


def _total(names: tuple[str, str], worth: Fraction, fill: str, figures: Figures) -> Bar:
    return Bar(*names, (Segment(ZERO, worth, fill),), worth, figures.whole_money(worth))


def _deals(explanation: Explanation, figures: Figures) -> Iterator[Bar]:
    """The deals that add to what was earned, in order of their lines; the smaller ones together."""
    named: dict[str, Line] = {}
    worth: dict[str, dict[int, Fraction]] = {}
    for number, component in enumerate(explanation.components):
        for line in component.lines:
            if line.pay_amount > 0:
                key = line.transaction_id or f"\0{component.component_id}"
                named.setdefault(key, line)
                own = worth.setdefault(key, {})
                own[number] = own.get(number, ZERO) + line.pay_amount
    largest = sorted(worth, key=lambda key: (-sum(worth[key].values()), key))
    kept = set(largest if len(largest) <= MOST_DEALS + 1 else largest[:MOST_DEALS])
    at = ZERO
    for key, line in sorted(named.items(), key=lambda pair: (pair[1].earned_on, pair[1].number)):
        if key in kept:
            title = line.label or line.transaction_id or "Floor"
            yield _stacked((title, figures.short_day(line.earned_on)), at, worth[key], figures)
            at += sum(worth[key].values(), ZERO)
    rest = [worth[key] for key in largest if key not in kept]
    if rest:
        together = {n: sum((one.get(n, ZERO) for one in rest), ZERO) for n in range(len(explanation.components))}
        yield _stacked((f"{len(rest)} more", "deals"), at, together, figures)


def _stacked(names: tuple[str, str], at: Fraction, parts: dict[int, Fraction], figures: Figures) -> Bar:
    segments: list[Segment] = []
    start = at
    for number, worth in sorted(parts.items()):
        if worth:
            segments.append(Segment(at, at + worth, fill_of(number)))
            at += worth
    return Bar(*names, tuple(segments), at - start, figures.whole_change(at - start))


def _short(text: str, most: int = 11) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def chart_of(bars: Sequence[Bar], figures: Figures) -> Chart:
    """Place the bars in the drawing."""
    points = [ZERO, *(p for bar in bars for s in bar.segments for p in (s.starts, s.ends))]
    low, high = min(points), max(points)
    ticks = _ticks(low, high)
    low, high = min(low, ticks[0]), max(high, ticks[-1])

    def y(value: Fraction) -> Fraction:
        return BOTTOM - (value - low) * (BOTTOM - TOP) / (high - low) if high > low else Fraction(BOTTOM)

    slot = Fraction(RIGHT - LEFT, max(1, len(bars)))
    drawn = tuple(_drawn(bar, LEFT + slot * n, slot, y, is_last=n + 1 == len(bars)) for n, bar in enumerate(bars))
    return Chart(drawn, tuple((length(y(tick)), figures.short_money(tick)) for tick in ticks))


def _drawn(bar: Bar, left: Fraction, slot: Fraction, y: Callable[[Fraction], Fraction], *, is_last: bool) -> Drawn:
    width = min(slot * 64 / 100, Fraction(MOST_WIDE))
    x = left + (slot - width) / 2
    boxes = tuple(
        Box(length(x), length(y(max(s.starts, s.ends))), length(width), length(abs(y(s.starts) - y(s.ends))), s.fill)
        for s in bar.segments
    )
    link = None if is_last else f"M{length(x + width)} {length(y(bar.ends))}H{length(left + slot + (slot - width) / 2)}"
    return Drawn(bar, boxes, _short(bar.title), length(left + slot / 2), length(y(bar.top) - 8), link)


def _ticks(low: Fraction, high: Fraction) -> list[Fraction]:
    """Round numbers from at most ``low`` to at least ``high``, never more than five."""
    span = high - low
    if not span:
        return [ZERO]
    step = Fraction(10) ** (len(str(int(span))) - 2 if span >= 1 else -3)
    for factor in (1, 2, 5, 10, 20, 50, 100):
        size = step * factor
        first, last = low // size, -(-high // size)
        if last - first <= 4:
            return [size * n for n in range(int(first), int(last) + 1)]
    return [low, high]


def length(value: Fraction) -> str:
    """Write a length with one decimal: the drawing is a picture, not the number.

    >>> length(Fraction(1, 3)), length(Fraction(248))
    ('0.3', '248')
    """
    tenths = round(value * 10)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
