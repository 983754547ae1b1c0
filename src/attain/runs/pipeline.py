"""From a workspace's folder to its deals: the section ``pipeline`` of attain.yaml, read and checked."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from attain.diagnostics import Diagnostic, has_errors, in_order
from attain.documents import Node, validate
from attain.forecasts import read_adjustments, read_submissions
from attain.metrics.targets import read_targets
from attain.opportunities import Opportunities, read_opportunities
from attain.periods import Calendar, CalendarModel, build_calendar
from attain.sources import KeptPipeline, LoadedPipeline, load_pipeline
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


def open_pipeline(folder: Path, kept: KeptPipeline | None = None) -> OpenedPipeline:
    """Read the deals of a workspace, their history and what surrounds them.

    Args:
        folder: the workspace.
        kept: its tables as a store keeps them; its files are read without.
    """
    loaded = load_pipeline(folder, kept)
    made = read_opportunities(loaded)
    found = [*(made.diagnostics if made is not None else loaded.diagnostics)]
    calendar, wrong = calendar_of(loaded.calendar)
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


def calendar_of(node: Node | None) -> tuple[Calendar, list[Diagnostic]]:
    """Return the periods of a workspace, those of the calendar year where it declares none."""
    if node is None:
        return Calendar(), []
    model, found = validate(CalendarModel, node, CONFIG_FILE)
    if model is None:
        return Calendar(), found
    calendar, wrong = build_calendar(model)
    return calendar, [*found, *wrong]
