"""The evidence of a period in one file: what was known, decided, posted and paid, and that it ties out.

Every list is a CSV; texts in it are no formulas, amounts are minor units. ``index.csv`` names each file with its
sha256, and ``index.sig`` signs that index with the workspace's key. The same evidence is the same bytes.
"""

import io
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connections

from attain.lifecycles import ADJUSTMENT, DISPUTE, PAY_RUN, PERIOD, PLAN_VERSION, STATEMENT
from attain.statements.sheets.cells import plain_text
from attain_web.actions.acting import ENGINE, acting
from attain_web.actions.calculating.inputs import inputs_of
from attain_web.actions.closing.accounting import rolled_forward
from attain_web.actions.closing.figures import calculated_step
from attain_web.actions.closing.tying import tie_out_period
from attain_web.actions.people import granted
from attain_web.actions.running import kept_tables, results_of
from attain_web.actions.texts import texts_of
from attain_web.store import ledgers
from attain_web.store.keys import public_file, signing_key
from attain_web.store.models import AuditRow, Batch, Decision, Dispute, PayLine, PayRun, Run, StepTaken

_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say; when it was made is no part of what it says
STEP = ("thing", "thing_id", "number", "action", "state", "at", "acting_user", "run_id", "details")


def gather_evidence(workspace: Path, period_id: str, *, acting_user: str) -> bytes:
    """Gather the evidence of a period as a zip, and record that it was.

    Raises:
        Refused: the period was never calculated.
    """
    _, run = calculated_step(period_id)
    results_of(run)
    files = {**_known(run), **_done(period_id, run), **_figures(workspace, period_id, run)}
    files |= {"signing.pub": public_file(workspace).read_bytes(), "README.txt": _readme(period_id)}
    rows = [{"file": name, "sha256": sha256(content).hexdigest()} for name, content in sorted(files.items())]
    files["index.csv"] = _csv(rows, ("file", "sha256"))
    files["index.sig"] = signing_key(workspace).sign(files["index.csv"]).hex().encode()
    with acting("gather_evidence", acting_user=acting_user, subject=period_id) as act:
        act.details["index"] = sha256(files["index.csv"]).hexdigest()
    return _zipped(files)


def _known(run: Run) -> dict[str, bytes]:
    """What the run read: the loads with their counts and sums, attain.yaml and the plans."""
    loads = [
        {
            "batch": b.batch_no,
            "kind": b.kind,
            "at": b.loaded_at.isoformat(),
            "by": b.acting_user,
            "table": table,
            **said,
        }
        for b in Batch.objects.using(ENGINE).filter(batch_no__lte=run.batch_id).order_by("batch_no")
        for table, said in sorted(b.summary.items())
    ]
    columns = ("batch", "kind", "at", "by", "table", "file", "rows_in", "rows_accepted", "rows_rejected", "sums")
    texts = {f"inputs/{name}": text.encode() for name, text in inputs_of(run).texts.items()}
    said = {"run": run.run_id, "batch": run.batch_id, "engine": run.engine, "as_of": str(run.as_of or "")}
    digests = [said | {"table": name, "sha256": digest} for name, digest in sorted(run.results.items())]
    return {
        **texts,
        "loads.csv": _csv(loads, (*columns, "added", "changed", "gone")),
        "run.csv": _csv(digests, (*said, "table", "sha256")),
    }


def _done(period_id: str, run: Run) -> dict[str, bytes]:
    """Who did what: the steps of everything that belongs to the period, decisions, disputes, roles, the audit."""
    decisions = list(Decision.objects.using(ENGINE).filter(period_id=period_id).order_by("decision_id"))
    disputes = list(Dispute.objects.using(ENGINE).filter(period_id=period_id).order_by("dispute_id"))
    pay_runs = list(PayRun.objects.using(ENGINE).filter(period_id=period_id).order_by("pay_run_id"))
    steps = StepTaken.objects.using(ENGINE)
    taken = [
        *steps.filter(thing=PERIOD.thing, thing_id=period_id).order_by("number"),
        *steps.filter(thing=STATEMENT.thing, thing_id__startswith=f"{period_id}/").order_by("thing_id", "number"),
        *_steps_of(ADJUSTMENT.thing, [one.decision_id for one in decisions]),
        *_steps_of(DISPUTE.thing, [one.dispute_id for one in disputes]),
        *_steps_of(PAY_RUN.thing, [one.pay_run_id for one in pay_runs]),
        *_steps_of(PLAN_VERSION.thing, sorted(run.plans.values())),
    ]
    texts = texts_of(step.note for step in taken)
    lines = PayLine.objects.using(ENGINE).filter(pay_run__in=pay_runs).order_by("pay_run_id", "payee_id", "currency")
    roles = [{"user": g.user, "role": g.role, "payee": g.payee_id, "by": g.acting_user} for g in granted()]
    audit = AuditRow.objects.using(ENGINE).order_by("entry_no")
    return {
        "steps.csv": _csv([_row(step, STEP) | {"reason": texts[step.note]} for step in taken], (*STEP, "reason")),
        "decisions.csv": _models(decisions, Decision),
        "disputes.csv": _models(disputes, Dispute),
        "pay_lines.csv": _models(list(lines), PayLine),
        "roles.csv": _csv(roles, ("user", "role", "payee", "by")),
        "audit.csv": _models(list(audit), AuditRow),
    }


def _figures(workspace: Path, period_id: str, run: Run) -> dict[str, bytes]:
    """What was calculated, posted and rolled forward, and whether it ties out."""
    kept = kept_tables(run)
    mine = pl.col("period_id") == period_id
    with connections[ENGINE].cursor() as cursor:
        ledger = ledgers.whole(cursor)
    entries = ledger["entries"].filter(mine | (pl.col("origin_period_id") == period_id))
    return {
        "earnings.csv": _frame(kept["earnings"].filter(mine)),
        "payments.csv": _frame(kept["payments"].filter(mine)),
        "ledger_entries.csv": _frame(entries),
        "ledger_lines.csv": _frame(ledger["lines"].join(entries.select("entry_no"), on="entry_no")),
        "signed_heads.csv": _frame(ledger["heads"]),
        "roll_forward.csv": _frame(rolled_forward()),
        "tie_out.csv": _frame(tie_out_period(workspace, period_id)),
    }


def _steps_of(thing: str, ids: list[str]) -> list[StepTaken]:
    found = StepTaken.objects.using(ENGINE).filter(thing=thing, thing_id__in=ids)
    return list(found.order_by("thing_id", "number"))


def _models(rows: list[Any], model: Any) -> bytes:
    names = [field.attname for field in model._meta.concrete_fields if field.name != "pk"]  # noqa: SLF001 -- public by docs
    return _csv([_row(row, names) for row in rows], names)


def _row(row: Any, names: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _csv(rows: list[dict[str, Any]], columns: Any) -> bytes:
    texts = [{name: _text(row.get(name)) for name in columns} for row in rows]
    return pl.DataFrame(texts, schema=dict.fromkeys(columns, pl.String)).write_csv().encode()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return plain_text(value.isoformat() if hasattr(value, "isoformat") else str(value))


def _frame(frame: pl.DataFrame) -> bytes:
    texts = frame.with_columns(pl.col(pl.String).map_elements(plain_text, return_dtype=pl.String))
    return texts.write_csv().encode()


def _readme(period_id: str) -> bytes:
    return (
        f"The evidence of the pay period {period_id}. Amounts are in minor units of their currency.\n"
        "index.csv names every file with its sha256; index.sig signs index.csv by Ed25519, in hexadecimal, and\n"
        "signing.pub verifies it. tie_out.csv has no rows when every amount was found again from source to books.\n"
    ).encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return memory.getvalue()
