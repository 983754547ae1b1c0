"""The leader's dashboard as one HTML file: no script, no font, no request; light and dark by the reader's system."""

from base64 import b64encode
from fractions import Fraction
from functools import cache
from hashlib import sha256
from importlib.resources import files
from zoneinfo import ZoneInfo

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from attain.metrics import Question
from attain.money import round_fraction
from attain.periods import Calendar
from attain.reports.dashboard.around import around_cards
from attain.reports.dashboard.asked import Asked, reason_of, with_interval
from attain.reports.dashboard.card import Card, Figure
from attain.reports.dashboard.holding import holding_cards
from attain.reports.dashboard.pace import pace_cards
from attain.reports.dashboard.selling import selling_cards
from attain.statements.wording import printable

_FIGURES = ("won_value", "expected_revenue", "coverage_of_remaining_quota", "required_win_rate", "slip_rate")
_ORDER = (
    "gauge",
    "won",
    "as-at",
    "by-month",
    "bridge",
    "expected",
    "win-rate",
    "funnel",
    "trend",
    "deal-size",
    "quality",
)


def dashboard_page(question: Question, calendar: Calendar, title: str) -> str:
    """Render the dashboard.

    Args:
        question: the deals, the period, the instant, and the targets.
        calendar: the workspace's periods.
        title: the workspace's name.

    Returns:
        The text of the file.
    """
    asked = Asked(question, calendar)
    own = asked.book.opportunities
    people = asked.open_deals["person"].drop_nulls().n_unique()
    return printable(
        _environment()
        .get_template("dashboard.html")
        .render(
            workspace=title,
            period=asked.period.name,
            as_of=f"{asked.instant.astimezone(ZoneInfo(own.time_zone)):%d %b %Y, %H:%M} {own.time_zone}",
            known=f"as known at {'load' if own.batch_no is None else 'batch'} {asked.book.known_at or own.last_batch}",
            counted=f"{own.deals.height:,} deals, {people:,} sellers with open ones",
            figures=figures_of(asked),
            cards=cards_of(asked),
            **_style(),
        )
    )


def figures_of(asked: Asked) -> list[Figure]:
    """Return the numbers at the top."""
    return [_figure(asked, name) for name in _FIGURES]


def cards_of(asked: Asked) -> list[Card]:
    """Return every card, those that cannot be drawn last."""
    made = [*selling_cards(asked), *holding_cards(asked), *pace_cards(asked), *around_cards(asked)]
    rank = {key: at for at, key in enumerate(_ORDER)}
    # What cannot be drawn stands at the end, so that the page reads as one.
    return sorted(made, key=lambda card: (bool(card.missing), rank.get(card.key, len(rank))))


def _figure(asked: Asked, name: str) -> Figure:
    one = asked.one(name)
    value = asked.written(one)
    if one.metric.unit == "money" and isinstance(one.value, Fraction):
        value = asked.figures.short(round_fraction(one.value))
    return Figure(one.metric.title, value, reason_of(one) or with_interval(one))


@cache
def _environment() -> Environment:
    loaders = [PackageLoader("attain.reports"), PackageLoader("attain.statements")]
    return Environment(
        loader=ChoiceLoader(loaders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _style() -> dict[str, str]:
    """The style sheets of statements and dashboards as one, and its digest for the page's policy."""
    shared = files("attain.statements").joinpath("templates/statement.css").read_text(encoding="utf-8")
    own = files("attain.reports").joinpath("templates/dashboard.css").read_text(encoding="utf-8")
    text = shared + own
    return {"css": text, "css_hash": f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"}
