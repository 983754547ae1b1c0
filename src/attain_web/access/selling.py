"""What somebody sees of the pipeline: their own deals and those of their team on the days looked at, or everybody's.

Whoever sees everybody's pay by their role sees the whole pipeline. A manager sees the deals, targets and forecasts of
the people who reported to them, at any depth, on one of the days that a page is about; a former report's of then too.
"""

from pathlib import Path

from attain.periods import Period
from attain_web.actions.access import sees_everybody, visible_during
from attain_web.actions.people import Days
from attain_web.figures.pipelines import Pipeline, pipeline_of


def pipeline_for(user: str, folder: Path, days: Days, batch_no: int | None = None) -> Pipeline | None:
    """Return the pipeline as somebody may see it; None where there is none, or it has errors.

    Args:
        user: who looks.
        folder: the workspace.
        days: what the page is about: whoever reported to them on one of these days is in it.
        batch_no: as known at which batch; the last one by default.
    """
    found = pipeline_of(folder, batch_no)
    return None if found is None else seen_by(user, found, days)


def seen_by(user: str, found: Pipeline, days: Days) -> Pipeline:
    """Return what somebody may see of a pipeline on some days."""
    if sees_everybody(user):
        return found
    return found.of(owners_seen(user, found, days))


def owners_seen(user: str, found: Pipeline, days: Days) -> frozenset[str]:
    """Return the owners of deals whom somebody may see on some days."""
    known = found.once("owners", find=lambda: _owners(found))
    return visible_during(user, known, days)


def in_period(period: Period) -> Days:
    """Return the days of a page that is about a period."""
    return Days(period.starts_on, period.ends_before)


def _owners(found: Pipeline) -> frozenset[str]:
    owned = found.deals.versions()["owner_id"].drop_nulls().unique().to_list()
    return frozenset([*owned, *found.deals.people["owner_id"].to_list()])
