"""Cards of pace: quality, velocity, stages, value factors, the forecast, and the cost of compensation."""

from collections.abc import Iterator
from fractions import Fraction

from attain.forecasts import learned_slips, with_slip_chances
from attain.metrics import Measured
from attain.metrics.arithmetic.formulas import levers, levers_product
from attain.metrics.projecting import projected
from attain.money import round_fraction
from attain.reports.dashboard.asked import Asked, gaps_of, group_of, reason_of
from attain.reports.dashboard.card import Card
from attain.reports.dashboard.drawing import bars
from attain.snapshots import average_cycle, judged

_LEVERS = {"deals": "10 % more deals", "deal_size": "10 % larger deals", "win_rate": "10 % more of them won"}
_TOP = 10


def pace_cards(asked: Asked) -> Iterator[Card]:
    """Yield the cards of pace."""
    yield quality_card(asked)
    yield velocity_card(asked)
    yield stages_card(asked)
    yield value_factor_card(asked)
    yield forecast_card(asked)
    yield Card(
        "cost",
        "Cost of compensation",
        missing="Needs what was paid: attain calculate says it for plans of this workspace.",
    )


def quality_card(asked: Asked) -> Card:
    """Open deals that may slip, with the reason."""
    title, cycle = "Pipeline quality", average_cycle(asked.book, asked.instant)
    if cycle is None:
        return Card("quality", title, missing="Needs a won deal of known age, to know how long a cycle is.")
    whole = judged(asked.book, asked.period, asked.instant, cycle_days=cycle)
    slips = learned_slips(asked.book, asked.period, asked.instant, asked.calendar.before(asked.period))
    signed = whole.filter(whole["signal_count"] > 0)
    found = with_slip_chances(asked.book, asked.period, asked.instant, signed, slips)
    rows = tuple(
        ("Doubtful" if row["is_doubtful"] else "Look", row["name"] or row["opportunity_id"], row["person"] or "–",
         row["reason"], "–" if row["slip_probability"] is None else f"{100 * row['slip_probability']:.0f} %",
         "–" if row["amount"] is None else asked.figures.exact(row["amount"]))
        for row in found.head(_TOP).iter_rows(named=True)
    )  # fmt: skip
    count, days = int(found["is_doubtful"].sum()), float(cycle)
    foot = f"{count:,} doubtful of {found.height:,} with a sign; average cycle {days:.0f} days. "
    unknown = whole["days_open"].null_count()
    foot += f"Of {unknown:,} open deals due the age is not known. " if unknown else ""
    if slips is not None and slips.reliability.height:
        inside = int(slips.reliability["is_inside"].sum())
        foot += f"Slip probabilities held in {inside} of {slips.reliability.height} tenths of periods held out. "
    foot += asked.untold("stage", "close_date")
    if not rows:
        none = (
            f"No open deal due in {asked.period.name} shows a sign of slipping. {asked.untold('stage', 'close_date')}"
        )
        return Card("quality", title, missing=none.strip())
    columns = ("", "Deal", "Owner", "Why", "Slips", "Value")
    subtitle = f"Open deals due in {asked.period.name} that may slip"
    return Card("quality", title, subtitle, "", columns, rows, width=12, foot=foot.strip(), text_columns=4)


def velocity_card(asked: Asked) -> Card:
    """Velocity and its levers."""
    whole = asked.one("sales_velocity")
    if not isinstance(whole.value, Fraction):
        return Card("velocity", "Sales velocity", missing=reason_of(whole))
    names = {**_LEVERS, "cycle_days": "10 % shorter cycles"}
    found = [(words, whole.value * levers()[lever]) for lever, words in names.items()]
    rows = [("As it is", asked.figures.exact(round_fraction(whole.value)))]
    rows += [(words, asked.figures.exact(round_fraction(value))) for words, value in found]
    drawn = bars(
        [
            (words, round_fraction(v - whole.value), f"+{asked.figures.short(round_fraction(v - whole.value))}")
            for words, v in found
        ],
        "What each lever adds per day",
        fill="p-hatch",
    )
    subtitle = f"{asked.figures.short(round_fraction(whole.value))} per day; what each lever adds"
    foot = f"All four together multiply it by 1.1³/0.9 = {float(levers_product()):.3f}."
    return Card("velocity", "Sales velocity", subtitle, drawn, ("", "Per day"), tuple(rows), foot=foot)


def forecast_card(asked: Asked) -> Card:
    """What the period may bring, as a distribution, and how good forecasts were."""
    found = projected(asked.question, asked.calendar.before(asked.period))
    chance = found.projection
    exact, digits = asked.figures.exact, (10, 25, 50, 75, 90)
    rows = [(f"P{share}", exact(chance.quantile(share / 100))) for share in digits]
    ends = [chance.quantile(share / 100) for share in digits]
    lengths = [(name, end, asked.figures.short(end)) for (name, _), end in zip(rows, ends, strict=True)]
    drawn = bars(lengths, "What the period may bring", fill="p-hatch")
    target = asked.one("quota_attainment").parts.get("target", 0)
    rows.append(("Mean", exact(round(chance.mean))))
    if target:
        rows.append(("P(at least the target)", f"{100 * chance.at_least(target):.1f} %"))
    accuracy = [asked.one(name) for name in ("forecast_wmape", "forecast_bias", "forecast_accuracy")]
    rows += [(one.metric.title, asked.written(one)) for one in accuracy]
    source = f"learned from {found.period_count} earlier periods" if found.is_learned else "those of deals and stages"
    foot = f"Probabilities are {source}. {reason_of(accuracy[0])}".strip()
    subtitle = f"{asked.period.name}: won, and what open deals may bring"
    title, columns = "Forecast distribution and accuracy", ("", asked.figures.currency)
    return Card("forecast", title, subtitle, drawn, columns, tuple(rows), foot=foot)


def stages_card(asked: Asked) -> Card:
    """Conversion and time in stage."""
    conversion = {group_of(one): one for one in asked.by("stage_conversion")}
    won = {group_of(one): one for one in asked.by("win_rate_from_stage_by_count")}
    days = {group_of(one): one for one in asked.by("time_in_stage")}
    first = next(iter(days.values()))
    if not isinstance(first.value, Fraction) and not any(isinstance(o.value, Fraction) for o in conversion.values()):
        return Card("stages", "Conversion and time in stage", missing=reason_of(first))
    stages = [stage for stage in asked.stages if stage in conversion or stage in days]
    shown = [
        (
            stage,
            _or_dash(asked, conversion.get(stage)),
            _or_dash(asked, won.get(stage)),
            _or_dash(asked, days.get(stage)),
        )
        for stage in stages
    ]
    lasting = {stage: one.value for stage, one in days.items() if isinstance(one.value, Fraction)}
    slowest = max((stage for stage in stages if stage in lasting), key=lambda stage: lasting[stage], default="")
    foot = f"{slowest} takes longest: the bottleneck. " if slowest else ""
    foot += gaps_of({stage: days[stage] for stage in stages if stage in days})
    never = [stage for stage in stages if stage not in days]
    foot += f" No deal was in {', '.join(never)} during the period." if never else ""
    drawn = bars(
        [
            (s, round_fraction(lasting[s] * 10), f"{float(lasting[s]):.0f} days") if s in lasting else (s, None, "")
            for s in stages
        ],
        "Days in each stage",
    )
    columns = ("Stage", "Went on", "Won from here", "Days")
    return Card(
        "stages",
        "Conversion and time in stage",
        "Days in stage; open deals count",
        drawn,
        columns,
        tuple(shown),
        foot=foot.strip(),
    )


def value_factor_card(asked: Asked) -> Card:
    """Pipeline value factors: what must stand in each stage."""
    order = {stage: at for at, stage in enumerate(asked.stages)}
    found = sorted(asked.by("pipeline_value_factor"), key=lambda one: order.get(group_of(one), len(order)))
    if not any(isinstance(one.value, Fraction) for one in found):
        return Card("health", "Pipeline health by stage", missing=reason_of(found[0]))
    target = asked.one("quota_attainment").parts.get("target", 0)
    open_value = {group_of(one): one for one in asked.by("open_pipeline", "stage")}
    rows: list[tuple[str, ...]] = []
    for one in found:
        actual = round_fraction(_size(open_value.get(group_of(one))))
        needed = round_fraction(one.value * target) if isinstance(one.value, Fraction) and target else 0
        health = f"{100 * actual / needed:.0f}%" if needed else "–"
        rows.append(
            (
                group_of(one),
                asked.written(one),
                asked.figures.exact(actual),
                asked.figures.exact(needed) if needed else "–",
                health,
            )
        )
    foot = "" if target else "Health needs targets: pipeline.targets names no file."
    columns = ("Stage", "Factor", "Open", "Needed", "Health")
    return Card(
        "health", "Pipeline health by stage", "What must stand in each stage", "", columns, tuple(rows), foot=foot
    )


def _or_dash(asked: Asked, one: Measured | None) -> str:
    return "–" if one is None else asked.written(one)


def _size(one: Measured | None) -> Fraction:
    return one.value if one is not None and isinstance(one.value, Fraction) else Fraction(0)
