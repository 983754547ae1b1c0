"""From a workspace's folder to its deals: the section ``pipeline`` of attain.yaml, read and checked."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from attain.diagnostics import Diagnostic, has_errors, in_order
from attain.documents import validate
from attain.forecasts import read_adjustments, read_submissions
from attain.metrics.targets import read_targets
from attain.opportunities import Opportunities, read_opportunities
from attain.periods import Calendar, CalendarModel, build_calendar
from attain.sources import LoadedPipeline, load_pipeline
from attain.sources.config import CONFIG_FILE


@dataclass(frozen=True)
class OpenedPipeline:
    """The pipeline of a workspace, read.

    Attributes:
        folder: where it is.
        loaded: its tables as loaded, with their reconciliation and rejects.
        opportunities: its deals; None where there are errors.
        calendar: its periods.
        diagnostics: every problem found, in order of place.
        targets: the table ``pipeline_targets``; None where there are none.
        submissions, adjustments: what people forecast, and changed in forecasts; None where there is none.
    """

    folder: Path
    loaded: LoadedPipeline
    opportunities: Opportunities | None
    calendar: Calendar
    diagnostics: list[Diagnostic]
    targets: pl.DataFrame | None = None
    submissions: pl.DataFrame | None = None
    adjustments: pl.DataFrame | None = None


def open_pipeline(folder: Path) -> OpenedPipeline:
    """Read the deals of a workspace, their history and what surrounds them."""
    loaded = load_pipeline(folder)
    made = read_opportunities(loaded)
    found = [*(made.diagnostics if made is not None else loaded.diagnostics)]
    calendar = Calendar()
    if loaded.calendar is not None:
        model, wrong = validate(CalendarModel, loaded.calendar, CONFIG_FILE)
        found += wrong
        if model is not None:
            calendar, wrong = build_calendar(model)
            found += wrong
    digits = made.digits if made is not None else 0
    targets, wrong = read_targets(loaded.surroundings.get("targets"), calendar, digits)
    found += wrong
    submissions, wrong = read_submissions(loaded.surroundings.get("forecasts"), calendar, digits)
    found += wrong
    adjustments, wrong = read_adjustments(loaded.surroundings.get("adjustments"), calendar, digits)
    found = in_order([*found, *wrong])
    usable = None if has_errors(found) else made
    return OpenedPipeline(folder, loaded, usable, calendar, found, targets, submissions, adjustments)
