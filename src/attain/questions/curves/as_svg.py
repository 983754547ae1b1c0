"""Draws pictures of curves as one SVG, the same bytes each time; it follows the reader's light or dark theme."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape

from attain.money import round_fraction
from attain.questions.curves.picture import Picture

WIDTH, HEIGHT, GAP = 560, 240, 24
LEFT, RIGHT, TOP, BOTTOM = 88, 536, 40, 196
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#454a55}.t{font-weight:600;fill:#14171f}"
    ".a{stroke:#636873}.g{stroke:#e4e4de}.c{stroke:#2346d6;stroke-width:2;fill:none}"
    "@media(prefers-color-scheme:dark){text{fill:#b9bfca}.t{fill:#eceef2}.a{stroke:#929aa7}.g{stroke:#282d36}"
    ".c{stroke:#8ea7ff}}"
)


def as_svg(pictures: Sequence[Picture]) -> str:
    """Draw pictures one below the other."""
    height = len(pictures) * HEIGHT + max(0, len(pictures) - 1) * GAP
    title = escape("; ".join(picture.title for picture in pictures))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}">',
        f"<title>{title}</title>",
        f"<style>{_STYLE}</style>",
    ]
    for number, picture in enumerate(pictures):
        parts += [f'<g transform="translate(0 {number * (HEIGHT + GAP)})">', *_drawn(picture), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _drawn(picture: Picture) -> Iterator[str]:
    end = picture.points[-1][0]
    low = min(Fraction(0), *(y for _, y in picture.points))
    top = max(Fraction(0), *(y for _, y in picture.points))
    high = top if top > low else low + 1
    zero = _y(Fraction(0), low, high)
    yield f'<text class="t" x="8" y="20">{escape(picture.title)}</text>'
    for tick in picture.ticks:
        x = _x(tick.at, end)
        yield f'<line class="g" x1="{x}" y1="{TOP}" x2="{x}" y2="{BOTTOM}"/>'
        anchor = "end" if tick.at == end else "middle"
        yield f'<text x="{x}" y="{BOTTOM + 18}" text-anchor="{anchor}">{escape(tick.text)}</text>'
    yield f'<text x="{LEFT - 8}" y="{TOP + 4}" text-anchor="end">{escape(picture.top)}</text>'
    yield f'<text x="{LEFT - 8}" y="{zero}" text-anchor="end">0</text>'
    yield f'<text x="{RIGHT}" y="20" text-anchor="end">{escape(f"{picture.paid} by {picture.measured}")}</text>'
    yield f'<line class="a" x1="{LEFT}" y1="{TOP}" x2="{LEFT}" y2="{BOTTOM}"/>'
    yield f'<line class="a" x1="{LEFT}" y1="{zero}" x2="{RIGHT}" y2="{zero}"/>'
    places = dict.fromkeys(f"{_x(x, end)},{_y(y, low, high)}" for x, y in picture.points)
    yield f'<polyline class="c" points="{" ".join(places)}"/>'


def _x(value: Fraction, end: Fraction) -> str:
    return _tenths(LEFT + value * (RIGHT - LEFT) / end)


def _y(value: Fraction, low: Fraction, high: Fraction) -> str:
    return _tenths(BOTTOM - (value - low) * (BOTTOM - TOP) / (high - low))


def _tenths(value: Fraction) -> str:
    """Write a coordinate with one decimal.

    >>> _tenths(Fraction(1, 3)), _tenths(Fraction(12))
    ('0.3', '12')
    """
    whole, rest = divmod(round_fraction(value * 10), 10)
    return f"{whole}.{rest}" if rest else str(whole)
