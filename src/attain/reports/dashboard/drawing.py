"""Drawings of the dashboard as SVG: stacked columns, bars, a bridge and a gauge.

Lengths are attributes and looks are classes, so that a page may forbid every style but its own sheet. Places are
floats; what is written beside them is exact. What is not defined is a gap with a dash, and never a length of 0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin

RAMP = ("f-s1", "f-s2", "f-s3", "f-s4", "f-a", "f-ink")
GROUPS = ("f-d1", "p-d3line", "p-d2dot", "f-d4", "f-d5")
GAP = "–"
_LEFT, _TOP = 64, 24
Written = Callable[[int], str]


@dataclass(frozen=True)
class Series:
    """One texture of a stacked column: its name, class and a value per column."""

    name: str
    fill: str
    values: tuple[int, ...]


def stacked(
    labels: Sequence[str],
    series: Sequence[Series],
    written: Written,
    said: str,
    *,
    width: int = 560,
    gaps: frozenset[int] = frozenset(),
) -> str:
    """Draw stacked columns; the last one carries its total, and gaps are the columns that are not defined."""
    height, bottom = 230, 196
    totals = [sum(max(0, one.values[at]) for one in series) for at in range(len(labels))]
    top = max([*totals, 1])
    step = (width - _LEFT - 12) / max(1, len(labels))
    parts = _grid(top, bottom, width, written)
    for at, label in enumerate(labels):
        x, y = _LEFT + step * (at + 0.17), float(bottom)
        for one in series:
            tall = max(0, one.values[at]) * (bottom - _TOP) / top
            y -= tall
            if tall > 0:
                parts.append(_rect(x, y, step * 0.66, max(0.5, tall - (0.8 if tall > 3 else 0)), one.fill))
        if at in gaps:
            parts.append(_text(x + step * 0.33, bottom - 6, GAP, "m"))
        if at % max(1, round(len(labels) / 13)) == 0:
            parts.append(_text(x + step * 0.33, bottom + 18, label, "m"))
    if totals:
        x = _LEFT + step * (len(labels) - 0.5)
        if len(labels) - 1 not in gaps:
            parts.append(_text(x, bottom - totals[-1] * (bottom - _TOP) / top - 7, written(totals[-1]), "tb m"))
    return _svg(parts, width, height, said)


def bars(rows: Sequence[tuple[str, int | None, str]], said: str, *, fill: str = "f-a", width: int = 560) -> str:
    """Draw one bar per row: label, length, and what is written at its end; no bar where the length is not defined."""
    top, left, room = max([abs(value or 0) for _, value, _ in rows] + [1]), 150, 110
    parts: list[str] = []
    for at, (label, value, shown) in enumerate(rows):
        y = 8 + at * 24
        parts.append(_text(left - 8, y + 12, label if len(label) < 24 else label[:22] + "…", "e ts"))
        if value is None:
            parts.append(_text(left + 8, y + 12, GAP, "m"))
            continue
        long = abs(value) * (width - left - room) / top
        parts.append(_rect(left, y, max(1.0, long), 15, fill))
        parts.append(_text(left + long + 8, y + 12, shown, "tb"))
    return _svg(parts, width, 16 + 24 * len(rows), said)


def waterfall(steps: Sequence[tuple[str, int, str]], written: Written, said: str, *, width: int = 1110) -> str:
    """Draw a bridge: the first and last steps are totals, the others changes with the class of their texture."""
    height, bottom = 250, 214
    running, spans = 0, list[tuple[int, int]]()
    for at, (_, value, _) in enumerate(steps):
        starts = 0 if at in {0, len(steps) - 1} else running
        running = value if at in {0, len(steps) - 1} else running + value
        spans.append((min(starts, running), max(starts, running)))
    top, low = max([b for _, b in spans] + [1]), min([a for a, _ in spans] + [0])
    step = (width - _LEFT - 12) / len(steps)

    def y(value: int) -> float:
        return bottom - (value - low) * (bottom - _TOP - 8) / (top - low)

    parts = _grid(top, bottom, width, written) if low == 0 else []
    for at, (label, value, fill) in enumerate(steps):
        x, (a, b) = _LEFT + step * (at + 0.14), spans[at]
        parts.append(_rect(x, y(b), step * 0.72, max(1.0, y(a) - y(b)), fill))
        shown = written(value) if value <= 0 or at in {0, len(steps) - 1} else f"+{written(value)}"
        parts.append(_text(x + step * 0.36, y(b) - 7, shown, "tb m"))
        parts.append(_text(x + step * 0.36, bottom + 20, label, "m"))
    return _svg(parts, width, height, said)


def gauge(won: float, expected: float, written: tuple[str, str], said: str) -> str:
    """Draw how far a target is reached, expected hatched: red below 80 %, amber from there, green from 100 %."""
    most = max(1.2, min(2.0, expected * 1.05))

    def arc(start: float, end: float, outer: float, inner: float) -> str:
        points = [
            _on_arc(min(s, most) / most, radius)
            for s, radius in ((start, outer), (end, outer), (end, inner), (start, inner))
        ]
        (a, b, c, d) = points
        return (
            f"M{a[0]:.1f} {a[1]:.1f}A{outer} {outer} 0 0 1 {b[0]:.1f} {b[1]:.1f}"
            f"L{c[0]:.1f} {c[1]:.1f}A{inner} {inner} 0 0 0 {d[0]:.1f} {d[1]:.1f}Z"
        )

    parts = [f'<path class="q-quiet" d="{arc(0, most, 100, 80)}"/>', f'<path class="f-a" d="{arc(0, won, 100, 80)}"/>']
    if expected > won:
        parts.append(f'<path class="p-hatch" d="{arc(won, expected, 100, 80)}"/>')
    for start, end, fill in ((0.0, 0.8, "f-neg"), (0.8, 1.0, "f-warn"), (1.0, most, "f-pos")):
        parts.append(f'<path class="{fill}" d="{arc(start, end, 76, 72)}"/>')
    for share, label in ((0.8, "80%"), (1.0, "100%")):
        x, y = _on_arc(share / most, 112)
        parts.append(_text(x, y, label, "m"))
    parts += [_text(110, 106, written[0], "m g-big"), _text(110, 128, written[1], "m")]
    return f'<svg class="chart" viewBox="-22 -8 264 148" role="img" aria-label="{escape(said)}">{"".join(parts)}</svg>'


def _on_arc(share: float, radius: float) -> tuple[float, float]:
    angle = pi * (1 - min(1.0, max(0.0, share)))
    return 110 + radius * cos(angle), 112 - radius * sin(angle)


def _grid(top: int, bottom: float, width: int, written: Written) -> list[str]:
    parts: list[str] = []
    step = _nice(top)
    for at in range(5):
        value = at * step
        if value > top:
            break
        y = bottom - value * (bottom - _TOP) / top
        parts.append(f'<path class="g" d="M{_LEFT} {y:.1f}H{width - 8}"/>')
        parts.append(_text(_LEFT - 8, y + 4, written(value) if value else "0", "e"))
    return parts


def _nice(top: int) -> int:
    """Return a step of 1, 2 or 5 times a power of ten, so that at most four fit."""
    power = 1
    while power * 50 < top:
        power *= 10
    return next(power * k for k in (1, 2, 5, 10, 20, 50) if power * k * 4 >= top or k == 50)


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:  # noqa: PLR0917 -- a place, a size, a look
    return f'<rect class="{fill}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="1"/>'


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def _svg(parts: Sequence[str], width: int, height: int, said: str) -> str:
    drawn = "".join(parts)
    return f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(said)}">{drawn}</svg>'
