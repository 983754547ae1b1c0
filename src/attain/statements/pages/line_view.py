"""A line as a row of the statement: short words for its columns, its state, and the lines of the plan it used."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from attain.statements.excerpts import around
from attain.statements.figures import Figures
from attain.statements.line import Line
from attain.statements.model import Excerpt
from attain.statements.units import ZERO
from attain.statements.wording import rate_words


@dataclass(frozen=True)
class State:
    """What is the matter with the money of a line: a word, an icon and a tone; the word alone is enough."""

    word: str
    icon: str
    tone: str = ""


MOST_TOGETHER = 60
MOST_IN_MONTH = 250
PAYABLE = State("Payable", "check", "ok")
HELD = State("Held", "pause", "att")
PART_HELD = State("Part held", "half", "att")
CLAWED_BACK = State("Clawed back", "down", "bad")
RETURNED = State("Returned", "down", "bad")
CHANGED = State("Changed", "change")
NOTHING = State("No pay", "dash")


@dataclass(frozen=True)
class LineView:
    """A row of a statement.

    Attributes:
        title, subtitle: the deal, and what is special about the line.
        credit, rate: the columns of these names.
        state: its chip.
        excerpt: the part of the plan to show, with the lines that paid marked; None when they stand elsewhere.
    """

    line: Line
    title: str
    subtitle: str
    credit: str
    rate: str
    state: State
    excerpt: Excerpt | None


@dataclass(frozen=True)
class Group:
    """Lines that stand together: under a title, with their sum."""

    title: str
    lines: tuple[LineView, ...]
    total: Fraction


def grouped(lines: Sequence[LineView], figures: Figures) -> tuple[Group, ...]:
    """Group many lines by month, and by day where a month has too many; few lines are one group."""
    if len(lines) <= MOST_TOGETHER:
        return (_group("", lines),) if lines else ()
    months = Counter((view.line.earned_on.year, view.line.earned_on.month) for view in lines)
    is_daily = max(months.values()) > MOST_IN_MONTH
    found: dict[str, list[LineView]] = {}
    for view in lines:
        day = view.line.earned_on
        found.setdefault(figures.day(day) if is_daily else figures.month(day), []).append(view)
    return tuple(_group(title, members) for title, members in found.items())


def _group(title: str, lines: Sequence[LineView]) -> Group:
    return Group(title, tuple(lines), sum((view.line.earning_amount for view in lines), ZERO))


def line_view(line: Line, excerpt: Excerpt | None, figures: Figures) -> LineView:
    """Prepare a line for its row."""
    transaction = line.transaction_id or "The whole window"
    places = [one.place for one in line.slices] + [change.place for change in line.changes]
    numbers = sorted({p.line for p in places if excerpt is not None and p.file == excerpt.file})
    return LineView(
        line=line,
        title=line.label or transaction,
        subtitle=". ".join(s for s in (transaction if line.label else "", line.note[:1].upper() + line.note[1:]) if s),
        credit=figures.number(line.credit.pay_amount, line.credit.unit) if line.credit is not None else "",
        rate=_rate(line, figures),
        state=state_of(line),
        excerpt=around(excerpt, numbers) if excerpt is not None else None,
    )


def _rate(line: Line, figures: Figures) -> str:
    """The rates a line was paid at, first to last."""
    rates = list(dict.fromkeys(rate_words(one, figures) for one in line.slices if one.rate is not None))
    return rates[0] if len(rates) == 1 else f"{rates[0]} → {rates[-1]}" if rates else ""


def state_of(line: Line) -> State:
    """Say what is the matter with a line."""
    if line.line_type == "reversal":
        return CLAWED_BACK
    if line.line_type == "true_up":
        return CHANGED
    if line.earning_amount < 0:
        return RETURNED
    if line.kept > 0:
        return PART_HELD if line.released_now else HELD
    return PAYABLE if line.earning_amount else NOTHING
