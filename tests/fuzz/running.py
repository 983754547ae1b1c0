"""Runs a workspace as ``attain check`` and ``attain calculate --out`` do, and says what broke a promise.

The promises: no exception, an answer within seconds, every diagnostic with code, place, reason and fix, no output where
there is an error, and whole output that keeps the identities of payments where there is none.
"""

import signal
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from attain.diagnostics import CODES, Diagnostic, has_errors, render_json, render_text
from attain.payments.table import identity_breaks
from attain.questions.checking import check_file, check_opened, linted
from attain.runs import open_workspace
from attain.runs.writing import TABLE_NAMES, write_tables
from tests.fuzz.drafts import SETTINGS, Files

SECONDS = 10
_WHOLE_FILE = ("FILE", "WORK101", "PLAN106")


class TooSlowError(Exception):
    """A run took longer than anybody would wait."""


@dataclass
class Outcome:
    """What a run said and did.

    Attributes:
        breaks: each promise that was broken; empty when all is well.
        outputs: files written.
    """

    diagnostics: list[Diagnostic] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    failure: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether the workspace has errors."""
        return has_errors(self.diagnostics)

    @property
    def codes(self) -> set[str]:
        """The codes found."""
        return {d.code for d in self.diagnostics}


def run(files: Files, *, plan: str = "") -> Outcome:
    """Write a workspace into a temporary folder, run it, and judge; with ``plan``, check this plan alone as well."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as temporary:
        folder, out = Path(temporary) / "workspace", Path(temporary) / "out"
        _write(files, folder)
        try:
            with _watchdog():
                _calculate(folder, out, outcome)
                if plan:
                    outcome.diagnostics += check_file(folder / plan).diagnostics
        except Exception as error:  # noqa: BLE001 - whatever went wrong is what is looked for
            outcome.failure = traceback.format_exc(limit=-6)
            at = traceback.extract_tb(error.__traceback__)[-1]
            said = str(error).replace("\n", " ")[:120]
            where = f"{at.filename.rpartition('/attain/')[2]}:{at.lineno}"
            outcome.breaks.append(f"{type(error).__name__} {said} @ {where}")
        outcome.outputs = sorted(p.relative_to(out).as_posix() for p in out.rglob("*")) if out.exists() else []
    outcome.breaks += [f"{d.code} {said}" for d in outcome.diagnostics for said in _unsaid(d, files)]
    if outcome.outputs and outcome.is_refused:
        outcome.breaks.append(f"errors, and yet written: {', '.join(outcome.outputs)}")
    return outcome


def _calculate(folder: Path, out: Path, outcome: Outcome) -> None:
    opened = open_workspace(folder)
    checked = linted(opened, check_opened(opened))
    outcome.diagnostics = list(checked.diagnostics)
    # What a person sees must reach the terminal, whatever characters the files have.
    (render_text(checked.diagnostics) + render_json(checked.diagnostics)).encode()
    if checked.results is None or not checked.is_usable:
        if not has_errors(checked.diagnostics):
            outcome.breaks.append("no error, and no results")
        return
    write_tables(checked.results, opened.loaded, out)
    outcome.breaks += list(_incomplete(out))


def _incomplete(out: Path) -> Iterator[str]:
    missing = [name for name in TABLE_NAMES if not (out / f"{name}.parquet").is_file()]
    if missing:
        yield f"not written: {', '.join(missing)}"
        return
    payments, earnings = (pl.read_parquet(out / f"{name}.parquet") for name in ("payments", "earnings"))
    if identity_breaks(payments).height:
        yield "a payment that does not add up"
    flow = pl.col("earned") - pl.col("clawed_back")
    paid = payments.group_by("payee_id", "currency").agg(flow.sum().alias("flow"))
    earned = earnings.group_by("payee_id", currency="pay_currency").agg(pl.col("pay_amount").sum())
    both = earned.join(paid, on=["payee_id", "currency"], how="full", coalesce=True).fill_null(0)
    if both.filter(pl.col("flow") != pl.col("pay_amount")).height:
        yield "earnings that are not in the payments"


def _unsaid(d: Diagnostic, files: Files) -> Iterator[str]:
    """What a diagnostic leaves open."""
    if d.code not in CODES:
        yield "is not registered"
    if not (d.what.strip() and d.why.strip() and d.fix.strip()):
        yield f"does not say what, why or fix: {d}"
    if not d.where.file:
        yield f"has no file: {d.what}"
    is_document = d.where.file == SETTINGS or d.where.file.startswith("plans")
    is_whole = d.code.startswith(_WHOLE_FILE)
    if d.where.line < 1 and ((is_document and not is_whole) or d.where.column):
        yield f"has no line: {d.where} {d.what}"
    content = files.get(d.where.file)
    if is_document and content is not None and not is_whole and d.where.line > max(1, _line_count(content)):
        yield f"has a line after the last one: {d.where}"


def _line_count(content: bytes) -> int:
    """Count lines as YAML does, which also ends them at a few characters beyond ASCII."""
    return len(content.decode("utf-8", "replace").splitlines()) + 1


def _write(files: Files, folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@contextmanager
def _watchdog() -> Iterator[None]:
    def bark(*_: object) -> None:
        raise TooSlowError(f"more than {SECONDS} s of the processor")

    # The time of the processor, not of the clock: a busy machine is nobody's fault.
    before = signal.signal(signal.SIGPROF, bark)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
