"""What a correction would change, before anybody makes it: for everyone it touches, shown for whom the viewer may see.

The rows of a deal are changed in memory, everything is calculated again under the plans of the period's figures, and
the payments are laid beside each other. Nothing is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from attain.runs import calculate_workspace
from attain.sources import Kept, KeptTables
from attain_web.actions.access import seen_of
from attain_web.actions.acting import Refused
from attain_web.actions.calculating.inputs import inputs_of, known_at, pinned
from attain_web.actions.calculating.settings import settings_of
from attain_web.actions.closing.figures import calculated_step
from attain_web.actions.running import results_of
from attain_web.store.models import Run

BY_HAND = "correction"


@dataclass(frozen=True)
class Correction:
    """What a row of a source would say instead.

    Attributes:
        source: the source, or a child such as ``orders.splits``.
        transaction_id: the row's key; one that no row has is a new row.
        column: the column's name.
        text: what it would say, as it would stand in the file; empty for nothing.
    """

    source: str
    transaction_id: str
    column: str
    text: str


@dataclass(frozen=True)
class Touched:
    """What somebody would be paid instead, in minor units."""

    payee_id: str
    period_id: str
    currency: str
    before: int
    after: int


@dataclass(frozen=True)
class Counterfactual:
    """Whom a correction touches: those whose pay of then the viewer may see, and of how many others there is more."""

    touched: tuple[Touched, ...]
    hidden_count: int


def would_change(workspace: Path, period_id: str, corrections: Sequence[Correction], *, viewer: str) -> Counterfactual:
    """Calculate what a correction would change in every period, on the ground of a period's figures.

    Args:
        workspace: whose.
        period_id: the period whose run is the ground.
        corrections: what rows would say.
        viewer: who looks.

    Raises:
        Refused: the period was never calculated, a source, column or text is wrong, or it cannot be calculated.
    """
    _, run = calculated_step(period_id)
    kept = known_at(run.batch_id)
    for source in dict.fromkeys(one.source for one in corrections):
        own = [one for one in corrections if one.source == source]
        kept = KeptTables({**kept.tables, source: _corrected(run, kept, source, own)})
    with pinned(workspace, inputs_of(run)) as folder:
        found = calculate_workspace(folder, run.as_of, kept)
    if not found.is_usable:
        first = next(one for one in found.diagnostics if one.severity == "error")
        raise Refused(f"with this correction nothing can be calculated: {first.what}", first.fix)
    return _shown(_paid(results_of(run, names=["payments"])["payments"]), _paid(found.tables["payments"]), viewer)


def _corrected(run: Run, kept: KeptTables, source: str, corrections: Sequence[Correction]) -> Kept:
    """The rows of a source with what they would say."""
    settings = settings_of(run.batch)
    parent, _, child = source.partition(".")
    config = settings.sources.get(parent) if settings is not None else None
    table = config.children.get(child) if config is not None and child else config
    if table is None or source not in kept.tables:
        raise Refused(f"there is no source '{source}'", "name a source of attain.yaml")
    known, key = kept.tables[source], [str(name) for name in table.key]
    texts, files, lines = known.texts, known.files, known.lines
    for one in corrections:
        if one.column not in texts.columns:
            raise Refused(f"'{source}' has no column '{one.column}'", f"it has {', '.join(texts.columns)}")
        named = pl.concat_str([pl.col(name).fill_null("") for name in key], separator="/") == one.transaction_id
        if texts.filter(named).is_empty():
            parts = dict(zip(key, one.transaction_id.split("/"), strict=False))
            texts = pl.concat([texts, pl.DataFrame([parts], schema=dict.fromkeys(texts.columns, pl.String))])
            files = pl.concat([files, pl.Series(files.name, [BY_HAND], dtype=files.dtype)])
            lines = pl.concat([lines, pl.Series(lines.name, [0], dtype=lines.dtype)])
        said = pl.lit(one.text or None, pl.String)
        texts = texts.with_columns(pl.when(named).then(said).otherwise(one.column).alias(one.column))
    return replace(known, texts=texts, files=files, lines=lines)


def _paid(payments: pl.DataFrame) -> pl.DataFrame:
    keys = ["payee_id", "period_id", "currency"]
    return payments.group_by(keys).agg(pl.col("paid").sum())


def _shown(before: pl.DataFrame, after: pl.DataFrame, viewer: str) -> Counterfactual:
    keys = ["payee_id", "period_id", "currency"]
    both = before.join(after, on=keys, how="full", coalesce=True, suffix="_then").fill_null(0)
    moved = both.filter(pl.col("paid") != pl.col("paid_then")).sort(keys)
    touched = [Touched(*row) for row in moved.select(*keys, "paid", "paid_then").iter_rows()]
    seen = seen_of(viewer, ((one.payee_id, one.period_id) for one in touched))
    rows = tuple(one for one in touched if (one.payee_id, one.period_id) in seen)
    hidden = {one.payee_id for one in touched if (one.payee_id, one.period_id) not in seen}
    return Counterfactual(rows, len(hidden))
