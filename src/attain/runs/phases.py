"""Hands the lines of earlier phases on as rows of the source ``earnings``.

Phase 1 reads what phase 0 earned: 7,200.00 of Ana on D1 in January is a row of ``earnings``, and 3 % of it is what her
manager earns in phase 1. Lines are entries, so what is taken back in April is a negative row of April.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from attain.diagnostics import has_errors
from attain.earnings import Modifier
from attain.earnings.model import FloorItem
from attain.earnings.modifiers import floor
from attain.earnings.source import EARNINGS_SOURCE, KINDS, PEOPLE_ON, earnings_source
from attain.money import minor_digits
from attain.periods import Unit
from attain.plans.phases import Phases, Step
from attain.runs.inputs.facts import Facts, Findings
from attain.runs.planning import PlanRun
from attain.runs.windows.results import entries_of
from attain.sources.table import SCENARIO, SOURCE_FILE, SOURCE_LINE


@dataclass
class EarnedLines:
    """What every phase earned so far.

    Attributes:
        facts: what is known before anything is calculated.
        phases: who reads whom.
        found: rows of ``earnings`` by the level that earned them.
        made: the facts of each level, once asked for.
    """

    facts: Facts
    phases: Phases
    found: dict[int, list[pl.DataFrame]] = field(default_factory=dict[int, list[pl.DataFrame]])
    made: dict[int, Facts] = field(default_factory=dict[int, Facts])

    @property
    def digits(self) -> int:
        """Decimal digits that hold the amounts of every plan, and of rows that were given."""
        given = self.facts.sources.get(EARNINGS_SOURCE)
        own = given.columns["amount"].scale if given is not None else 0
        return max([own, *(minor_digits(step.plan.currency_code) for step in self.phases.steps)])

    def before(self, level: int) -> Facts:
        """Return the facts of a phase: everything that is known, and what the phases before it earned."""
        if not self.phases.is_needed:
            return self.facts
        if level not in self.made:
            self.made[level] = self._before(level)
        return self.made[level]

    def _before(self, level: int) -> Facts:
        frames = [frame for its, found in self.found.items() if its < level for frame in found]
        given = self.facts.sources.get(EARNINGS_SOURCE)
        if given is not None:
            frames.append(_given(given.frame, 10 ** (self.digits - given.columns["amount"].scale), given.file))
        rows = pl.concat(frames) if frames else None
        return self.facts.with_source(earnings_source(rows, self.digits))

    def keep(self, step: Step, run: PlanRun, name: str, entries: pl.DataFrame) -> None:
        """Keep a component's entries if a later phase reads them."""
        if (str(run.plan.plan), name) in self.phases.read:
            finer = 10 ** (self.digits - run.digits)
            rows = _of_windows if run.plan.is_windowed(name) else _rows
            self.found.setdefault(step.level, []).append(rows(run, name, entries, finer))

    def preview(self, step: Step, whole: PlanRun, findings: Findings) -> None:
        """Calculate those components of a plan that others of the same plan read."""
        noted = Findings()
        run = PlanRun(step.plan, whole.facts, whole.target_table, noted)
        run.follow(whole.predecessor, whole.range)
        run.prepare()
        if not has_errors(noted.found):
            for name in step.components:
                if (str(step.plan.plan), name) in self.phases.read:
                    self.keep(step, run, name, entries_of(run, name))
        findings.add(*(problem for problem in noted.found if problem.severity == "error"))


def _rows(run: PlanRun, name: str, entries: pl.DataFrame, finer: int) -> pl.DataFrame:
    """Write entries as rows of ``earnings``; an entry of nothing is none."""
    credited = run.standing[name].credited
    source = credited.transactions
    entries = entries.filter(pl.col("entry") != 0)
    is_window = pl.col("line_type") == "floor"
    periods = run.timeline.pay_periods.periods
    entries = entries.with_columns(_of_deal(run, name, entries))
    entries = entries.with_columns(
        is_window=is_window,
        earned_on=_known_on(run),
        transaction=pl.when(~is_window).then(pl.lit(source.plain_ids).gather(pl.col("row"))),
        line_type=pl.when((pl.col("line_type") == "credit") & ~pl.col("is_first"))
        .then(pl.lit("true_up"))
        .otherwise("line_type"),
    )
    roster = run.facts.roster
    plan_id, payee = str(run.plan.plan), roster.named(pl.col("payee"))
    file = pl.lit(source.frame[SOURCE_FILE]) if SOURCE_FILE in source.frame.columns else None
    named = entries.with_columns(payee_id=payee)
    first_day, said = _named_window(run, run.components[name].modifiers)
    parts = [
        pl.lit(f"{plan_id}/{name}"),
        pl.coalesce("transaction", first_day, pl.lit("-")),
        "payee_id",
        pl.col("earned_on").cast(pl.String),
        said,
    ]
    return named.select(
        pl.concat_str(parts, separator="/").alias("id"),
        pl.col("payee_id").alias("payee"),
        pl.lit(plan_id).alias("plan"),
        pl.lit(name).alias("component"),
        (pl.col("entry") * finer).alias("amount"),
        pl.lit(run.plan.currency_code).alias("currency"),
        "earned_on",
        PEOPLE_ON,
        pl.lit(source.source.name).alias("source"),
        "transaction",
        pl.lit(periods["period_id"]).gather(pl.col("cut")).alias("period"),
        "line_type",
        *_scenario(run),
        pl.lit(source.frame[SOURCE_LINE]).gather(pl.col("row")).fill_null(0).alias(SOURCE_LINE),
        (pl.lit(source.source.file) if file is None else file.gather(pl.col("row")).fill_null("")).alias(SOURCE_FILE),
    )


def _named_window(run: PlanRun, modifiers: Sequence[Modifier]) -> tuple[pl.Expr, pl.Expr]:
    """The first day of the window that a floor lifts, and what sort of entry each is: together they make ids unique.

    Floors of several windows may change on one day, and so may several floors of a component.
    """
    floors = [n for n, item in enumerate(modifiers) if isinstance(item, FloorItem) and item.floor.per != "transaction"]
    day, said = pl.lit(None, pl.String), pl.col("line_type")
    for place, number in enumerate(floors):
        is_own = (pl.col("line_type") == "floor") & (floor.number_of(pl.col("line")) == number)
        item = modifiers[number]
        assert isinstance(item, FloorItem)
        day = pl.when(is_own).then(_first_day(run, item.floor.per)).otherwise(day)
        if len(floors) > 1:
            said = pl.when(is_own).then(pl.lit(f"floor {place + 1}")).otherwise(said)
    return day, said


def _first_day(run: PlanRun, unit: Unit) -> pl.Expr:
    """The first day of the window of a unit that holds each row."""
    windows = run.timeline.windows(unit)
    return pl.lit(windows.periods["starts_on"].cast(pl.String)).gather(windows.of("dated"))


def _of_windows(run: PlanRun, name: str, entries: pl.DataFrame, finer: int) -> pl.DataFrame:
    """Write entries of windows as rows of ``earnings``: without a source and a transaction."""
    nothing = pl.lit(None, pl.String)
    plan_id, place = str(run.plan.plan), run.components[name].place
    known = entries.with_columns(earned_on=_known_on(run), payee_id=run.facts.roster.named(pl.col("payee")))
    window = _first_day(run, run.measures[run.measure_of(name)].per)
    parts = [pl.lit(f"{plan_id}/{name}"), window, "payee_id", pl.col("earned_on").cast(pl.String), "line_type"]
    return known.select(
        pl.concat_str(parts, separator="/").alias("id"),
        pl.col("payee_id").alias("payee"),
        pl.lit(plan_id).alias("plan"),
        pl.lit(name).alias("component"),
        (pl.col("entry") * finer).alias("amount"),
        pl.lit(run.plan.currency_code).alias("currency"),
        "earned_on",
        pl.col("dated").alias(PEOPLE_ON),
        nothing.alias("source"),
        nothing.alias("transaction"),
        pl.lit(run.timeline.pay_periods.periods["period_id"]).gather(pl.col("cut")).alias("period"),
        "line_type",
        *_scenario(run),
        pl.lit(place.line, pl.Int64).alias(SOURCE_LINE),
        pl.lit(place.file).alias(SOURCE_FILE),
    )


def _scenario(run: PlanRun) -> list[pl.Expr]:
    """The scenario of each payee, where there are several."""
    roster = run.facts.roster
    return [] if roster.copies == 1 else [roster.scenario_mark(pl.col("payee")).alias(SCENARIO)]


def _known_on(run: PlanRun) -> pl.Expr:
    """The day of an entry: its own in its own pay period, else the last day that is known of the period."""
    last = pl.lit(run.timeline.pay_periods.periods["ends_before"]).gather(pl.col("cut")).dt.offset_by("-1d")
    if run.facts.as_of is not None:
        last = pl.min_horizontal(last, pl.lit(run.facts.as_of))
    return pl.when(run.timeline.period_of("dated") == pl.col("cut")).then("dated").otherwise(last)


def _of_deal(run: PlanRun, name: str, entries: pl.DataFrame) -> pl.Series:
    """The day of the deal behind each entry, on which people are looked up; of a floor its own date."""
    standing = run.standing[name]
    people_on = standing.credited.transactions.source.people_on
    dated = standing.rows.select("line", day="dated")
    if people_on is not None:
        dated = dated.with_columns(day=standing.credited.transactions.gathered(standing.rows, people_on))
    asked = entries.select("dated", line=pl.coalesce("origin", "line"))
    found = asked.join(dated, on="line", how="left", maintain_order="left")
    return found.select(pl.coalesce("day", "dated").alias(PEOPLE_ON)).to_series()


def _given(frame: pl.DataFrame, finer: int, file: str) -> pl.DataFrame:
    """Bring rows that an example gives to the form of earned ones."""
    frame = frame.with_columns(
        credited_on=pl.coalesce("credited_on", "earned_on"),
        amount=pl.col("amount") * finer,
        line_type=pl.coalesce("line_type", pl.lit("credit")),
        **{SOURCE_FILE: pl.lit(file)},
    )
    return frame.select(*KINDS, SOURCE_LINE, SOURCE_FILE)
