"""Statements as files, one per payee, pay period and currency: pages with an index, PDF, workbooks and CSV."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from attain.questions.explain import Explainer
from attain.reports.year_to_date import YearsToDate
from attain.runs.calculate import Results
from attain.runs.workspace import Opened
from attain.statements import Explanation
from attain.statements.pages.index_page import Entry, entry_of, index_page
from attain.statements.pages.statement_page import Neighbour, statement_page
from attain.statements.sheets import PdfWriter, csv_of, statement_of, xlsx_of

INDEX = "index.html"


class Form(StrEnum):
    """What a statement is written as."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True)
class Wanted:
    """Which statements, and as what.

    Attributes:
        forms: what each is written as.
        payees: whose; None for everybody's.
        periods: of which pay periods; None for all.
    """

    forms: tuple[Form, ...] = (Form.HTML,)
    payees: frozenset[str] | None = None
    periods: frozenset[str] | None = None

    def holds(self, payment: "Payment") -> bool:
        """Whether a payment's statement is wanted."""
        payee_id, period_id, _ = payment
        return (self.payees is None or payee_id in self.payees) and (self.periods is None or period_id in self.periods)


def write_statements(
    opened: Opened,
    results: Results,
    out_dir: Path,
    wanted: Wanted | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write a statement for every payment that is wanted, and the index of the pages.

    Args:
        opened: the workspace as it was read.
        results: what was calculated of it.
        out_dir: the folder; made when it is not there.
        wanted: which, and as what; a page for every payment by default.
        progress: told how many of how many statements are written.

    Returns:
        The files, the index first where there are pages.

    Raises:
        ValueError: the calculation found errors, so that there is nothing to show.
    """
    if not results.tables:
        raise ValueError("there are no statements for a workspace with errors")
    wanted = wanted or Wanted()
    out_dir.mkdir(parents=True, exist_ok=True)
    explainer = Explainer(opened, results, wanted.payees)
    payments = [payment for payment in explainer.paid_to() if wanted.holds(payment)]
    papers = _Papers(opened, results, wanted.forms)
    names = {payment: file_name(*payment) for payment in payments}
    around = _neighbours(payments, names)
    written: list[Path] = []
    entries: list[Entry] = []
    for number, (payee_id, period_id, currency) in enumerate(payments, start=1):
        explanation = explainer.explanation(payee_id, period_id, currency)
        earlier, later = around[payee_id, period_id, currency]
        name = names[payee_id, period_id, currency]
        if Form.HTML in wanted.forms:
            written.append(_write(out_dir / name, statement_page(explanation, earlier=earlier, later=later)))
            entries.append(entry_of(explanation, name))
        for form, content in papers.of(explanation):
            written.append(out_dir / Path(name).with_suffix(f".{form}"))
            written[-1].write_bytes(content)
        if progress is not None:
            progress(number, len(payments))
    if Form.HTML not in wanted.forms:
        return written
    config = opened.loaded.config
    workspace = str(config.name) if config is not None and config.name else opened.folder.name
    as_of = opened.facts.as_of if opened.facts is not None else None
    return [_write(out_dir / INDEX, index_page(workspace, entries, as_of)), *written]


class _Papers:
    """Writes statements as what is no page; the year to date and the fonts are found once."""

    def __init__(self, opened: Opened, results: Results, forms: Sequence[Form]) -> None:
        assert opened.facts is not None, "a workspace that was calculated has facts"
        self.forms = [form for form in forms if form != Form.HTML]
        self.years = YearsToDate(results, opened.facts.calendar)
        self.pdf = PdfWriter() if Form.PDF in self.forms else None

    def of(self, explanation: Explanation) -> Iterator[tuple[Form, bytes]]:
        """Yield a statement in each form."""
        if not self.forms:
            return
        so_far = self.years.so_far(explanation.person.payee_id, explanation.period_id, explanation.currency)
        statement = statement_of(explanation, so_far)
        for form in self.forms:
            if form == Form.PDF and self.pdf is not None:
                yield form, self.pdf.pdf_of(statement)
            else:
                yield form, xlsx_of(statement) if form == Form.XLSX else csv_of(statement)


Payment = tuple[str, str, str]


def _neighbours(
    payments: Sequence[Payment], names: Mapping[Payment, str]
) -> dict[Payment, tuple[Neighbour | None, Neighbour | None]]:
    """The statements of the same payee and currency before and after each, in order of time."""
    by_payee: dict[tuple[str, str], list[Payment]] = {}
    for payment in payments:
        by_payee.setdefault((payment[0], payment[2]), []).append(payment)
    found: dict[Payment, tuple[Neighbour | None, Neighbour | None]] = {}
    for own in by_payee.values():
        linked = [None, *(Neighbour(payment[1], names[payment]) for payment in own), None]
        found |= {payment: (linked[n], linked[n + 2]) for n, payment in enumerate(own)}
    return found


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def file_name(payee_id: str, period_id: str, currency: str) -> str:
    """Name the file of a statement; what a file name cannot hold is replaced, and told apart by a digest.

    Capitals of a payee's id need the digest too: some file systems do not tell them from small letters.

    >>> file_name("276", "FY2013-Q1", "USD")
    '276_FY2013-Q1_USD.html'
    >>> file_name("../zoë", "2026-03", "EUR")
    'zo-eb8990_2026-03_EUR.html'
    """
    return f"{_safe(payee_id, is_kept=payee_id == payee_id.lower())}_{_safe(period_id)}_{currency}.html"


def _safe(text: str, *, is_kept: bool = True) -> str:
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", text).strip("-")[:60]
    if plain and plain == text and is_kept:
        return plain
    return f"{plain or 'x'}-{sha256(text.encode()).hexdigest()[:6]}"
