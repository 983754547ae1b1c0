"""What a run reads: facts known at a batch, plans and attain.yaml, all pinned; and the calculation of it."""

import json
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl
from django.db import connections

from attain import __version__
from attain.runs import Results, calculate_workspace
from attain.sources import Kept, KeptTables
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.calculating.versions import approved_plans
from attain_web.actions.persons import with_names
from attain_web.store.embedded.cluster import VAR
from attain_web.store.facts import kept_at
from attain_web.store.facts.pipelines import PREFIX
from attain_web.store.models import Batch, PlanVersion, Run

LEAVES, TARGETS = "leaves", "targets"


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
    with pinned(workspace, inputs) as folder:
        return calculate_workspace(folder, inputs.as_of, known_at(inputs.batch.batch_no))


@contextmanager
def pinned(workspace: Path, inputs: Inputs) -> Iterator[Path]:
    """Write the pinned texts into a folder of their own while they are read."""
    with tempfile.TemporaryDirectory(prefix="pinned-", dir=workspace.joinpath(VAR)) as name:
        for file, text in inputs.texts.items():
            path = Path(name, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        yield Path(name)


def inputs_of(run: Run) -> Inputs:
    """Name what a run read."""
    plans = PlanVersion.objects.using(ENGINE).filter(hash__in=run.plans.values()).order_by("plan")
    return Inputs(run.batch, tuple(plans), run.as_of)


def known_at(batch_no: int, without: Collection[str] = ()) -> KeptTables:
    """Read every table of pay as it was known at a batch, but those that are left out."""
    known = columns_at(batch_no).items()
    columns = {name: own for name, own in known if name not in without and not name.startswith(PREFIX)}
    with connections[ENGINE].cursor() as cursor:
        return _with_leaves(with_names(kept_at(cursor, columns, batch_no)))


def table_at(table: str, batch_no: int) -> Kept | None:
    """Read one table as it was loaded and known at a batch; what approved leaves add to it is not among its rows."""
    columns = columns_at(batch_no).get(table)
    if columns is None:
        return None
    with connections[ENGINE].cursor() as cursor:
        return with_names(kept_at(cursor, {table: columns}, batch_no)).tables[table]


def _with_leaves(kept: KeptTables) -> KeptTables:
    """Put the reliefs of approved leaves among the rows of the target table."""
    tables = dict(kept.tables)
    leaves, targets = tables.pop(LEAVES, None), tables.get(TARGETS)
    if leaves is None or targets is None:
        return KeptTables(tables)
    tables[TARGETS] = Kept(
        pl.concat([targets.texts, leaves.texts], how="diagonal"),
        pl.concat([targets.files, leaves.files]),
        pl.concat([targets.lines, leaves.lines]),
    )
    return KeptTables(tables)


def columns_at(batch_no: int) -> dict[str, set[str]]:
    """Return the columns that the cells of each table may have, as known at a batch."""
    columns: dict[str, set[str]] = {}
    for summary in Batch.objects.using(ENGINE).filter(batch_no__lte=batch_no).values_list("summary", flat=True):
        for table, said in summary.items():
            columns.setdefault(table, set()).update(said["columns"])
    return columns
