"""A payee's home: what I earned, how far I am, what is next, and what my open deals would pay."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attain.money import minor_digits
from attain.questions.whatif import WhatIf, Won
from attain_web.access.screens import screen
from attain_web.actions.closing.disputing import thread_of
from attain_web.actions.closing.statements import statement
from attain_web.figures.payees import Attained, PaidPeriod, attained_in, paid_periods, told
from attain_web.figures.trackers import Tracked, amount_column, asking, is_worth_in, new_deal, tracked, worth_of
from attain_web.payee.periods import Asked, asked_of
from attain_web.store.models import Dispute

MOST_DEALS = 6
BEYOND = 1000
TREND = 6
DONE = {
    "publish": "published",
    "approve": "approved",
    "withdraw": "withdrawn",
    "dispute": "disputed",
    "amount_changed": "published again, because its amount changed",
    "settle": "published again, its dispute settled",
    "raise": "raised",
    "answer": "answered",
    "add": "added to",
    "accept": "accepted",
    "reject": "rejected",
}


@dataclass(frozen=True)
class NextTier:
    """The next bound of the rate, and what it is worth to reach it.

    Attributes:
        attained: how far the measure is.
        missing: minor units to go, in the currency of the measure, as all that follows.
        pays: what they pay, in minor units; None where no deal can be tried.
        beyond: what every further thousand pays.
        now: what a thousand pays that does not reach it.
        step: a thousand of the currency, in minor units.
    """

    attained: Attained
    missing: int
    pays: int | None = None
    beyond: int | None = None
    now: int | None = None
    step: int = 0


@screen("payee", title="Home")
def home(request: HttpRequest) -> HttpResponse:
    """Show the home of a payee."""
    asked = asked_of(request)
    if asked is None:
        return render(request, "payee/nothing.html")
    return render(request, "payee/home.html", home_of(asked))


def home_of(asked: Asked) -> dict[str, object]:
    """Return what the home of a payee shows."""
    paid = paid_periods(settings.WORKSPACE, asked.payee_id)
    now, *also = [one for one in paid if one.period == asked.period] or [nothing_paid(asked)]
    explanation = told(settings.WORKSPACE, asked.basis.run, asked.payee_id, asked.period.period_id)
    reached = attained_in(explanation) if explanation else []
    open_now = _tracked(asked)
    card = open_now.currency if open_now else now.currency
    # Lengths and the best stand side by side in one currency alone.
    alike = [one for one in paid if one.currency == card]
    known = {
        "now": now,
        "also": also,
        "currency": now.currency,
        "reached": reached,
        "pace": _pace(asked, reached),
        "next_tier": _next_tier(asked, reached),
        "last": next((one for one in paid if one.is_published), None),
        "tracked": open_now,
        "card_currency": card,
        "card_earned": open_now.tracker.earned if open_now else now.earned,
        "deals": open_now.rows[:MOST_DEALS] if open_now else (),
        "longest": max([row.alone for row in open_now.rows] or [0]) if open_now else 0,
        "before": [one for one in alike if one.period.starts_on < asked.period.starts_on][:3],
        "best": max([one.earned for one in alike], default=0),
        "whole_bar": _whole_bar(alike, open_now),
        "last_day": asked.period.ends_before - timedelta(days=1),
        "explanation": explanation,
        "feed": _feed(asked.payee_id, paid),
    }
    return asked.shown | known


def nothing_paid(asked: Asked) -> PaidPeriod:
    """What a payee is paid in a period in which no plan pays them anything yet, and nothing was decided by hand."""
    return PaidPeriod(asked.period, asked.workspace.currency, 0, 0, 0, 0, 0, 0, "estimate")


def _tracked(asked: Asked) -> Tracked | None:
    if not asked.basis.is_estimate:
        return None
    return tracked(settings.WORKSPACE, asked.basis.run, asked.payee_id, asked.period, won=asked.workspace.won)


def _whole_bar(paid: list[PaidPeriod], open_now: Tracked | None) -> int:
    return max([one.earned for one in paid] + ([open_now.tracker.potential] if open_now else []) + [1])


def _pace(asked: Asked, reached: list[Attained]) -> dict[str, object] | None:
    """Compare the first measure with an even pace through the period, on the day that counts as today."""
    if not reached or not reached[0].is_money or not asked.period.holds(asked.workspace.today):
        return None
    number = (asked.workspace.today - asked.period.starts_on).days + 1
    scale = 10 ** minor_digits(reached[0].currency)
    even = reached[0].target * number / asked.period.day_count
    ahead = reached[0].measured - even
    return {"day": number, "of": asked.period.day_count, "ahead": int(ahead * scale), "even": int(even * scale)}


def _next_tier(asked: Asked, reached: list[Attained]) -> NextTier | None:
    """Say what the next bound is worth, by asking the kernel about a deal of just that size."""
    first = next((one for one in reached if one.is_money and one.next_mark is not None), None)
    if first is None or not asked.basis.is_estimate:
        return None
    scale = 10 ** minor_digits(first.currency)
    missing = -int(-first.missing * scale // 1)
    won, run = asked.workspace.won, asked.basis.run
    who = asking(settings.WORKSPACE, run, asked.payee_id, asked.period, won=won) if won else None
    if who is None or won is None or not _can_be_tried(who, won, first.currency):
        return NextTier(first, missing)
    sizes = (missing, missing + BEYOND * scale, min(missing, BEYOND * scale))
    deals = [new_deal(who, won, (minor, first.currency), asked.workspace.today) for minor in sizes]
    found = worth_of((settings.WORKSPACE, run), who, asked.period, deals, currency=first.currency)
    if found is None:
        return NextTier(first, missing)
    there, beyond, small = found
    is_short = missing < BEYOND * scale
    return NextTier(first, missing, there, beyond - there, None if is_short else small, BEYOND * scale)


def _can_be_tried(who: WhatIf, won: Won, currency: str) -> bool:
    return bool(amount_column(who.facts, won.source)) and is_worth_in(who.facts, won.source, currency)


def _feed(payee_id: str, paid: list[PaidPeriod]) -> list[dict[str, object]]:
    """What happened last to one's statements and disputes, the newest first."""
    found: list[dict[str, object]] = []
    for name in list(dict.fromkeys(one.period.period_id for one in paid))[:TREND]:
        for step in statement(name, payee_id).steps:
            words = f"Statement {name} {DONE.get(step.action, step.action)}"
            found.append({"at": step.at, "words": words, "by": step.acting_user, "icon": "statement"})
    for dispute in Dispute.objects.filter(payee_id=payee_id):
        for message in thread_of(dispute.dispute_id):
            words = f"Dispute {dispute.dispute_id} {DONE.get(message.action, message.action)}"
            found.append(
                {"at": datetime.fromisoformat(message.at), "words": words, "by": message.acting_user, "icon": "speech"}
            )
    return sorted(found, key=lambda one: str(one["at"]), reverse=True)[:5]
