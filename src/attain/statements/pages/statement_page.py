"""A statement as one HTML file that needs nothing else: no script, no font, no request.

Styles and drawings are inside; the page may load nothing (its policy says so, and allows only this style sheet by its
digest); every text from outside is escaped.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from attain.statements.as_json import place
from attain.statements.explanation import Explanation
from attain.statements.figures import Figures
from attain.statements.model import ComponentPart, MeasurePart
from attain.statements.pages.line_view import Group, LineView, grouped, line_view
from attain.statements.pages.waterfall import bars_of, chart_of, fill_of, length
from attain.statements.units import ZERO
from attain.statements.wording import (
    BALANCES,
    credit_words,
    exchange_words,
    hold_words,
    length_words,
    paid_words,
    printable,
    rate_words,
    reads_words,
    rounding_words,
    target_words,
)

_LEGEND = (
    ("opening_balance", "p-hatchq", "Carried"),
    ("clawed_back", "p-hatchneg", "Taken back"),
    ("held", "p-hatchq", "Held"),
    ("fx_difference", "p-hatchq", "Rate of the payment"),
    ("released", "p-hatchpos", "Released"),
    ("draw_paid", "p-dots", "Draw"),
    ("draw_recovered", "p-dots", "Draw"),
    ("guarantee_paid", "p-dots", "Guarantee"),
)


@dataclass(frozen=True)
class Neighbour:
    """Another statement of the same payee: its period and file."""

    period_id: str
    file: str


@dataclass(frozen=True)
class MeasureView:
    """A measure beside its lines: its words, and the bar that shows how far it is."""

    title: str
    text: str
    source: str
    width: str
    marks: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class ComponentView:
    """A component's section: its lines, those that earn nothing, its texture, and its share of the longest bar.

    Attributes:
        figures: write amounts of its plan's currency.
    """

    part: ComponentPart
    figures: Figures
    groups: tuple[Group, ...]
    silent: tuple[LineView, ...]
    measures: tuple[MeasureView, ...]
    fill: str
    width: str


@dataclass(frozen=True)
class Trend:
    """The last payments as bars."""

    width: int
    bars: tuple[dict[str, str], ...]
    words: str


def statement_page(
    explanation: Explanation, *, earlier: Neighbour | None = None, later: Neighbour | None = None
) -> str:
    """Render a statement.

    Args:
        explanation: what it shows.
        earlier: the payee's statement before, if there is one.
        later: the one after.

    Returns:
        The text of the file: HTML that is well-formed XML too.
    """
    figures = Figures(explanation.currency)
    bars = bars_of(explanation, figures)
    shown = {step.key for step in explanation.payment.steps}
    return rendered(
        "statement.html",
        e=explanation,
        f=figures,
        earlier=earlier,
        later=later,
        last_day=explanation.ends_before - timedelta(days=1),
        in_short=in_short(explanation, figures),
        components=_components(explanation, figures),
        trend=_trend(explanation, figures),
        bars=bars,
        chart=chart_of(bars, figures),
        chart_words=f"From deals to a payment of {figures.money(explanation.paid)}; the table below says the same",
        legend=list(dict.fromkeys((fill, word) for key, fill, word in _LEGEND if key in shown)),
        draw=explanation.payment.draw,
    )


def rendered(template: str, **values: object) -> str:
    """Render a template with the style sheet in it; what no page may hold is replaced."""
    return printable(_environment().get_template(template).render(**values, **_style()))


@cache
def _environment() -> Environment:
    """The templates, with every value escaped and no name left undefined."""
    made = Environment(
        loader=PackageLoader("attain.statements"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words: dict[str, Any] = {
        "place": place,
        "credit_words": credit_words,
        "length_words": length_words,
        "rate_words": rate_words,
        "reads_words": reads_words,
        "rounding_words": rounding_words,
        "hold_words": hold_words,
        "balances": BALANCES,
        "exchange_words": exchange_words,
        "paid_words": paid_words,
    }
    made.globals.update(words)
    return made


@cache
def _style() -> dict[str, str]:
    """The style sheet, and its digest for the page's policy."""
    text = files("attain.statements").joinpath("templates/statement.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return {"css": text, "css_hash": f"sha256-{digest}"}


def in_short(explanation: Explanation, figures: Figures) -> str:
    """Say in a sentence or two how the payment came about."""
    payment, money = explanation.payment, figures.money
    said = [f"Earned {money(payment['earned'])}."]
    told = {
        "clawed_back": "{} was taken back.",
        "clawback_deferred": "{} of that is left for later payments.",
        "clawback_recovered": "{} is taken back for earlier periods.",
        "held": "{} is held.",
        "released": "{} was released.",
        "fx_difference": "The rate of the payment makes {} of difference.",
        "guarantee_paid": "A guarantee adds {}.",
        "draw_paid": "A draw adds {}.",
        "draw_recovered": "{} pays back the draw.",
        "forfeited": "{} is over the limit.",
    }
    said += [words.format(money(payment[key])) for key, words in told.items() if payment[key]]
    if payment["closing_balance"]:
        said.append(f"{money(payment['closing_balance'])} is carried to the next period.")
    return " ".join(said)


def _components(explanation: Explanation, figures: Figures) -> tuple[ComponentView, ...]:
    most = max((abs(part.pay_earned) for part in explanation.components), default=ZERO)
    return tuple(
        _component(part, Figures(part.currency or figures.currency), fill=fill_of(number), most=most)
        for number, part in enumerate(explanation.components)
    )


def _component(part: ComponentPart, figures: Figures, *, fill: str, most: Fraction) -> ComponentView:
    return ComponentView(
        part=part,
        figures=figures,
        groups=grouped([line_view(line, part.excerpt, figures) for line in part.earning_lines], figures),
        silent=tuple(line_view(line, part.excerpt, figures) for line in part.silent_lines),
        measures=tuple(_measure(measure, figures) for measure in part.measures),
        fill=fill,
        width=length(abs(part.pay_earned) * 100 / most if most else ZERO),
    )


def _measure(measure: MeasurePart, figures: Figures) -> MeasureView:
    target = measure.target
    text = figures.number(measure.listed_value, measure.unit)
    source = ""
    if target is not None:
        text = f"{text} of {figures.number(target.value, measure.unit)}, {figures.share(measure.attainment)}"
        source = f"Target {target.target_id} from {target.written_at}"
        source += f": {target.base} × {target.factors}" if target.factors else ""
        source += "".join(f", {said}" for said in target_words(target, figures))
    title = f"Measured in {measure.period_id}"
    if measure.opening:
        title += f" ({figures.number(measure.opening, measure.unit)} before this period)"
    if measure.taken_over:
        text += f", {figures.number(measure.taken_over, measure.unit)} of it under plan {measure.taken_from}"
    if measure.attainment is None or not measure.marks:
        return MeasureView(title, text, source, "", ())
    most = max(*measure.marks, measure.attainment, Fraction(1)) * 21 / 20
    marks = tuple({"at": length(m * 100 / most), "text": figures.percent(m)} for m in measure.marks if m > 0)
    return MeasureView(title, text, source, length(max(ZERO, measure.attainment) * 100 / most), marks)


def _trend(explanation: Explanation, figures: Figures) -> Trend:
    shown = explanation.trend[-6:]
    most = max((paid for _, paid in shown), default=ZERO) or Fraction(1)
    bars = tuple(
        {
            "x": str(10 + 52 * number),
            "y": length(62 - max(ZERO, paid) * 50 / most),
            "width": "32",
            "height": length(max(ZERO, paid) * 50 / most),
            "middle": str(26 + 52 * number),
            "label": name.partition("-")[2][:9] or name[:9],
            "year": name.partition("-")[0][:9] if "-" in name else "",
        }
        for number, (name, paid) in enumerate(shown)
    )
    words = "Payments: " + ", ".join(f"{name} {figures.money(paid)}" for name, paid in shown)
    return Trend(316, bars, words)
