"""A run: a calculation whose inputs are named, so that it can be made again and gives the same bytes."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl
from django.db import connections

from attain import __version__
from attain.diagnostics import Diagnostic
from attain.runs import Results, calculate_workspace, put_tables
from attain.sources import KeptTables
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.persons import with_names
from attain_web.actions.planning import approved_plans
from attain_web.store.embedded.cluster import VAR
from attain_web.store.facts import kept_at
from attain_web.store.models import Batch, PlanVersion, Run

TABLES = ("credits", "measures", "earnings", "payments", "periods")


@dataclass(frozen=True)
class Ran:
    """What a run gave: the run, None when it was refused; whether it was new; and what is wrong."""

    run: Run | None
    is_new: bool
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Inputs:
    """All that a run reads.

    Attributes:
        batch: the last batch that counts.
        plans: the texts.
        as_of: nothing dated later is known.
    """

    batch: Batch
    plans: tuple[PlanVersion, ...]
    as_of: date | None

    @property
    def texts(self) -> dict[str, str]:
        """attain.yaml, the files of its calendar and the plans, by name."""
        return {**self.batch.config.files, **{plan.file: plan.text for plan in self.plans}}

    @property
    def run_id(self) -> str:
        """The hash of everything the run reads, the version of the engine included."""
        said = [self.batch.batch_no, self.batch.config_id, [p.hash for p in self.plans], __version__, str(self.as_of)]
        return sha256(json.dumps(said).encode()).hexdigest()


def calculate_run(workspace: Path, *, acting_user: str, batch_no: int | None = None, as_of: date | None = None) -> Ran:
    """Calculate the approved plans on what is known at a batch, and keep what was found; nothing is posted.

    The same inputs are the same run: it is found, not made again.

    Args:
        workspace: where results are kept.
        acting_user: who runs it.
        batch_no: the last batch that counts; the newest by default.
        as_of: nothing dated later is known.

    Raises:
        Refused: there are no facts or no approved plans.
    """
    inputs = inputs_at(batch_no, as_of)
    known = _run_of(inputs)
    if known is not None:
        results_of(workspace, known)
        return Ran(known, is_new=False, diagnostics=())
    results = calculated(workspace, inputs)
    if not results.is_usable:
        return Ran(None, is_new=False, diagnostics=tuple(results.diagnostics))
    digests = _kept(results_folder(workspace, inputs.run_id), results)
    with acting("calculate_run", acting_user=acting_user, subject=inputs.run_id) as act:
        known = _run_of(inputs)
        if known is not None:  # somebody else made it meanwhile
            act.is_empty = True
            return Ran(known, is_new=False, diagnostics=tuple(results.diagnostics))
        run = Run(
            run_id=inputs.run_id,
            batch=inputs.batch,
            plans={plan.plan: plan.hash for plan in inputs.plans},
            engine=__version__,
            as_of=as_of,
            made_at=act.at,
            acting_user=acting_user,
            results=digests,
            earned=_earned(results.tables["earnings"]),
        )
        run.save(using=ENGINE, force_insert=True)
        act.details |= {"batch": inputs.batch.batch_no, "plans": run.plans, "results": digests}
    return Ran(run, is_new=True, diagnostics=tuple(results.diagnostics))


def inputs_at(batch_no: int | None, as_of: date | None) -> Inputs:
    """Name what a run would read.

    Raises:
        Refused: there are no facts or no approved plans.
    """
    batches = Batch.objects.using(ENGINE).order_by("-batch_no")
    batch = batches.filter(**({} if batch_no is None else {"batch_no": batch_no})).first()
    if batch is None:
        raise Refused(
            "there are no facts" if batch_no is None else f"there is no batch {batch_no}", "run 'attain import'"
        )
    plans = tuple(approved_plans())
    if not plans:
        raise Refused("no plan is approved", "save plans with 'attain plan save' and let somebody approve them")
    return Inputs(batch, plans, as_of)


def calculated(workspace: Path, inputs: Inputs) -> Results:
    """Calculate from the store alone: the pinned texts, and the facts known at the batch."""
    with tempfile.TemporaryDirectory(prefix="pinned-", dir=workspace.joinpath(VAR)) as folder:
        for name, text in inputs.texts.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return calculate_workspace(Path(folder), inputs.as_of, known_at(inputs.batch.batch_no))


def inputs_of(run: Run) -> Inputs:
    """Name what a run read."""
    plans = PlanVersion.objects.using(ENGINE).filter(hash__in=run.plans.values()).order_by("plan")
    return Inputs(run.batch, tuple(plans), run.as_of)


def known_at(batch_no: int) -> KeptTables:
    """Read every table as it was known at a batch."""
    columns: dict[str, set[str]] = {}
    for summary in Batch.objects.using(ENGINE).filter(batch_no__lte=batch_no).values_list("summary", flat=True):
        for table, said in summary.items():
            columns.setdefault(table, set()).update(said["columns"])
    with connections[ENGINE].cursor() as cursor:
        return with_names(kept_at(cursor, columns, batch_no))


def results_folder(workspace: Path, run_id: str) -> Path:
    """Where the tables of a run are."""
    return workspace.joinpath(VAR, "runs", run_id)


def results_of(workspace: Path, run: Run) -> Mapping[str, pl.DataFrame]:
    """Read the tables of a run, after checking each against its digest; what is lost or changed is made again.

    Raises:
        Refused: it has to be made again, and this version of the engine did not make it or gives other figures.
    """
    folder = results_folder(workspace, run.run_id)
    if _digests(folder) != run.results:
        if run.engine != __version__:
            what = f"the figures of run {run.run_id[:12]} are lost or changed, and version {run.engine} made them"
            raise Refused(what, f"put var/runs/{run.run_id} back, or calculate the period anew")
        results = calculated(workspace, inputs_of(run))
        if not results.is_usable or _kept(folder, results) != run.results:
            raise Refused(f"run {run.run_id[:12]} gives other figures than before", "report it: this must not happen")
    return kept_tables(workspace, run)


def kept_tables(workspace: Path, run: Run) -> Mapping[str, pl.DataFrame]:
    """Read the tables of a run as they are kept, without asking whether they are still what it found."""
    folder = results_folder(workspace, run.run_id)
    return {name: pl.read_parquet(folder.joinpath(f"{name}.parquet")) for name in TABLES}


def _kept(folder: Path, results: Results) -> dict[str, str]:
    """Put the tables of a run in their place, and return the digest of each."""
    put_tables(results.tables, folder)
    return _digests(folder)


def _digests(folder: Path) -> dict[str, str]:
    """The sha256 of every table that is there."""
    files = {name: folder.joinpath(f"{name}.parquet") for name in TABLES}
    return {name: sha256(file.read_bytes()).hexdigest() for name, file in files.items() if file.is_file()}


def _run_of(inputs: Inputs) -> Run | None:
    return Run.objects.using(ENGINE).filter(run_id=inputs.run_id).first()


def _earned(earnings: pl.DataFrame) -> dict[str, dict[str, int]]:
    sums = earnings.group_by("period_id", "currency").agg(pl.col("earning_amount").sum()).sort("period_id", "currency")
    found: dict[str, dict[str, int]] = {}
    for period, currency, total in sums.iter_rows():
        found.setdefault(period, {})[currency] = total
    return found
