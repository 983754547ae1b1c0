"""Loads: what was loaded with counts and sums, a new file with its columns mapped and its rejects shown, and undo."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain.diagnostics import Diagnostic
from attain.sources import Loaded, load
from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.importing import import_workspace, undo_batch
from attain_web.admin.staging import (
    as_file,
    config_text,
    likely,
    made_trial,
    read_upload,
    tables_in,
    trial_named,
    wanted_headers,
)
from attain_web.figures.workspace import config_of
from attain_web.shell.sending import Problem, done_once, problem_of
from attain_web.store.models import Batch

LOADERS = ("admin", "finance", "auditor")
SHOWN = 40
MAPPED, UPLOADED = "map-", "uploaded.json"


@screen(*LOADERS, title="Data")
def loads(request: HttpRequest) -> HttpResponse:
    """List the batches, the newest first, and offer to load more."""
    return _list(request)


@screen("admin", acts=True)
def load_files(request: HttpRequest) -> HttpResponse:
    """Load the workspace's own files again; what is new, changed and gone becomes a batch."""
    found: list[Diagnostic] = []

    def do() -> str:
        made = import_workspace(settings.WORKSPACE, acting_user=viewer_of(request).user)
        if made.batch_no is None:
            found.extend(made.diagnostics)
            raise Refused("the files have errors, and nothing was loaded", "mend what is listed, and load them again")
        if not made.is_new:
            return "The files say what is known already; nothing was loaded"
        return f"Batch {made.batch_no} is loaded"

    problem = done_once(request, do)
    return _list(request, problem=problem, found=found) if problem else redirect("admin:loads")


@screen("admin", acts=True)
def undo(request: HttpRequest, batch_no: int) -> HttpResponse:
    """Take a batch back; every fact says again what it said before."""

    def do() -> str:
        made = undo_batch(batch_no, acting_user=viewer_of(request).user)
        return f"Batch {batch_no} is taken back by batch {made.batch_no}"

    problem = done_once(request, do)
    return _list(request, problem=problem) if problem else redirect("admin:loads")


@screen("admin", acts=True)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file for one table, and show how its columns are mapped and what would be rejected."""
    config = config_of(config_text(settings.WORKSPACE))
    tables = tables_in(config) if config else {}
    name = request.POST.get("table", "")
    sent = request.FILES.get("file")
    if name not in tables or sent is None:
        return _list(request, problem=Problem("A table or its file is missing", "Choose both, and upload again"))
    wanted = wanted_headers(tables[name])
    try:
        frame = read_upload(sent, wanted)
    except Refused as refused:
        return _list(request, problem=Problem(refused.what[:1].upper() + refused.what[1:], refused.fix))
    mapping = {header: likely(frame.columns, header) for header in wanted}
    original = frame.write_csv().encode()
    said = {"table": name, "file": sent.name, "is_part": request.POST.get("is_part") == "yes"}
    folder = made_trial(
        settings.WORKSPACE,
        {
            str(tables[name].file): as_file(frame, mapping, str(tables[name].file)),
            "uploaded.csv": original,
            UPLOADED: json.dumps(said).encode(),
        },
    )
    return redirect("admin:trial", folder.name)


@screen("admin", title="Load a file")
def trial(request: HttpRequest, name: str) -> HttpResponse:
    """Show an uploaded file: its columns mapped, its rejects with reasons, and what loading it would do."""
    return _trial(request, name)


@screen("admin", acts=True)
def remap(request: HttpRequest, name: str) -> HttpResponse:
    """Map the columns of an uploaded file otherwise."""
    try:
        folder = trial_named(settings.WORKSPACE, name, UPLOADED)
    except Refused as refused:
        raise Http404(refused.what) from None
    said, table = _said(name)
    frame = _uploaded(folder)
    mapping = {header: request.POST.get(MAPPED + header, "") for header in wanted_headers(table)}
    (folder / str(table.file)).write_bytes(as_file(frame, mapping, str(table.file)))
    (folder / UPLOADED).write_text(json.dumps(said | {"mapping": mapping}), encoding="utf-8")
    return redirect("admin:trial", name)


@screen("admin", acts=True)
def load_trial(request: HttpRequest, name: str) -> HttpResponse:
    """Load an uploaded file: the rows that are accepted become a batch."""

    def do() -> str:
        folder = trial_named(settings.WORKSPACE, name, UPLOADED)
        said, _ = _said(name)
        made = import_workspace(
            folder,
            acting_user=viewer_of(request).user,
            tables=frozenset({said["table"]}),
            is_part=said["is_part"],
        )
        if made.batch_no is None:
            raise Refused("the file has errors, and nothing was loaded", "mend what is listed, and upload it again")
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True), using=ENGINE)
        return f"Batch {made.batch_no} is loaded" if made.is_new else "The file says what is known already"

    problem = done_once(request, do)
    return _trial(request, name, problem=problem) if problem else redirect("admin:loads")


def _uploaded(folder: Path) -> pl.DataFrame:
    return pl.read_csv(folder / "uploaded.csv", infer_schema=False)


def _said(name: str) -> tuple[dict[str, Any], Any]:
    folder = trial_named(settings.WORKSPACE, name, UPLOADED)
    said = json.loads((folder / UPLOADED).read_text(encoding="utf-8"))
    config = config_of(config_text(folder))
    assert config is not None, "it was read when the file was uploaded"
    return said, tables_in(config)[said["table"]]


def _trial(request: HttpRequest, name: str, *, problem: Problem | None = None) -> HttpResponse:
    try:
        folder = trial_named(settings.WORKSPACE, name, UPLOADED)
    except Refused as refused:
        if problem is not None:
            return _list(request, problem=problem)
        raise Http404(refused.what) from None
    said, table = _said(name)
    frame = _uploaded(folder)
    loaded = load(folder)
    mapping = said.get("mapping") or {header: likely(frame.columns, header) for header in wanted_headers(table)}
    rejects = loaded.rejects.filter(pl.col("source") == said["table"])
    errors = [one for one in loaded.diagnostics if one.severity == "error"]
    known = {
        "name": name,
        "said": said,
        "headers": frame.columns,
        "mapping": [(wanted, MAPPED + wanted, given) for wanted, given in mapping.items()],
        "summary": _summary(loaded, said["table"]),
        "rejects": rejects.head(SHOWN).to_dicts(),
        "reject_count": rejects.height,
        "problems": [problem_of(one) for one in errors[:SHOWN]],
        "can_load": not errors,
        "problem": problem,
    }
    return render(request, "admin/trial.html", known, status=409 if problem else 200)


def _summary(loaded: Loaded, table: str) -> Any:
    return next((one for one in loaded.reconciliation if one.name == table), None)


def _list(
    request: HttpRequest, *, problem: Problem | None = None, found: list[Diagnostic] | None = None
) -> HttpResponse:
    config = config_of(config_text(settings.WORKSPACE))
    batches = list(Batch.objects.order_by("-batch_no"))
    undone = {batch.undoes_id for batch in batches if batch.undoes_id}
    known = {
        "batches": [
            {"one": batch, "tables": sorted(batch.summary.items()), "is_undone": batch.batch_no in undone}
            for batch in batches
        ],
        "sources": _freshness(batches),
        "tables": sorted(tables_in(config)) if config else [],
        "can_load": viewer_of(request).is_any("admin"),
        "problem": problem,
        "problems": [problem_of(one) for one in (found or [])[:SHOWN]],
    }
    return render(request, "admin/loads.html", known, status=409 if problem else 200)


def _freshness(batches: list[Batch]) -> list[Mapping[str, Any]]:
    """Return the newest load of every table, with its counts and sums against the file."""
    found: dict[str, dict[str, Any]] = {}
    for batch in batches:
        for table, said in batch.summary.items():
            if table not in found and "rows_in" in said:
                found[table] = {"table": table, "batch": batch, **said}
    return [found[name] for name in sorted(found)]
