"""What is proposed for the next year: plans under their next name and days, targets times a factor, and what is left.

Nothing is written. Plans are the approved ones that end with the year; what ended before, goes on, or has no end is
left, with its reason. Targets are a sheet with the rows there are and those of the next year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from attain.plans import Plan, check_together
from attain.questions.checking import check_file
from attain.questions.rolling import (
    LeftOut,
    NextRows,
    Years,
    next_name,
    next_rows,
    next_text,
    without_examples,
    years_of,
)
from attain.runs import Opened, open_workspace
from attain.runs.workspace import calendar_of, read_plans
from attain_web.actions.acting import Refused
from attain_web.actions.calculating.inputs import (
    TARGETS,
    columns_at,
    inputs_at,
    known_at,
    pinned,
)
from attain_web.actions.rollover.targets import Factor, missing_targets, people_on, texts_of_targets
from attain_web.store.models import PlanVersion


@dataclass(frozen=True)
class Wish:
    """What somebody asks of a rollover.

    Attributes:
        year: the year that is over, as the calendar names it.
        factor: what targets are multiplied by, such as 105%.
        round_to: what they are rounded to, such as 100; the smallest unit of an amount by default.
        continues: whether the plans go on with the measures of those before them.
    """

    year: str
    factor: str = "100%"
    round_to: str = ""
    continues: bool = False


@dataclass(frozen=True)
class NextPlan:
    """A plan that is proposed.

    Attributes:
        plan, file, text: what would be saved.
        follows: the plan before it.
        lines: those of the text that still name the old year, to be looked at.
        dropped: titles of examples that do not hold in the next year, and were left out.
    """

    plan: str
    file: str
    text: str
    follows: str
    lines: tuple[int, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """What is proposed for the next year.

    Attributes:
        years: the old one, and the next.
        plans: those to be saved as drafts.
        known: names of plans of the next year that were saved before.
        targets: rows of the next year; None without a target table.
        sheet: the target table with them; None without new rows.
        headers: of its columns, as the workspace's file has them.
        left: what could not be rolled over, and why.
    """

    years: Years
    plans: tuple[NextPlan, ...]
    known: tuple[str, ...]
    targets: NextRows | None
    sheet: pl.DataFrame | None
    headers: Mapping[str, str]
    left: tuple[LeftOut, ...]


def propose_next_year(workspace: Path, wish: Wish) -> Proposal:
    """Propose the plans and targets of the next year.

    Raises:
        Refused: there are no facts or no approved plans, the year is none of the calendar or its last, or the factor
            or the rounding is no number above 0.
    """
    inputs = inputs_at(None, None)
    batch_no = inputs.batch.batch_no
    deals = [name for name in columns_at(batch_no) if name not in {"roster", TARGETS, "fx"}]
    with pinned(workspace, inputs) as folder:
        opened = open_workspace(folder, None, known_at(batch_no, without=deals))
        if opened.facts is None or opened.loaded.config is None:
            raise Refused("the workspace cannot be read", "see 'attain check'")
        years = _years(opened, wish)
        ending, left = _ending(opened.plans, years)
        renamed = {str(plan.plan): next_name(str(plan.plan), years) for plan in ending}
        saved = set(PlanVersion.objects.using("engine").values_list("plan", flat=True))
        known = sorted(name for name in renamed.values() if name in saved)
        asked = [plan for plan in ending if renamed[str(plan.plan)] not in saved]
        plans, wrong = _plans(folder, asked, (years, renamed), opened.texts, continues=wish.continues)
    left += wrong
    targets, sheet = None, None
    table = opened.loaded.config.targets
    if table is not None:
        texts, grows = texts_of_targets(table, batch_no), Factor(wish.factor, wish.round_to)
        growth, by_target = grows.usual(opened, table), grows.by_target(opened, table, ending)
        targets = next_rows(texts, years, growth, people_on(opened.facts.roster, years), by_target=by_target)
        sheet = pl.concat([texts, targets.rows]) if targets.rows.height else None
        left += [*targets.left, *missing_targets(opened, ending, years, targets)]
    headers = {} if table is None else {str(name): str(column.from_ or name) for name, column in table.columns.items()}
    return Proposal(years, tuple(plans), tuple(known), targets, sheet, headers, tuple(left))


def ending_year(workspace: Path) -> str:
    """Return the year of the calendar with which approved plans end: the next end, or else the last one.

    Where no plan ends with a year, it is the year of today; empty where the calendar has none.

    Raises:
        Refused: there are no facts or no approved plans.
    """
    inputs = inputs_at(None, None)
    batch_no = inputs.batch.batch_no
    with pinned(workspace, inputs) as folder:
        opened = open_workspace(folder, None, known_at(batch_no, without=columns_at(batch_no)))
    config, calendar = opened.loaded.config, calendar_of(opened.loaded)[0]
    zone = ZoneInfo(str(config.time_zone) if config is not None else "UTC")
    today = (config.today if config is not None else None) or datetime.now(zone).date()
    ends = {plan.effective.before for plan in opened.plans if plan.effective.before is not None}
    for day in (*sorted(end for end in ends if end > today), *sorted((e for e in ends if e <= today), reverse=True)):
        year = calendar.containing("year", day - timedelta(days=1))
        if year is not None and year.ends_before == day:
            return year.name
    return calendar.name("year", today) or ""


def _years(opened: Opened, wish: Wish) -> Years:
    calendar, _ = calendar_of(opened.loaded)
    found = years_of(calendar, wish.year)
    if found is not None:
        return found
    if calendar.parse(wish.year) is None:
        now = opened.facts.as_of if opened.facts is not None else None
        named = calendar.name("year", now) if now else None
        fix = f"name a year of the calendar, such as {named}" if named else "name a year as the calendar does"
        raise Refused(f"'{wish.year}' is no year of the calendar", fix)
    raise Refused(f"'{wish.year}' is no year, or the calendar ends with it", "add the next year to the calendar")


def _ending(plans: Iterable[Plan], years: Years) -> tuple[list[Plan], list[LeftOut]]:
    """The plans that end with the year; of those that are in force in it and do not, why not."""
    ending: list[Plan] = []
    left: list[LeftOut] = []
    old, name = years.old, years.old.name
    for plan in plans:
        before = plan.effective.before
        if before == old.ends_before:
            ending.append(plan)
        elif before is None and plan.effective.from_ < old.ends_before:
            fix = f"give it an end, 'before: {old.ends_before}', if another follows"
            left.append(LeftOut(str(plan.plan), "it has no end, and goes on", fix))
        elif before is not None and plan.effective.from_ < old.ends_before < before:
            left.append(LeftOut(str(plan.plan), f"it goes on until {before}", f"roll it over when {name} is followed"))
        elif before is not None and old.starts_on < before < old.ends_before:
            left.append(LeftOut(str(plan.plan), f"it ended before {before}", "write a new plan, if one follows"))
    return ending, left


def _plans(
    folder: Path,
    asked: Iterable[Plan],
    named: tuple[Years, Mapping[str, str]],
    texts: Mapping[str, str],
    *,
    continues: bool,
) -> tuple[list[NextPlan], list[LeftOut]]:
    """Write the texts of the next year, check each in its place, and then all together."""
    years, renamed = named
    made: list[NextPlan] = []
    left: list[LeftOut] = []
    for plan in asked:
        if renamed[str(plan.plan)] in {one.plan for one in made}:
            left.append(LeftOut(str(plan.plan), f"another plan is called {renamed[str(plan.plan)]} then", "rename one"))
            continue
        file = Path(plan.place.file)
        path = file.with_name(next_name(file.stem, years) + file.suffix).as_posix()
        found = next_text(texts[plan.place.file], years, renamed, continues=continues)
        follows, name = str(plan.plan), renamed[str(plan.plan)]
        said = _checked(folder, NextPlan(name, path, found.text, follows, found.lines, ()))
        left.append(said) if isinstance(said, LeftOut) else made.append(said)
    plans, _, _ = read_plans(folder)
    wrong = {one.where.file: one.what for one in check_together(plans) if one.severity == "error"}
    fix = "roll over the plans it names too, or mend it"
    left += [LeftOut(one.follows, wrong[one.file], fix) for one in made if one.file in wrong]
    return [one for one in made if one.file not in wrong], left


def _checked(folder: Path, proposed: NextPlan) -> NextPlan | LeftOut:
    """Check a text in its place, without the examples that do not hold; say why where it has errors besides."""
    path = folder.joinpath(proposed.file)
    if path.exists():
        return LeftOut(proposed.follows, f"{proposed.file} is another plan's file", "rename the file of the plan")
    path.write_text(proposed.text, encoding="utf-8")
    failing = [one for one in check_file(path).examples if not one.holds]
    try:
        text = without_examples(proposed.text, frozenset(one.place.line for one in failing))
    except ValueError as why:
        path.unlink()
        return LeftOut(proposed.follows, f"'{failing[0].title}' does not hold, and {why}", "write each on its own line")
    path.write_text(text, encoding="utf-8")
    errors = [one for one in check_file(path).diagnostics if one.severity == "error"]
    if errors:
        path.unlink()
        return LeftOut(proposed.follows, f"in line {errors[0].where.line}: {errors[0].what}", errors[0].fix)
    dropped = tuple(one.title for one in failing)
    return NextPlan(proposed.plan, proposed.file, text, proposed.follows, proposed.lines, dropped)
