"""Statements as files: one page per payee, pay period and currency, and an index."""

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from attain.questions.explain import Explainer
from attain.runs.calculate import Results
from attain.runs.workspace import Opened
from attain.statements.pages.index_page import Entry, entry_of, index_page
from attain.statements.pages.statement_page import Neighbour, statement_page

INDEX = "index.html"


def write_statements(
    opened: Opened, results: Results, out_dir: Path, *, progress: Callable[[int, int], None] | None = None
) -> list[Path]:
    """Write a statement for every payment, and the index.

    Args:
        opened: the workspace as it was read.
        results: what was calculated of it.
        out_dir: the folder; made when it is not there.
        progress: told how many of how many statements are written.

    Returns:
        The files, the index first.

    Raises:
        ValueError: the calculation found errors, so that there is nothing to show.
    """
    if not results.tables:
        raise ValueError("there are no statements for a workspace with errors")
    out_dir.mkdir(parents=True, exist_ok=True)
    explainer = Explainer(opened, results)
    payments = list(explainer.paid_to())
    names = {payment: file_name(*payment) for payment in payments}
    around = _neighbours(payments, names)
    written: list[Path] = []
    entries: list[Entry] = []
    for number, (payee_id, period_id, currency) in enumerate(payments, start=1):
        explanation = explainer.explanation(payee_id, period_id, currency)
        earlier, later = around[payee_id, period_id, currency]
        name = names[payee_id, period_id, currency]
        written.append(_write(out_dir / name, statement_page(explanation, earlier=earlier, later=later)))
        entries.append(entry_of(explanation, name))
        if progress is not None:
            progress(number, len(payments))
    config = opened.loaded.config
    workspace = str(config.name) if config is not None and config.name else opened.folder.name
    as_of = opened.facts.as_of if opened.facts is not None else None
    return [_write(out_dir / INDEX, index_page(workspace, entries, as_of)), *written]


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
