"""What a statement shows, as sheets: the payment, the year to date, every line, targets, choices and checks."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from attain.statements.as_json import place
from attain.statements.explanation import Explanation
from attain.statements.figures import Figures
from attain.statements.line import Line
from attain.statements.model import ComponentPart
from attain.statements.pages.line_view import line_view
from attain.statements.sheets.model import Cell, Column, Sheet, SoFar, Statement, StatementState
from attain.statements.units import ZERO
from attain.statements.wording import BALANCES, printable

PREVIEW = StatementState("A preview: nothing is posted from a workspace")


def statement_of(explanation: Explanation, so_far: SoFar | None, kept: StatementState = PREVIEW) -> Statement:
    """Set a statement.

    Args:
        explanation: the payment.
        so_far: the year up to it; None where its period lies in no year.
        kept: what has become of it, and what was decided about it by hand.
    """
    figures = Figures(explanation.currency)
    sheets = [_payment(explanation, kept), _by_hand(explanation, kept)]
    sheets += _year(explanation, so_far, kept) if so_far is not None else ()
    sheets += [_component(part, explanation) for part in explanation.components]
    sheets += [_targets(explanation), _choices(explanation), _checks(explanation)]
    filled = tuple(_printable(sheet) for sheet in sheets if sheet.rows)
    heading = tuple((name, printable(value)) for name, value in _heading(explanation, figures, so_far, kept))
    return Statement(explanation, heading, filled)


def _printable(sheet: Sheet) -> Sheet:
    rows = tuple(tuple(printable(cell) if isinstance(cell, str) else cell for cell in row) for row in sheet.rows)
    return Sheet(printable(sheet.title), sheet.columns, rows, sheet.currency, sheet.total, printable(sheet.note))


def _heading(e: Explanation, figures: Figures, so_far: SoFar | None, kept: StatementState) -> Iterator[tuple[str, str]]:
    yield "Payee", e.person.name if e.person.name == e.person.payee_id else f"{e.person.name} ({e.person.payee_id})"
    if e.person.title:
        yield "Title", e.person.title
    yield "Period", f"{e.period_id}: {figures.day(e.starts_on)} to {figures.day(e.ends_before - timedelta(days=1))}"
    yield "Plan", ", ".join(plan.title for plan in e.plans)
    if kept.decided:
        yield "Calculated", figures.money(e.paid)
        yield "Decided by hand", figures.money(kept.adds)
    yield "Payment", figures.money(e.paid + kept.adds)
    if so_far is not None:
        by_hand = sum((kept.by_period.get(row[0], ZERO) for row in so_far.periods), ZERO)
        yield f"Paid in {so_far.year} so far", figures.money(so_far.paid + by_hand)
    for column, words in BALANCES.items():
        if e.payment[column]:
            yield words.rstrip(":").capitalize(), figures.money(e.payment[column])
    if e.payment.draw is not None:
        yield "Draw", e.payment.draw.terms
        yield "Draw balance", figures.money(e.payment.draw.balance_after)
    yield "Data", f"as of {figures.day(e.as_of)}" if e.as_of else "as in the files"
    yield "Workspace", e.workspace
    yield ("Note" if kept is PREVIEW else "State"), kept.state


def _payment(e: Explanation, kept: StatementState) -> Sheet:
    steps = e.payment.steps[:-1]
    return Sheet(
        "From earned to payment",
        (
            Column("Step", room=3),
            Column("Arithmetic", room=5),
            Column("Amount", "change", 2),
            Column("Plan", "place", 3),
        ),
        tuple((step.title, step.arithmetic, step.adds, place(step.place)) for step in steps),
        e.currency,
        ("Calculated" if kept.decided else "Payment", None, e.paid, None),
    )


def _by_hand(e: Explanation, kept: StatementState) -> Sheet:
    return Sheet(
        "Decided by hand",
        (Column("Decision", room=2), Column("Why", room=6), Column("Amount", "change", 2)),
        tuple((one.name, one.why, one.adds) for one in kept.decided),
        e.currency,
        ("In all", None, kept.adds),
    )


def _year(e: Explanation, so_far: SoFar, kept: StatementState) -> list[Sheet]:
    columns = [Column("Period", room=2), Column("Earned", "money"), Column("Draw", "change"), Column("Paid", "money")]
    rows: list[tuple[Cell, ...]] = list(so_far.periods)
    if any(kept.by_period.get(row[0]) for row in so_far.periods):
        columns.insert(3, Column("By hand", "change"))
        by_hand = [kept.by_period.get(row[0], ZERO) for row in so_far.periods]
        rows = [(*row[:3], more, row[3] + more) for row, more in zip(so_far.periods, by_hand, strict=True)]
    totals = [sum((cell for row in rows if isinstance(cell := row[n], Fraction)), ZERO) for n in range(1, len(columns))]
    periods = Sheet(
        f"{so_far.year} to date, by pay period", tuple(columns), tuple(rows), e.currency, ("In all", *totals)
    )
    own, year = (sum((row[n] for row in so_far.components), ZERO) for n in (1, 2))
    components = Sheet(
        f"{so_far.year} to date, by component",
        (Column("Component", room=2), Column("This period", "money"), Column("Year to date", "money")),
        so_far.components,
        e.currency,
        ("In all", own, year),
    )
    return [periods, components]


_LINES = (
    Column("Deal", room=2),
    Column("Name", room=3),
    Column("Date", "date", 2),
    Column("State", room=2),
    Column("Credit", room=2),
    Column("Rate", room=2),
    Column("Earned", "money", 2),
    Column("Held", "money", 2),
    Column("Source", "place", 3),
)


def _component(part: ComponentPart, e: Explanation) -> Sheet:
    currency = part.currency or e.currency
    figures = Figures(currency)
    measured = [
        f"{figures.number(m.listed_value, m.unit)} of {figures.number(m.target.value, m.unit)}, {m.period_id}"
        for m in part.measures
        if m.target is not None
    ]
    rows = [_line(line, figures) for line in part.lines]
    rows += [
        (
            one.transaction_id,
            one.label,
            one.earned_on,
            "Released",
            None,
            None,
            one.released_now,
            None,
            place(one.source_place),
        )
        for one in part.released
    ]
    note = ". ".join((f"{part.rule} ({place(part.rate_place)})", *measured))
    kept = sum((line.kept for line in part.lines), ZERO)
    total: tuple[Cell, ...] = ("In all", None, None, None, None, None, part.earned, kept or None, None)
    # What is released now was earned before: it is told among the lines and adds to the payment, not to what is earned.
    return Sheet(part.title, _LINES, tuple(rows), currency, total if not part.released else None, note)


def _line(line: Line, figures: Figures) -> tuple[Cell, ...]:
    view = line_view(line, None, figures)
    return (
        line.transaction_id or "the whole window",
        line.label,
        line.earned_on,
        view.state.word,
        view.credit,
        view.rate,
        line.earning_amount,
        line.kept or None,
        place(line.source_place),
    )


def _targets(e: Explanation) -> Sheet:
    figures = Figures(e.currency)
    return Sheet(
        "Targets",
        (Column("Target"), Column("Window"), Column("Value"), Column("Where from", room=3)),
        tuple((t.target_id, t.period_id, figures.number(t.value, t.unit), t.written_at) for t in e.targets),
        e.currency,
    )


def _choices(e: Explanation) -> Sheet:
    return Sheet(
        "Plan choices in force",
        (Column("Choice", room=2), Column("In force", room=4), Column("Where", "place", 3)),
        tuple((c.name, c.value, "default" if c.is_default else place(c.place)) for c in e.choices),
        e.currency,
    )


def _checks(e: Explanation) -> Sheet:
    figures = Figures(e.currency)

    def told(value: Fraction, check: int) -> str:
        return figures.number(value, e.checks[check].unit)

    return Sheet(
        "Checks",
        (Column("Check", room=5), Column("Left", room=2), Column("Right", room=2), Column("Result", room=2)),
        tuple(
            (c.name, told(c.left, n), told(c.right, n), "adds up" if c.holds else "does not add up")
            for n, c in enumerate(e.checks)
        ),
        e.currency,
    )
