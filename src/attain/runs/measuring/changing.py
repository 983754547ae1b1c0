"""Reliefs and transfers that reach only one of those whom they concern, or nobody: a part of a target would be lost."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.targets import TargetChange, TargetTable
from attain.targets.problems import NOT_HAD

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun


def unreached(runs: "Mapping[str, PlanRun]", table: TargetTable) -> Iterator[Diagnostic]:
    """Find changes of targets that somebody does not have, in windows that plans measure against them.

    Args:
        runs: every plan, calculated.
        table: the target table.
    """
    if any(run.facts.only is not None for run in runs.values()):
        return  # the others' targets are not read
    for change in table.changes:
        meant = [run for run in runs.values() if _lies_in(change, run)]
        frames = [frame for run in meant for frame in _read(run, change.target)]
        reached = {payee for run in meant for payee in _reached(run, change)}
        for payee in change.owners if frames else ():
            if payee not in reached:
                what = f"{payee} has no target '{change.target}' from {change.starts_on} before {change.ends_before}"
                fix = f"correct who the {change.kind} is about or its period, or put {payee} on a plan with this target"
                yield Diagnostic.of(NOT_HAD, Place(table.file, change.line, 0, "payee"), what, fix)


def _lies_in(change: TargetChange, run: "PlanRun") -> bool:
    """Whether a plan is in force in the days of a change; one without an end as far as it is settled."""
    effective = run.plan.effective
    return change.ends_before > effective.from_ and change.starts_on < (effective.before or run.timeline.ends_before)


def _read(run: "PlanRun", target: str) -> list[pl.DataFrame]:
    return [frame for (name, _, whose), frame in run.targets.resolved.items() if (name, whose) == (target, "payee")]


def _reached(run: "PlanRun", change: TargetChange) -> Iterator[str]:
    """Whom a change reached; in the first scenario where there are several, in which it reached whom it reached."""
    for frame in _read(run, change.target):
        told = frame.filter(pl.col("changes").list.len() > 0).explode("changes")
        told = told.filter(pl.col("changes").struct.field("source") == change.source)
        yield from told.select(run.facts.roster.named(pl.col("payee_code"))).to_series().to_list()
