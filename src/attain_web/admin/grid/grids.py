"""Targets and assignments as grids: downloaded, changed in a spreadsheet, and looked at before they are loaded."""

import shutil
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from attain.sources import load
from attain.sources.config import TableConfig
from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.calculating.inputs import table_at
from attain_web.actions.importing import import_workspace
from attain_web.admin.grid.sheets import Changed, as_workbook, changes_between, digest_of, read_workbook
from attain_web.admin.staging import as_file, config_text, made_trial, tables_in, trial_named
from attain_web.figures.workspace import config_of, workspace_now
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Figure, Table, words
from attain_web.shell.sending import Problem, done_once, problem_of

GRIDS = {"targets": "Targets", "roster": "Assignments"}
PLANNERS = ("admin", "finance", "leader", "auditor")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 400
STAND = "stand-{}.txt"  # what a table was when its sheet was downloaded; says of which table a trial is
LOOKS = {"added": ("ok", "plus"), "changed": ("go", "pen"), "deleted": ("bad", "cross")}


@screen(*PLANNERS, title="Targets")
def targets(request: HttpRequest) -> HttpResponse:
    """Show the targets that people are measured against, as the newest batch has them."""
    return _grid(request, "targets")


@screen(*PLANNERS, title="Assignments")
def assignments(request: HttpRequest) -> HttpResponse:
    """Show who holds which title, manager and territory since when, as the newest batch has it."""
    return _grid(request, "roster")


@screen(*PLANNERS)
def download(request: HttpRequest, table: str) -> HttpResponse:
    """Give a table as a workbook that can be changed and uploaded again."""
    del request
    config = _config_of(table)
    answer = HttpResponse(as_workbook(table, texts_now(table), _headers(config)), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{table}.xlsx"'
    return answer


@screen("admin", acts=True)
def upload(request: HttpRequest, table: str) -> HttpResponse:
    """Take a workbook back, and show what it would change; a stale one is refused."""
    config, now, sent = _config_of(table), texts_now(table), request.FILES.get("file")
    if sent is None:
        return _grid(request, table, problem=Problem("The workbook is missing", "Choose the file downloaded here"))
    try:
        after = read_workbook(sent.read(), table, now, _headers(config))
    except Refused as refused:
        return _grid(request, table, problem=Problem(refused.what[:1].upper() + refused.what[1:], refused.fix))
    return redirect("admin:grid-preview", table, stage_sheet(table, after))


def stage_sheet(table: str, after: pl.DataFrame) -> str:
    """Put rows in the place of a table's, on trial, and return its name; they are loaded once somebody has seen them.

    Args:
        table: which grid.
        after: all of its rows, as texts under the names of columns.
    """
    config = _config_of(table)
    headers = _headers(config)
    renamed = after.rename({name: headers[name] for name in after.columns})
    content = as_file(renamed, {header: header for header in renamed.columns}, str(config.file))
    stand = digest_of(texts_now(table)).encode()
    return made_trial(settings.WORKSPACE, {str(config.file): content, STAND.format(table): stand}).name


@screen("admin", title="What a sheet changes")
def preview(request: HttpRequest, table: str, name: str) -> HttpResponse:
    """Show what an uploaded sheet adds, changes and deletes, and what of it is rejected; nothing is loaded yet."""
    return _preview(request, table, name)


@screen("admin", acts=True)
def load_sheet(request: HttpRequest, table: str, name: str) -> HttpResponse:
    """Load an uploaded sheet, unless the rows were changed since it was downloaded."""
    _config_of(table)

    def do() -> str:
        folder = trial_named(settings.WORKSPACE, name, STAND.format(table))
        if (folder / STAND.format(table)).read_text(encoding="utf-8") != digest_of(texts_now(table)):
            raise Refused("the sheet is stale: the rows were changed meanwhile", "download it again")
        made = import_workspace(folder, acting_user=viewer_of(request).user, tables=frozenset({table}))
        if made.batch_no is None:
            raise Refused("the sheet has errors, and nothing was loaded", "mend what is listed, and upload it again")
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True), using=ENGINE)
        return f"Batch {made.batch_no} is loaded" if made.is_new else "The sheet says what is known already"

    problem = done_once(request, do)
    if problem is not None:
        return _preview(request, table, name, problem=problem)
    return redirect("admin:targets" if table == "targets" else "admin:assignments")


def texts_now(table: str) -> pl.DataFrame:
    """Return a table's rows as texts, as they were loaded until the newest batch, in a steady order."""
    now = workspace_now(settings.WORKSPACE)
    found = table_at(table, now.batch_no) if now.batch_no else None
    if found is None:
        return pl.DataFrame()
    columns = list(_headers(_config_of(table)))
    texts = found.texts.select([name for name in columns if name in found.texts.columns])
    return texts.sort(texts.columns, nulls_last=False)


def _config_of(table: str) -> TableConfig:
    config = config_of(config_text(settings.WORKSPACE))
    found = tables_in(config).get(table) if config and table in GRIDS else None
    if found is None:
        raise Http404("there is no such grid")
    return found


def _headers(config: TableConfig) -> dict[str, str]:
    return {str(name): str(c.from_ or name) for name, c in config.columns.items() if c.value is None}


def _grid(request: HttpRequest, table: str, *, problem: Problem | None = None) -> HttpResponse:
    texts, now = texts_now(table), workspace_now(settings.WORKSPACE)
    rows = [[Cell(cell or "–") for cell in row] for row in texts.head(MOST_SHOWN).iter_rows()]
    shown = Table(
        table,
        GRIDS[table],
        words(*[name.replace("_", " ").capitalize() for name in texts.columns]) if texts.columns else words("Nothing"),
        rows,
        subtitle=f"As batch {now.batch_no} has them",
        foot=f"{texts.height} rows; the workbook has all of them.",
        empty="Nothing was loaded; upload a file under Data.",
    )
    known = {
        "table_name": table,
        "doors": ((reverse("admin:grid-download", args=[table]), "download", "Download as XLSX"),),
        "can_load": viewer_of(request).is_any("admin"),
        "problem": problem,
    }
    return cards(request, GRIDS[table], [shown], known, template="admin/grid.html", status=409 if problem else 200)


def _preview(request: HttpRequest, table: str, name: str, *, problem: Problem | None = None) -> HttpResponse:
    config, before = _config_of(table), texts_now(table)
    try:
        folder = trial_named(settings.WORKSPACE, name, STAND.format(table))
    except Refused as refused:
        if problem is not None:
            return _grid(request, table, problem=problem)
        raise Http404(refused.what) from None
    loaded = load(folder)
    after = pl.read_csv(folder / str(config.file), infer_schema=False)
    headers = {header: name for name, header in _headers(config).items()}
    after = after.rename({header: headers[header] for header in after.columns if header in headers})
    changes = changes_between(table, before, after)
    rejects = loaded.rejects.filter(pl.col("source") == table)
    errors = [one for one in loaded.diagnostics if one.severity == "error"]
    known: dict[str, Any] = {
        "trail": ((_back(table), GRIDS[table]),),
        "told_figures": [Figure(kind.capitalize(), str(sum(c.kind == kind for c in changes))) for kind in LOOKS],
        "problems": [problem_of(one) for one in errors],
        "table_name": table,
        "name": name,
        "can_load": not errors and bool(changes),
        "problem": problem,
    }
    tables = [_changes(changes)]
    if rejects.height:
        tables.append(_rejects(rejects))
    return cards(request, "What the sheet changes", tables, known, template="admin/grid_preview.html")


def _back(table: str) -> str:
    return reverse("admin:targets" if table == "targets" else "admin:assignments")


def _changes(changes: list[Changed]) -> Table:
    rows = [
        [
            Cell(" ".join(part for part in one.key if part)),
            Cell("", chip=(*LOOKS[one.kind], one.kind.capitalize())),
            Cell("; ".join(_said(*said) for said in one.said)),
        ]
        for one in changes[:MOST_SHOWN]
    ]
    return Table(
        "changes", "Row by row", words("Row", "It is", "What"), rows, empty="The sheet says what is known already."
    )


def _said(name: str, old: str, new: str) -> str:
    """Write what changed in a cell.

    >>> _said("amount", "1", "2"), _said("amount", "", "2"), _said("amount", "1", "")
    ('amount: 1 to 2', 'amount: 2', 'amount: 1')
    """
    return f"{name}: {old} to {new}" if old and new else f"{name}: {new or old}"


def _rejects(rejects: pl.DataFrame) -> Table:
    rows = [
        [
            Cell(str(row["line"])),
            Cell(str(row["column"])),
            Cell(str(row["value"] or "–")),
            Cell(row["reason"], note=row["fix"]),
        ]
        for row in rejects.head(MOST_SHOWN).iter_rows(named=True)
    ]
    return Table("rejects", "Rejected", words("Line", "Column", "Read", "Why, and what to do"), rows)
