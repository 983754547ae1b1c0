"""What if: tick open deals, change their amounts, type a goal; the plan's own calculation answers while one types."""

from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attain.money import minor_digits
from attain.questions.whatif import Edit, Goal, Won, in_total
from attain_web.access.screens import screen
from attain_web.actions.typed import minor_of, typed_of
from attain_web.figures.trackers import OpenRow, Tracked, amount_column, answers_of, asking, tracked
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
    """What comes of it, in minor units; or the problems with what was typed."""

    now: int
    then: int
    count: int
    problems: tuple[Problem, ...] = ()
    goal: int | None = None
    needed: int | None = None
    goal_says: str = ""

    @property
    def adds(self) -> int:
        """What the deals add."""
        return self.then - self.now


@screen("payee", title="Tracker")
def tracker(request: HttpRequest) -> HttpResponse:
    """Show every open deal, and what each would pay."""
    asked, found = _tracked(request)
    if asked is None:
        return render(request, "payee/nothing.html")
    known = {"tracked": found, "deals": found.rows if found else (), "currency": asked.workspace.currency}
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
    return asked, tracked(settings.WORKSPACE, asked.basis.run, asked.payee_id, asked.period, won=asked.workspace.won)


def _known(request: HttpRequest, asked: Asked, found: Tracked | None) -> dict[str, object]:
    ticked = set(request.GET.getlist(TICKED))
    rows = [Try(row, row.deal in ticked, request.GET.get(WORTH + row.deal, "")) for row in found.rows] if found else []
    known: dict[str, object] = {"tracked": found, "tries": rows, "currency": asked.workspace.currency}
    known |= {"goal": request.GET.get(GOAL, ""), "new": request.GET.get(NEW, "")}
    if found is not None and asked.workspace.won is not None:
        known["answer"] = _answer(request, asked, asked.workspace.won, rows)
    return known


def _answer(request: HttpRequest, asked: Asked, won: Won, rows: list[Try]) -> Answer:
    who = asking(settings.WORKSPACE, asked.basis.run, asked.payee_id, asked.period, won=won)
    assert who is not None, "there is a tracker"
    column = amount_column(who.facts, won.source)
    edits: list[Edit] = []
    wrong: list[Problem] = []
    for one in rows:
        if one.is_ticked:
            values = dict(won.values)
            if one.typed:
                values[column] = _typed(one.typed, asked.workspace.currency, wrong, f"deal {one.row.deal}")
            edits.append(Edit.change(won.source, one.row.deal, values))
    new = request.GET.get(NEW, "").strip()
    if new:
        values = {**won.values, column: _typed(new, asked.workspace.currency, wrong, "a new deal")}
        dated = who.facts.sources[won.source].as_of
        edits.append(Edit.add(won.source, values | ({dated: asked.workspace.today.isoformat()} if dated else {})))
    if wrong:
        return Answer(0, 0, len(edits), tuple(wrong))
    now, then, problems = answers_of(who, edits, asked.period)
    said = tuple(problem_of(one) for one in problems if one.severity == "error")
    return _with_goal(request, asked, won, Answer(now, then, len(edits), said), column=column)


def _with_goal(request: HttpRequest, asked: Asked, won: Won, answer: Answer, *, column: str) -> Answer:
    """Say what the open deals have to be worth together for a goal."""
    text = request.GET.get(GOAL, "").strip()
    if not text or answer.problems:
        return answer
    wrong: list[Problem] = []
    _typed(text, asked.workspace.currency, wrong, "the goal")
    goal = minor_of(text, asked.workspace.currency)
    who = asking(settings.WORKSPACE, asked.basis.run, asked.payee_id, asked.period, won=won)
    if wrong or goal is None or who is None:
        return Answer(answer.now, answer.then, answer.count, tuple(wrong))
    found = in_total(who, won, Goal(goal, frozenset({asked.period.period_id}), column=column))
    if found.credit is None:
        says = found.diagnostics[0].what if found.diagnostics else "no amount reaches it"
        return Answer(answer.now, answer.then, answer.count, goal=goal, goal_says=says)
    needed = int(Fraction(found.credit) * 10 ** minor_digits(asked.workspace.currency))
    return Answer(answer.now, answer.then, answer.count, goal=goal, needed=needed)


def _typed(text: str, currency: str, wrong: list[Problem], where: str) -> str:
    """Return an amount as the kernel reads it; what is none is a problem."""
    minor = minor_of(text.strip(), currency)
    if minor is None:
        wrong.append(Problem(f"'{text}' is no amount for {where}", f"Write it like 12,500.00, in {currency}"))
        return "0"
    return typed_of(minor, currency)
