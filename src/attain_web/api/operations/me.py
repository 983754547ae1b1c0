"""Who asks, what they are paid, what their open deals would pay, and what if."""

from datetime import date
from fractions import Fraction

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from attain.money import minor_digits
from attain.questions.whatif import Edit, Goal, WhatIf, Won, in_total
from attain_web.access.screens import SIGNED_IN
from attain_web.access.viewer import viewer_of
from attain_web.actions.typed import minor_of, typed_of
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import paged
from attain_web.api.refusing import NotSo
from attain_web.api.shapes import Minor, Page, Paging, Sent, Word
from attain_web.figures.payees import basis_of, paid_periods, pay_periods_known, period_on
from attain_web.figures.trackers import (
    amount_column,
    answers_of,
    asking,
    currencies_of,
    currency_of_deal,
    is_worth_in,
    new_deal,
    tracked,
)
from attain_web.figures.workspace import workspace_now
from attain_web.payee.periods import Asked

router = Router()


class Me(Schema):
    """Who asks."""

    user: str
    name: str
    roles: list[str]
    payees: list[str] = Field(description="Whose pay is theirs.")


class Payment(Schema):
    """What a payee is paid for a period."""

    period_id: str
    starts_on: date
    ends_before: date
    currency: str
    earned: Minor
    held: Minor
    draw_paid: Minor
    draw_recovered: Minor
    paid: Minor
    state: str


class OpenDeal(Schema):
    """An open deal, and what it would pay."""

    deal: str
    label: str
    stage: str
    closes_on: date | None
    worth: int | None
    currency: str = Field(description="Of its worth.")
    pays: Minor


class Tracker(Schema):
    """What is earned so far in a period, and what the open deals would add."""

    payee_id: str
    period_id: str
    run_id: str
    currency: str = Field(description="That of the plans, of what is earned and what deals pay.")
    currencies: list[str] = Field(description="Of all plans in the period; ask for each by itself.")
    earned: Minor
    potential: Minor
    deals: list[OpenDeal]


class DealTried(Sent):
    """An open deal as if it was won, for its own amount or another one."""

    deal: Word
    worth: Word = Field("", description="Another amount, such as 12,500.00.")


class WhatIfAsked(Sent):
    """Which deals to try."""

    payee_id: Word = ""
    period_id: Word = ""
    currency: Word = Field("", description="Of the plans whose pay is asked about, where there are several.")
    deals: list[DealTried] = Field([], max_length=200)
    new_worth: Word = Field("", description="The amount of a deal that there is not yet.")
    goal: Word = Field("", description="What to earn in the period, such as 5,000.00.")


class WhatIfAnswer(Schema):
    """What comes of it."""

    period_id: str
    currency: str
    now: Minor
    then: Minor
    needed: int | None = Field(None, description="What the open deals have to be worth for the goal.")
    needed_currency: str = Field("", description="Of what is needed: that of the open deals.")
    goal_says: str = ""


@reads(router, "/me", SIGNED_IN, gives=Me)
def who_asks(request: HttpRequest) -> Me:
    """Say who the token acts as."""
    viewer = viewer_of(request)
    return Me(user=viewer.user, name=viewer.account.shown_name, roles=sorted(viewer.roles), payees=list(viewer.payees))


@reads(router, "/payees/{payee_id}/payments", like="payee:statement", gives=Page[Payment])
def payments_of_payee(request: HttpRequest, payee_id: str, paging: Query[Paging]) -> Page[Payment]:
    """List what a payee is paid, period by period."""
    viewer_of(request).refuse_unless_visible(payee_id)
    found = paid_periods(settings.WORKSPACE, payee_id)
    seen = viewer_of(request).seen_of((payee_id, one.period.period_id) for one in found)
    rows = [
        Payment(
            period_id=one.period.period_id,
            starts_on=one.period.starts_on,
            ends_before=one.period.ends_before,
            currency=one.currency,
            earned=one.earned,
            held=one.held,
            draw_paid=one.draw_paid,
            draw_recovered=one.draw_recovered,
            paid=one.paid,
            state=one.state,
        )
        for one in found
        if (payee_id, one.period.period_id) in seen
    ]
    return paged(rows, paging, lambda one: [-one.starts_on.toordinal(), one.period_id, one.currency])


@reads(router, "/tracker", like="payee:tracker", gives=Tracker)
def tracker_of(request: HttpRequest, payee_id: str = "", period_id: str = "", currency: str = "") -> Tracker:
    """Say what each open deal would pay."""
    asked = asked_about(request, payee_id, period_id)
    run = asked.basis.run
    won = asked.workspace.won
    found = tracked(settings.WORKSPACE, run, asked.payee_id, asked.period, won=won, currency=currency)
    if found is None:
        raise Http404("nothing says which deals are open")
    return Tracker(
        payee_id=asked.payee_id,
        period_id=asked.period.period_id,
        run_id=run.run_id,
        currency=found.currency,
        currencies=list(found.currencies),
        earned=found.tracker.earned,
        potential=found.tracker.potential,
        deals=[
            OpenDeal(
                deal=one.deal,
                label=one.label,
                stage=one.stage,
                closes_on=one.closes_on,
                worth=one.worth,
                currency=one.currency,
                pays=one.alone,
            )
            for one in found.rows
        ],
    )


@acts(router, "/what-if", like="payee:what-if", gives=WhatIfAnswer)
def what_if(request: HttpRequest, asked: WhatIfAsked) -> WhatIfAnswer:
    """Say what deals would pay, and what a goal needs; nothing is changed."""
    about = asked_about(request, asked.payee_id, asked.period_id)
    won, run = about.workspace.won, about.basis.run
    who = asking(settings.WORKSPACE, run, about.payee_id, about.period, won=won) if won else None
    codes = currencies_of(who, about.period) if who else ()
    if won is None or who is None:
        raise Http404("nothing says which deals are open")
    currency = asked.currency if asked.currency in codes else codes[0]
    now, then, problems = answers_of(who, _edits(who, won, about, asked, currency), about.period, currency)
    wrong = [one for one in problems if one.severity == "error"]
    if wrong:
        raise NotSo(422, "this cannot be calculated", "mend what is listed", wrong)
    answer = WhatIfAnswer(period_id=about.period.period_id, currency=currency, now=now, then=then)
    if not asked.goal:
        return answer
    goal = _minor(asked.goal, currency)
    found = tracked(settings.WORKSPACE, run, about.payee_id, about.period, won=won, currency=currency)
    needed_in = found.deal_currency if found else ""
    if not needed_in:
        answer.goal_says = "the open deals are in several currencies; what they have to be worth is no one amount"
        return answer
    periods, column = frozenset({about.period.period_id}), amount_column(who.facts, won.source)
    reached = in_total(who, won, Goal(goal, periods, column=column, currency=currency))
    if reached.credit is None:
        answer.goal_says = reached.diagnostics[0].what if reached.diagnostics else "no amount reaches it"
    else:
        answer.needed = -int(-Fraction(reached.credit) * 10 ** minor_digits(needed_in) // 1)
        answer.needed_currency = needed_in
    return answer


def _edits(who: WhatIf, won: Won, about: Asked, asked: WhatIfAsked, currency: str) -> list[Edit]:
    """Read the deals to try; what somebody types of a deal is in the currency of the deal."""
    column = amount_column(who.facts, won.source)
    edits: list[Edit] = []
    for one in asked.deals:
        own = currency_of_deal(who.facts, won.source, one.deal)
        worth = {column: typed_of(_minor(one.worth, own), own)} if one.worth else {}
        edits.append(Edit.change(won.source, one.deal, {**won.values, **worth}))
    if asked.new_worth:
        new_in = currency if is_worth_in(who.facts, won.source, currency) else who.facts.currency
        worth_of_new = (_minor(asked.new_worth, new_in), new_in)
        edits.append(new_deal(who, won, worth_of_new, about.workspace.today))
    return edits


def asked_about(request: HttpRequest, payee_id: str, period_id: str) -> Asked:
    """Return what a question is about: one's own pay of the period of today, unless it says otherwise.

    Raises:
        Http404: there is no such period, nothing was calculated, or the pay is not theirs to see.
    """
    viewer = viewer_of(request)
    whose = payee_id or viewer.own_payee
    if not whose:
        raise Http404("you are no payee; name one with payee_id")
    viewer.refuse_unless_visible(whose, period_id)
    now = workspace_now(settings.WORKSPACE)
    known = [one for one in pay_periods_known(settings.WORKSPACE) if one.starts_on <= now.today]
    named = next((one for one in known if one.period_id == period_id), None)
    chosen = named if period_id else period_on(known, now.today)
    basis = basis_of(chosen.period_id) if chosen else None
    if chosen is None or basis is None:
        raise Http404("there is no such period" if period_id else "nothing was calculated")
    viewer.refuse_unless_visible(whose, chosen.period_id)
    return Asked(now, whose, known, chosen, basis)


def _minor(text: str, currency: str) -> int:
    """Read an amount that somebody typed, in minor units."""
    minor = minor_of(text.strip(), currency)
    if minor is None or minor < 0:
        raise NotSo(422, f"'{text}' is no amount in {currency}", "write it like 12,500.00")
    return minor
