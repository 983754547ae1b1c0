"""Cards of what was sold: by month, rates, sizes, the target and what is expected."""

from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from attain.metrics import CATALOGUE, Measured, Question
from attain.money import round_fraction
from attain.reports.dashboard.asked import (
    MOST_GROUPS,
    Asked,
    gaps_of,
    group_of,
    largest_first,
    reason_of,
    with_interval,
)
from attain.reports.dashboard.card import Card
from attain.reports.dashboard.drawing import GROUPS, Series, bars, gauge, stacked


def selling_cards(asked: Asked) -> Iterator[Card]:
    """Yield the cards of what was sold."""
    yield gauge_card(asked)
    yield won_card(asked)
    yield expected_card(asked)
    yield win_rate_card(asked)
    yield deal_size_card(asked)


def _monthly(asked: Asked, name: str, *by: str) -> list[list[Measured]]:
    """Ask a metric over every month, as of the same instant."""
    own = asked.question
    months = (Question(own.book, month, own.instant, own.targets) for month in asked.months)
    return [month.answer(CATALOGUE[name], by) for month in months]


def won_card(asked: Asked) -> Card:
    """Closed won by month and team, as of the instant."""
    found = _monthly(asked, "won_value", "team")
    sums: dict[str, int] = {}
    for month in found:
        for one in month:
            sums[group_of(one)] = sums.get(group_of(one), 0) + _minor(one)
    teams = sorted(sums, key=lambda team: (-sums[team], team))
    main = teams[: MOST_GROUPS - 1] if len(teams) > MOST_GROUPS else teams
    lines = [{group_of(one): _minor(one) for one in month} for month in found]
    series = [Series(team, GROUPS[at], tuple(line.get(team, 0) for line in lines)) for at, team in enumerate(main)]
    if len(teams) > len(main):
        others = tuple(sum(v for t, v in line.items() if t not in main) for line in lines)
        series.append(Series("Other", GROUPS[-1], others))
    labels = [month.name for month in asked.months]
    rows = [
        (label, *(asked.figures.exact(one.values[at]) for one in series), asked.figures.exact(sum(lines[at].values())))
        for at, label in enumerate(labels)
    ]
    said = f"Closed won by month, {labels[0]} to {labels[-1]}; the table says the same"
    return Card(
        "won", "Closed won by month", "By close date and team, as of the day of the report",
        stacked([label[2:] for label in labels], series, asked.figures.short, said),
        ("Month", *(one.name for one in series), "All"), tuple(rows),
        legend=tuple((one.fill, "No team" if one.name == "–" else one.name) for one in series), width=8,
    )  # fmt: skip


def gauge_card(asked: Asked) -> Card:
    """Sales against target."""
    attained, expected = asked.one("quota_attainment"), asked.one("expected_revenue")
    names = ("won_value", "weighted_pipeline", "expected_revenue", "shortfall", "required_win_rate")
    found = [asked.one(name) for name in names]
    rows = tuple((one.metric.title, asked.written(one)) for one in (attained, *found))
    if not isinstance(attained.value, Fraction):
        return Card("gauge", "Sales against target", missing=reason_of(attained), width=4)
    target = int(attained.parts["target"])
    share = Fraction(_minor(expected), target)
    state = "Green" if attained.value >= 1 else "Amber" if attained.value >= Fraction(4, 5) else "Red"
    words = (
        f"{float(attained.value * 100):.1f}%",
        f"{asked.figures.short(int(attained.parts['won']))} of {asked.figures.short(target)}",
    )
    said = f"Sales against target: {words[0]} won, {float(share * 100):.1f}% expected. Amber from 80%, green from 100%."
    drawn = gauge(float(attained.value), float(share), words, said)
    legend = (("f-a", "Won"), ("p-hatch", "Weighted open"))
    return Card("gauge", "Sales against target", state, drawn, ("", "Value"), rows, legend=legend, width=4)


def expected_card(asked: Asked) -> Card:
    """Expected revenue: won and weighted, by team."""
    won = {group_of(one): _minor(one) for one in asked.by("won_value", "team")}
    weighted = {group_of(one): _minor(one) for one in asked.by("weighted_pipeline", "team")}
    teams = sorted({*won, *weighted}, key=lambda team: (-won.get(team, 0) - weighted.get(team, 0), team))
    series = (
        Series("Won", "f-a", tuple(won.get(team, 0) for team in teams)),
        Series("Weighted open", "p-hatch", tuple(weighted.get(team, 0) for team in teams)),
    )
    exact = asked.figures.exact
    rows = tuple(
        (team, exact(won.get(team, 0)), exact(weighted.get(team, 0)), exact(won.get(team, 0) + weighted.get(team, 0)))
        for team in teams
    )
    drawn = stacked(teams[:8], _first(series, 8), asked.figures.short, "Won and weighted open value by team")
    deals = asked.question.deals.filter(pl.col("is_due") & (pl.col("outcome") == "open"))
    unweighted = int(deals["weighted"].null_count())
    foot = f"{unweighted:,} open deals due have no probability and weigh nothing." if unweighted else ""
    return Card(
        "expected", "Expected revenue", f"{asked.period.name}: won, and open deals times their probability", drawn,
        ("Team", "Won", "Weighted", "Expected"), rows, legend=(("f-a", "Won"), ("p-hatch", "Weighted open")), foot=foot,
    )  # fmt: skip


def _first(series: tuple[Series, ...], count: int) -> tuple[Series, ...]:
    return tuple(Series(one.name, one.fill, one.values[:count]) for one in series)


def win_rate_card(asked: Asked) -> Card:
    """Win rate by count and value, by team."""
    counted = largest_first(asked.by("win_rate_by_count", "team"))
    by_value = {group_of(one): one for one in asked.by("win_rate_by_value", "team")}
    whole = asked.one("win_rate_by_count")
    if not isinstance(whole.value, Fraction):
        return Card("win-rate", "Win rate", missing=reason_of(whole))
    listed = [one for one in counted if isinstance(one.value, Fraction)]
    drawn = bars(
        [
            (group_of(one), round_fraction(Fraction(one.value) * 1000), asked.written(one))
            for one in listed[:8]
            if isinstance(one.value, Fraction)
        ],
        "Win rate by count and team",
    )
    all_value = asked.one("win_rate_by_value")
    rows = [
        (group_of(one), asked.written(one), with_interval(one), asked.written(by_value[group_of(one)]))
        for one in listed
    ]
    rows.append(("All", asked.written(whole), with_interval(whole), asked.written(all_value)))
    columns = ("Team", "By count", "95 %", "By value")
    return Card("win-rate", "Win rate", f"Closed deals of {asked.period.name}, by count", drawn, columns, tuple(rows))


def deal_size_card(asked: Asked) -> Card:
    """Average deal size by month."""
    found = [month[0] for month in _monthly(asked, "average_deal_size")]
    labels = [month.name for month in asked.months]
    gaps = frozenset(at for at, one in enumerate(found) if not isinstance(one.value, Fraction))
    if len(gaps) == len(found):
        return Card(
            "deal-size", "Average deal size", missing="No deal with an amount was won in the last twelve months."
        )
    drawn = stacked(
        [label[2:] for label in labels],
        [Series("Average", "f-a", tuple(_minor(one) for one in found))],
        asked.figures.short,
        "Average deal size by month",
        gaps=gaps,
    )
    rows = tuple((label, asked.written(one)) for label, one in zip(labels, found, strict=True))
    foot = gaps_of(dict(zip(labels, found, strict=True)))
    title, columns = "Average deal size", ("Month", "Average")
    return Card("deal-size", title, "Deals won, by month of closing", drawn, columns, rows, foot=foot)


def _minor(one: Measured) -> int:
    return round_fraction(one.value) if isinstance(one.value, Fraction) else 0
