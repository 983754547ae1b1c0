"""A plan document: numbered clauses read from the rules, what each component pays, and worked examples.

Two plans with the same rules have the same document; nothing stands in it that the plan does not say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from attain.diagnostics import Diagnostic, has_errors, in_order
from attain.plans import Plan, check_plan
from attain.plans.checks.surroundings import Surroundings
from attain.questions.aloud import Section, read_aloud
from attain.questions.checking import read_one, surroundings_of
from attain.questions.curves.picture import Picture, pictures_of
from attain.questions.curves.texts import amount_text, number_text, percent_text
from attain.questions.document.worked import Grid, Worked, worked
from attain.questions.examples.given import Setting
from attain.questions.explain.choices import component_title

_EXAMPLES = "examples"
MOST_POINTS = 12


@dataclass(frozen=True)
class Part:
    """A part of a document: its number and title, its clauses by number, and what it pays, as tables."""

    number: str
    title: str
    clauses: tuple[tuple[str, str], ...]
    pays: tuple[Grid, ...] = ()


@dataclass(frozen=True)
class PlanDocument:
    """A plan as it can be handed out.

    Attributes:
        plan: the plan; None where it cannot be read.
        diagnostics: why it cannot be.
        source: its file.
        parts: its clauses.
        examples: its worked examples, calculated.
    """

    plan: Plan | None
    diagnostics: list[Diagnostic]
    source: str = ""
    parts: tuple[Part, ...] = ()
    examples: tuple[Worked, ...] = ()

    def to_markdown(self) -> str:
        """Write the document."""
        assert self.plan is not None, "it was read"
        return "\n\n".join(_lines(self, self.plan)) + "\n"


def document_file(path: Path) -> PlanDocument:
    """Read a plan with the workspace it lies in, and write its document; data files are not looked at."""
    opened, plans, found = read_one(path)
    for around in surroundings_of(opened, plans):
        said = check_plan(around.plan, around.sources, around.roster_columns, around.calendar, around.digits)
        found = [*found, *said]
        config = opened.loaded.config
        if not has_errors(found) and config is not None:
            setting = Setting(around.plan, config, around.calendar, around.roster_columns)
            parts = tuple(_parts(around))
            return PlanDocument(around.plan, found, around.plan.place.file, parts, tuple(worked(setting)))
    return PlanDocument(None, in_order(found))


def _parts(around: Surroundings) -> Iterator[Part]:
    plan = around.plan
    sections = [section for section in read_aloud(plan) if section.title != _EXAMPLES]
    for number, section in enumerate(sections, start=1):
        clauses = tuple((f"{number}.{n}", said) for n, said in enumerate(section.sentences, start=1))
        title = _title(plan, section) if number > 1 else "The plan"
        pays = tuple(_pays(around, section.title)) if section.title in plan.components else ()
        yield Part(str(number), title, clauses, pays)


def _title(plan: Plan, section: Section) -> str:
    component = plan.components.get(section.title)
    return component_title(section.title, component) if component is not None else section.title.capitalize()


def _pays(around: Surroundings, name: str) -> Iterator[Grid]:
    """Show what a component pays where its curve bends, asked of the rate itself."""
    for picture in pictures_of(around, name):
        points = picture.points[:MOST_POINTS]
        rows = tuple((_measure(picture, x), _payout(picture, y, around.digits)) for x, y in points)
        if len(rows) > 1:
            yield Grid(f"What {picture.title} pays", (picture.measured, picture.paid), rows, 2)


def _measure(picture: Picture, value: Fraction) -> str:
    is_share = picture.measured.startswith("attainment") or picture.measured.endswith("percent")
    return percent_text(value) if is_share else number_text(value)


def _payout(picture: Picture, value: Fraction, digits: int) -> str:
    return amount_text(value, digits) if picture.paid.startswith("pay in") else percent_text(value)


# as Markdown


def _lines(document: PlanDocument, plan: Plan) -> Iterator[str]:
    yield f"# {_escaped(str(plan.title) or str(plan.plan))}"
    before = plan.effective.before
    until = f", before {before}" if before is not None else ""
    said = f"In force from {plan.effective.from_}{until}. Amounts in {plan.currency_code}."
    yield f"{said} Written from `{document.source}`."
    for part in document.parts:
        yield f"## {part.number}. {_escaped(part.title)}"
        yield "\n".join(f"- **{number}** {_escaped(said)}" for number, said in part.clauses)
        for grid in part.pays:
            yield from _table(grid)
    if document.examples:
        yield "## Worked examples"
        yield "Calculated by the plan's own rules when this document was written."
    for number, example in enumerate(document.examples, start=1):
        yield f"### Example {number}: {_escaped(example.title)}"
        for grid in example.given:
            yield from _table(Grid(f"Given {grid.title}", grid.columns, grid.rows, grid.number_count))
        if example.earned is not None:
            yield from _table(Grid("Earned", example.earned.columns, example.earned.rows, 1))
        else:
            yield f"It is refused: {_escaped(example.refused)}."


def _table(grid: Grid) -> Iterator[str]:
    yield f"{_escaped(grid.title)}:"
    texts = len(grid.columns) - grid.number_count
    marks = ["---"] * texts + ["---:"] * grid.number_count
    rows = [grid.columns, tuple(marks), *grid.rows]
    yield "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows)


def _cell(text: str) -> str:
    return text if set(text) <= {"-", ":"} else _escaped(text).replace("|", "\\|")


def _escaped(text: str) -> str:
    r"""Write a text so that Markdown shows it as it is.

    >>> print(_escaped("a *b* <i> [c]"))
    a \*b\* &lt;i> \[c]
    """
    marked = "".join(f"\\{character}" if character in "\\`*[" else character for character in text)
    return " ".join(marked.replace("&", "&amp;").replace("<", "&lt;").split())
