"""Why a line pays what it pays: its arithmetic, what went in, the line of the plan, and the way back to the source."""

from dataclasses import dataclass

from attain.statements import Excerpt, Explanation, Figures, Line
from attain.statements.as_json import place
from attain.statements.pages.line_view import line_view
from attain.statements.wording import (
    credit_words,
    hold_words,
    length_words,
    paid_words,
    rate_words,
    reads_words,
    rounding_words,
)


@dataclass(frozen=True)
class Product:
    """A row of the arithmetic: what, by which rate, what it pays, and where the plan says so."""

    what: str
    rate: str
    pays: str
    where: str


@dataclass(frozen=True)
class Numbered:
    """A line of an excerpt: its number, its text, and whether it is the one that counts."""

    number: int
    text: str
    is_marked: bool


@dataclass(frozen=True)
class Trace:
    """All that a trace panel shows of a line, in words."""

    line: Line
    title: str
    component: str
    pays: str
    products: tuple[Product, ...]
    said: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    file: str
    plan_lines: tuple[Numbered, ...]
    chain: tuple[tuple[str, str], ...]


def trace_of(explanation: Explanation, number: int) -> Trace | None:
    """Return the trace of a line; None when the payment has no such line."""
    for part in explanation.components:
        for line in part.lines:
            if line.number == number:
                figures = Figures(part.currency or explanation.currency)
                view = line_view(line, part.excerpt, figures)
                return Trace(
                    line=line,
                    title=view.title,
                    component=part.title,
                    pays=figures.money(line.earning_amount),
                    products=_products(line, figures),
                    said=_said(line, figures),
                    inputs=_inputs(line, figures),
                    file=view.excerpt.file if view.excerpt else "",
                    plan_lines=_numbered(view.excerpt),
                    chain=_chain(explanation, line, part.title, figures),
                )
    return None


def _products(line: Line, figures: Figures) -> tuple[Product, ...]:
    found = [
        Product(
            " ".join(word for word in (length_words(one, figures), one.what) if word),
            f"× {rate_words(one, figures)}" if one.rate is not None and one.length is not None else "",
            figures.money(one.pays),
            place(one.place) or "",
        )
        for one in line.slices
    ]
    found += [
        Product(one.what, one.factor, figures.money(one.after), place(one.place) or "")
        for one in line.changes
        if one.before != one.after
    ]
    return tuple(found)


def _said(line: Line, figures: Figures) -> tuple[str, ...]:
    said = [line.note[:1].upper() + line.note[1:]] if line.note else []
    said += [*rounding_words(line, figures), *paid_words(line), *(hold_words(one, figures) for one in line.holds)]
    if line.kept and line.paid is None:
        said.append(f"Paid now {figures.money(line.released_now)}, kept {figures.money(line.kept)}")
    return tuple(said)


def _inputs(line: Line, figures: Figures) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if line.credit is not None:
        found.append(("Credit", credit_words(line.credit, figures)))
        found.append(("Credited on", figures.day(line.credit.credited_on)))
    if line.move is not None and line.move.after is not None:
        move = line.move
        before, after = figures.number(move.before, move.unit), figures.number(move.after, move.unit)
        found.append(("Measure", f"{before} to {after}"))
        if move.whole:
            found.append(
                ("Of target", f"{figures.share(move.share(move.before))} to {figures.share(move.share(move.after))}")
            )
            found.append(("Target", figures.number(move.whole, move.unit)))
    found += [("Read", words) for one in line.slices if (words := reads_words(one.reads))][:1]
    return tuple(found)


def _numbered(excerpt: Excerpt | None) -> tuple[Numbered, ...]:
    if excerpt is None:
        return ()
    return tuple(
        Numbered(number, text, number in excerpt.marked)
        for number, text in enumerate(excerpt.lines, excerpt.first_line)
    )


def _chain(explanation: Explanation, line: Line, title: str, figures: Figures) -> tuple[tuple[str, str], ...]:
    found = [
        ("Payment", f"{explanation.period_id}, {Figures(explanation.currency).money(explanation.paid)}"),
        ("Component", title),
        ("Earning", f"Line {line.number}, {figures.money(line.earning_amount)}"),
    ]
    if line.credit is not None:
        found.append(("Credit", f"{line.credit.credit_id}, {place(line.credit.place)}"))
    if line.transaction_id:
        found.append(("Deal", f"{line.transaction_id} {line.label}".strip()))
    found.append(("Source", place(line.source_place) or line.source))
    return tuple(found)
