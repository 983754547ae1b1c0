"""Cards of what surrounds deals: leads and their funnel, campaigns, activities."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from attain.metrics import Measured, Value
from attain.metrics.arithmetic.formulas import funnel, leads_needed
from attain.money import round_fraction
from attain.reports.dashboard.asked import Asked, reason_of, with_interval
from attain.reports.dashboard.card import Card

_FUNNEL = (
    ("Contacted", "lead_contact_rate", "contacted"),
    ("Qualified", "lead_qualification_rate", "qualified"),
    ("Converted", "lead_conversion_rate", "converted"),
    ("Won", "lead_win_rate", "won"),
)


def around_cards(asked: Asked) -> Iterator[Card]:
    """Yield the cards of what surrounds deals."""
    yield leads_card(asked)
    names = ("campaign_won_value", "campaign_cost", "campaign_roi")
    yield replace(_listed(asked, "campaigns", "Campaigns", names), subtitle="Of all time")
    names = ("dials", "conversations_per_dial", "appointments_per_conversation", "activities_per_won_deal")
    yield _listed(asked, "activities", "Activities", (*names, "follow_up_time"))


def leads_card(asked: Asked) -> Card:
    """The funnel of leads: how many reached each step, and which share of those at the step before."""
    came = asked.one("lead_count")
    if not isinstance(came.value, Fraction):
        return Card("leads", "Leads", missing=reason_of(came))
    counts = {"Leads": int(came.parts["leads"])}
    counts |= {step: int(asked.one(name).parts[part]) for step, name, part in _FUNNEL}
    conversions = funnel(counts)[:-1]
    rows = [("Leads", f"{counts['Leads']:,}", "")]
    rows += [
        (step, f"{counts[step]:,}", _share(found)) for (step, _, _), found in zip(_FUNNEL, conversions, strict=True)
    ]
    waited = asked.one("lead_response_time")
    rows.append((waited.metric.title, asked.written(waited), reason_of(waited)))
    foot = ""
    known = [one for one in conversions if isinstance(one, Fraction)]
    needed = leads_needed(1, known) if len(known) == len(conversions) else None
    if isinstance(needed, Fraction):
        foot = f"A won deal takes {round_fraction(needed):,} leads at these conversions."
    return Card("leads", "Leads", asked.period.name, "", ("", "Value", "Of the step before"), tuple(rows), foot=foot)


def _share(value: Value) -> str:
    return f"{float(value * 100):.1f} %" if isinstance(value, Fraction) else "–"


def _listed(asked: Asked, key: str, title: str, names: Sequence[str]) -> Card:
    found: list[Measured] = [asked.one(name) for name in names]
    if not any(isinstance(one.value, Fraction) for one in found):
        return Card(key, title, missing=reason_of(found[0]))
    rows = tuple((one.metric.title, asked.written(one), with_interval(one) or reason_of(one)) for one in found)
    return Card(key, title, asked.period.name, "", ("", "Value", ""), rows)
