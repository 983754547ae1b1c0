"""What if: tick open deals, change their amounts, type a goal; the plan's own calculation answers while one types."""

from dataclasses import dataclass, replace
from fractions import Fraction

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attain.money import minor_digits
from attain.questions.whatif import Edit, Goal, WhatIf, Won, in_total
from attain_web.access.screens import screen
from attain_web.actions.typed import minor_of, typed_of
from attain_web.figures.trackers import (
    OpenRow,
    Tracked,
    amount_column,
    answers_of,
    asking,
    is_worth_in,
    new_deal,
    tracked,
)
from attain_web.payee.periods import Asked, asked_of
from attain_web.shell.sending import Problem, problem_of

TICKED, WORTH, GOAL, NEW = "deal", "worth-", "goal", "new"


@dataclass(frozen=True)
class Try:
    """A row of the form: a deal, whether it is ticked, and what was typed as its amount."""

    row: OpenRow
    is_ticked: bool
    typed: str


@dataclass(frozen=True)
class Answer:
    """What comes of it, in minor units of the plans' currency; or the problems with what was typed.

    Attributes:
        needed: what the open deals have to be worth for the goal, in minor units of ``needed_in``.
    """

    now: int
    then: int
    count: int
    problems: tuple[Problem, ...] = ()
    goal: int | None = None
    needed: int | None = None
    needed_in: str = ""
    goal_says: str = ""

    @property
    def adds(self) -> int:
        """What the deals add."""
        return self.then - self.now


@dataclass(frozen=True)
class Asks:
    """What a what-if is asked of: what the page is about, who asks, and the open deals."""

    asked: Asked
    who: WhatIf
    won: Won
    found: Tracked

    @property
    def column(self) -> str:
        """The amount of a deal."""
        return amount_column(self.who.facts, self.won.source)

    @property
    def new_in(self) -> str:
        """The currency of a deal that there is not yet: the plans', or the workspace's where deals name none."""
        facts, currency = self.who.facts, self.found.currency
        return currency if is_worth_in(facts, self.won.source, currency) else facts.currency


@screen("payee", title="Tracker")
def tracker(request: HttpRequest) -> HttpResponse:
    """Show every open deal, and what each would pay."""
    asked, found = _tracked(request)
    if asked is None:
        return render(request, "payee/nothing.html")
    known = {"tracked": found, "deals": found.rows if found else (), "currency": _currency(asked, found)}
    known["longest"] = max([row.alone for row in found.rows], default=0) if found else 0
    return render(request, "payee/tracker.html", asked.shown | known)


@screen("payee", title="What-if")
def what_if(request: HttpRequest) -> HttpResponse:
    """Show the form, with the answer to what the address asks."""
    asked, found = _tracked(request)
    if asked is None:
        return render(request, "payee/nothing.html")
    known = _known(request, asked, found)
    name = "payee/answer.html" if request.headers.get("HX-Request") else "payee/what_if.html"
    return render(request, name, asked.shown | known)


def _tracked(request: HttpRequest) -> tuple[Asked | None, Tracked | None]:
    asked = asked_of(request)
    if asked is None:
        return None, None
    won, currency = asked.workspace.won, request.GET.get("currency", "")
    return asked, tracked(settings.WORKSPACE, asked.basis.run, asked.payee_id, asked.period, won=won, currency=currency)


def _currency(asked: Asked, found: Tracked | None) -> str:
    return found.currency if found else asked.workspace.currency


def _known(request: HttpRequest, asked: Asked, found: Tracked | None) -> dict[str, object]:
    ticked = set(request.GET.getlist(TICKED))
    rows = [Try(row, row.deal in ticked, request.GET.get(WORTH + row.deal, "")) for row in found.rows] if found else []
    known: dict[str, object] = {"tracked": found, "tries": rows, "currency": _currency(asked, found)}
    known |= {"goal": request.GET.get(GOAL, ""), "new": request.GET.get(NEW, "")}
    won = asked.workspace.won
    who = asking(settings.WORKSPACE, asked.basis.run, asked.payee_id, asked.period, won=won) if won else None
    if found is not None and won is not None and who is not None:
        asks = Asks(asked, who, won, found)
        known |= {"answer": _answer(request, asks, rows), "new_in": asks.new_in}
    return known


def _answer(request: HttpRequest, asks: Asks, rows: list[Try]) -> Answer:
    edits: list[Edit] = []
    wrong: list[Problem] = []
    for one in rows:
        if one.is_ticked:
            values = dict(asks.won.values)
            if one.typed:
                minor = _typed(one.typed, one.row.currency, wrong, f"deal {one.row.deal}")
                values[asks.column] = typed_of(minor, one.row.currency)
            edits.append(Edit.change(asks.won.source, one.row.deal, values))
    new = request.GET.get(NEW, "").strip()
    if new:
        worth = (_typed(new, asks.new_in, wrong, "a new deal"), asks.new_in)
        edits.append(new_deal(asks.who, asks.won, worth, asks.asked.workspace.today))
    if wrong:
        return Answer(0, 0, len(edits), tuple(wrong))
    now, then, problems = answers_of(asks.who, edits, asks.asked.period, asks.found.currency)
    said = tuple(problem_of(one) for one in problems if one.severity == "error")
    return _with_goal(request, asks, Answer(now, then, len(edits), said))


def _with_goal(request: HttpRequest, asks: Asks, answer: Answer) -> Answer:
    """Say what the open deals have to be worth together for a goal."""
    text, currency = request.GET.get(GOAL, "").strip(), asks.found.currency
    if not text or answer.problems:
        return answer
    wrong: list[Problem] = []
    goal = _typed(text, currency, wrong, "the goal")
    if wrong:
        return replace(answer, problems=tuple(wrong))
    needed_in = asks.found.deal_currency
    if not needed_in:
        says = "The open deals are in several currencies; what they have to be worth is no one amount"
        return replace(answer, goal=goal, goal_says=says)
    periods = frozenset({asks.asked.period.period_id})
    found = in_total(asks.who, asks.won, Goal(goal, periods, column=asks.column, currency=currency))
    if found.credit is None:
        says = found.diagnostics[0].what if found.diagnostics else "no amount reaches it"
        return replace(answer, goal=goal, goal_says=says)
    needed = -int(-Fraction(found.credit) * 10 ** minor_digits(needed_in) // 1)
    return replace(answer, goal=goal, needed=needed, needed_in=needed_in)


def _typed(text: str, currency: str, wrong: list[Problem], where: str) -> int:
    """Return an amount in minor units; what is none is a problem, and 0."""
    minor = minor_of(text.strip(), currency)
    if minor is None:
        wrong.append(Problem(f"'{text}' is no amount for {where}", f"Write it like 12,500.00, in {currency}"))
    return minor or 0
