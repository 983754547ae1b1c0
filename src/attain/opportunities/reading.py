"""From the tables of a pipeline to deals: every history brought to changes, and what is odd about them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import polars as pl

from attain.diagnostics import Diagnostic, Place, in_order
from attain.money import minor_digits
from attain.opportunities.checks import find_oddities
from attain.opportunities.deals import deals_of
from attain.opportunities.histories import (
    Reading,
    changes_of_fields,
    changes_of_loads,
    changes_of_records,
    changes_of_snapshots,
    changes_of_states,
)
from attain.opportunities.histories.snapshots import deletions
from attain.opportunities.histories.states import states
from attain.opportunities.lines import with_line_sums
from attain.opportunities.problems import NO_HISTORY, NO_PIPELINE, NO_STAGE, STAGES_READ
from attain.opportunities.stages import StageMap
from attain.opportunities.surroundings import activities_of, campaigns_of, contact_roles_of, leads_of, people_of
from attain.opportunities.table import CHANGES, FIELDS, INSTANT
from attain.opportunities.versions import versions_of
from attain.sources import LoadedPipeline
from attain.sources.config import CONFIG_FILE, WorkspaceConfig

_STAGE_COLUMNS = ("stage", "old_stage", "new_stage")


@dataclass(frozen=True)
class Opportunities:
    """The deals of a workspace.

    Attributes:
        deals: the table ``opportunities``.
        changes: every change, for the versions as known at any batch.
        people, leads, campaigns, activities, contact_roles: what surrounds them; None where there is none.
        stages: the map of stages.
        told: the fields that a history tells the past of.
        told_since: from when on, where only dated copies of the deals tell of it; None for a history of changes.
        today: the instant as of which the workspace stands.
        currency, digits, time_zone: of amounts and days.
        batch_no: of a store, the batch they are known at; None for files.
        diagnostics: every problem found.
    """

    deals: pl.DataFrame
    changes: pl.DataFrame
    people: pl.DataFrame
    leads: pl.DataFrame | None
    campaigns: pl.DataFrame | None
    activities: pl.DataFrame | None
    contact_roles: pl.DataFrame | None
    stages: StageMap
    told: frozenset[str]
    today: datetime
    currency: str
    digits: int
    time_zone: str
    diagnostics: list[Diagnostic]
    told_since: datetime | None = None
    batch_no: int | None = None

    @cached_property
    def last_batch(self) -> int:
        """The number of the last load."""
        if self.batch_no is not None:
            return self.batch_no
        return max((int(batch) for batch in self.changes["known_at"].unique().to_list()), default=1)

    def versions(self, known_at: int | None = None) -> pl.DataFrame:
        """Return the table ``versions`` as known at a batch, the last one by default."""
        return self._last if known_at is None or known_at >= self.last_batch else versions_of(self.changes, known_at)

    @cached_property
    def _last(self) -> pl.DataFrame:
        return versions_of(self.changes)

    def midnight(self, day: date) -> datetime:
        """Return the instant at which a day begins in the workspace's time zone."""
        return midnight_of(day, self.time_zone)


def midnight_of(day: date, time_zone: str) -> datetime:
    """Return the instant, in UTC, at which a day begins in a time zone."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(time_zone)).astimezone(ZoneInfo("UTC"))


def read_opportunities(loaded: LoadedPipeline) -> Opportunities | None:
    """Read the deals of a workspace; None when attain.yaml could not be read.

    Problems are among the result's diagnostics, those of the tables included.
    """
    config = loaded.config
    if config is None:
        return None
    found = [*loaded.diagnostics]
    stages = StageMap.of(config.pipeline.stages if config.pipeline else {}, _stage_names(loaded))
    time_zone = str(config.time_zone)
    reading = Reading(stages, str(config.currency), minor_digits(config.currency), time_zone, found)
    found += _absent(loaded, stages)
    today = midnight_of(config.today, time_zone) if config.today else _last_instant(loaded, stages)
    loads = loaded.loads
    if loads is not None and config.today is None:
        today = max(today, loads.taken[loads.deal_loads[-1]])
    created = _created(loaded)
    changes = _changes(loaded, reading, created, today)
    deals = deals_of(loaded.opportunities, loaded.surroundings, changes)
    is_told = pl.col("basis") == "history"
    if loads is not None and loads.is_history:
        is_told |= pl.col("basis").is_in(["record", "load"])
    told = changes.filter(is_told)
    made = Opportunities(
        deals=deals,
        changes=changes,
        people=people_of(loaded.surroundings, changes["owner_id"]),
        leads=leads_of(loaded.surroundings),
        campaigns=campaigns_of(loaded.surroundings, reading),
        activities=activities_of(loaded.surroundings),
        contact_roles=contact_roles_of(loaded.surroundings),
        stages=stages,
        told=frozenset(field for field in FIELDS if told[f"says_{field}"].any()),
        today=today,
        currency=str(config.currency),
        digits=minor_digits(config.currency),
        time_zone=time_zone,
        diagnostics=found,
        told_since=_told_since(loaded, told),
        batch_no=None if loads is None else loads.batch_no,
    )
    found += find_oddities(changes, created, _standing(made), _file_of(loaded))
    found[:] = in_order(found)
    return made


def _told_since(loaded: LoadedPipeline, told: pl.DataFrame) -> datetime | None:
    """Return when the first copy of the deals was taken, where nothing but copies tells of the past."""
    if any(history.config.kind != "snapshots" for history in loaded.histories):
        return None
    loads = loaded.loads
    first = told.filter(pl.col("basis") == "history")["changed_at"].min()
    taken = [first] if isinstance(first, datetime) else []
    taken += [loads.taken[loads.deal_loads[0]]] if loads is not None and loads.is_history else []
    return min(taken, default=None)


def _standing(made: Opportunities) -> pl.DataFrame:
    """Return the last version of every deal that was not deleted, with its ``created_on`` and ``source_line``."""
    last = made.versions().filter(pl.col("ends_at").is_null() & ~pl.col("is_deleted"))
    created_on = pl.col("created_at").dt.convert_time_zone(made.time_zone).dt.date()
    own = made.deals.select("opportunity_id", "source_line", created_on=created_on)
    return last.join(own, on="opportunity_id", how="left", maintain_order="left")


def _file_of(loaded: LoadedPipeline) -> str:
    tables = [loaded.opportunities, *(history.table for history in loaded.histories)]
    return next((table.file for table in tables if table is not None), "")


def _stage_names(loaded: LoadedPipeline) -> set[str]:
    tables = [loaded.opportunities, *(history.table for history in loaded.histories)]
    names: set[str] = set()
    for table in tables:
        for column in _STAGE_COLUMNS:
            if table is not None and column in table.columns:
                names |= {str(name) for name in table.frame[column].drop_nulls().unique().to_list()}
    return names


def _absent(loaded: LoadedPipeline, stages: StageMap) -> list[Diagnostic]:
    """Say what a workspace lacks."""
    place = Place(CONFIG_FILE, 1)
    pipeline = loaded.config.pipeline if loaded.config else None
    if pipeline is None or (pipeline.opportunities is None and not pipeline.history):
        fix = "add  pipeline: {opportunities: {file: data/opportunities.csv}}  to attain.yaml"
        return [Diagnostic.of(NO_PIPELINE, place, "attain.yaml has no pipeline with opportunities", fix)]
    found: list[Diagnostic] = []
    table = loaded.opportunities
    if (
        table is not None
        and not {"stage", "status", "is_won", "is_closed"} & set(table.columns)
        and not pipeline.history
    ):
        what = "no column of the deals is a stage, a status, is_won or is_closed"
        found.append(Diagnostic.of(NO_STAGE, Place(table.file, 1), what, "export StageName too"))
    if not stages.is_declared and stages.stages:
        said = ", ".join(f"{stage.name} ({stage.outcome})" for stage in stages.stages)
        fix = f"write  pipeline: {{stages: {{{stages.stages[0].name}: 10%, …}}}}"
        found.append(Diagnostic.of(STAGES_READ, pipeline.place, f"read by their names: {said}", fix))
    if not pipeline.history and not (loaded.loads is not None and loaded.loads.is_history):
        what = "attain.yaml names no history of the deals"
        fix = "export OpportunityHistory, or keep a dated copy of every export, and list it under pipeline.history"
        found.append(Diagnostic.of(NO_HISTORY, pipeline.place, what, fix))
    return found


def _last_instant(loaded: LoadedPipeline, stages: StageMap) -> datetime:
    """Return the day of the last instant, or close date of a closed deal, that is named; so nothing asks a clock."""
    tables = [loaded.opportunities, *(history.table for history in loaded.histories)]
    latest = midnight_of(date(1970, 1, 1), "UTC")
    for table in tables:
        for name, kind in table.columns.items() if table is not None else ():
            last = table.frame[name].max() if table is not None and kind.kind == "instant" else None
            if isinstance(last, datetime):
                latest = max(latest, last + timedelta(microseconds=1))
    closed = _last_close(loaded, stages)
    time_zone = str(loaded.config.time_zone) if loaded.config else "UTC"
    return latest if closed is None else max(latest, midnight_of(closed, time_zone))


def _last_close(loaded: LoadedPipeline, stages: StageMap) -> date | None:
    """Return the last close date of a deal that stands as won or lost."""
    table = loaded.opportunities
    if table is None or "close_date" not in table.columns:
        return None
    silent = Reading(stages, "", 0, "UTC", [])
    closed = states(table, silent).filter(pl.col("outcome").is_in(["won", "lost"]))
    last = closed["close_date"].max()
    return last if isinstance(last, date) else None


def _created(loaded: LoadedPipeline) -> pl.DataFrame:
    table = loaded.opportunities
    schema = {"opportunity_id": pl.String, "created_at": INSTANT}
    if table is None:
        return pl.DataFrame(schema=schema)
    created = pl.col("created_at") if "created_at" in table.columns else pl.lit(None, dtype=INSTANT)
    return table.frame.select(opportunity_id="id", created_at=created)


def _changes(loaded: LoadedPipeline, reading: Reading, created: pl.DataFrame, today: datetime) -> pl.DataFrame:
    config = loaded.config
    assert config is not None
    found = [CHANGES.empty()]
    if loaded.loads is not None:
        found.append(changes_of_loads(loaded.loads, reading))
    elif loaded.opportunities is not None and config.pipeline is not None and config.pipeline.opportunities is not None:
        own = config.pipeline.opportunities
        taken = midnight_of(own.taken, str(config.time_zone)) if own.taken else today
        table = with_line_sums(loaded.opportunities, loaded.surroundings.get("product_lines"), reading)
        found.append(changes_of_records(table, taken, reading, batch=int(own.batch)))
    snapshots: list[pl.DataFrame] = []
    for history in loaded.histories:
        batch = int(history.config.batch)
        match history.config.kind:
            case "salesforce_history":
                found.append(changes_of_states(history.table, reading, batch=batch))
            case "snapshots":
                snapshots.append(
                    changes_of_snapshots(history.table, _taken(history.config.taken, config), reading, batch=batch)
                )
            case _:
                found.append(changes_of_fields(history.table, created, reading, batch=batch))
    if snapshots:
        together = pl.concat(snapshots)
        found += [together, deletions(together)]
    return pl.concat(found)


def _taken(day: date | None, config: WorkspaceConfig) -> datetime | None:
    return None if day is None else midnight_of(day, str(config.time_zone))
