"""How a deal went through the pipeline: its stages, amounts, due days and owners, for whoever may see its deals."""

from datetime import datetime
from typing import Any

import polars as pl
from django.conf import settings

from attain_web.access.selling import seen_by
from attain_web.access.viewer import Viewer
from attain_web.actions.people import ALWAYS
from attain_web.figures.pipelines import Pipeline, pipeline_of
from attain_web.shell.cells import Cell, Table, Writer, figures, words

MOST = 60


def path_of(viewer: Viewer, deal_id: str) -> tuple[Pipeline, pl.DataFrame] | None:
    """Return the pipeline and the versions of a deal in it; None where it knows none, or it is not theirs to see."""
    whole = pipeline_of(settings.WORKSPACE)
    if whole is None:
        return None
    found = seen_by(viewer.user, whole, ALWAYS)
    versions = whole.deals.versions().filter(pl.col("opportunity_id") == deal_id)
    is_theirs = versions.filter(found.book.is_own).height > 0
    return (whole, versions) if versions.height and is_theirs else None


def path_table(found: Pipeline, versions: pl.DataFrame, write: Writer) -> Table:
    """Show every version of a deal, the newest first."""
    people = dict(found.deals.people.select("owner_id", "name").iter_rows())
    rows = [
        [
            write.instant(_at(row["changed_at"])),
            Cell("Deleted" if row["is_deleted"] else row["stage"] or "–"),
            write.day(row["close_date"]),
            Cell(people.get(row["owner_id"], row["owner_id"]) or "–"),
            write.money(row["amount"]),
        ]
        for row in versions.sort("version", descending=True).head(MOST).iter_rows(named=True)
    ]
    more = f"The last {MOST} of {versions.height}." if versions.height > MOST else ""
    columns = [*words("Since", "Stage", "Due", "Owner"), *figures("Value")]
    return Table("path", "Through the pipeline", columns, rows, subtitle="The newest first", foot=more)


def _at(value: Any) -> datetime:
    assert isinstance(value, datetime), "every version has an instant"
    return value
