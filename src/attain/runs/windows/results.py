"""One component that pays for windows, from its candidates to entries: rated, modified, rounded, to date.

A formula and a payout flow: every pay period's end is paid what the window is worth so far. A pool and prizes are paid
once their window has ended. Each line is rounded alone; a pool and pooled prizes are shared out by largest remainder.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from attain.diagnostics import Diagnostic
from attain.documents import Text, place_of
from attain.earnings import Lines, largest, round_lines
from attain.earnings.model import CapItem
from attain.money import Exact
from attain.periods import Unit
from attain.rates import Formula, Part, Pool, RankPrize
from attain.rates.problems import NO_RESULT
from attain.runs.crediting.standing import CREDIT
from attain.runs.earning.banking import with_begun_windows
from attain.runs.earning.modifying import Modifying
from attain.runs.earning.rating import RateInput, rated
from attain.runs.inputs.evaluation import Evaluator
from attain.runs.measuring.attaining import Attaining
from attain.runs.measuring.cuts import entries
from attain.runs.measuring.measured import MOST_PERIODS, NEVER
from attain.runs.windows.candidates import candidates
from attain.runs.windows.sharing import Sharing

if TYPE_CHECKING:
    from attain.plans.model import Component
    from attain.runs.planning import PlanRun

WINDOW = "window"


@dataclass(frozen=True)
class WindowRun:
    """What the results of one component are calculated from.

    Attributes:
        run: the plan, with its measures.
        name: the component.
        component: the component as written.
    """

    run: "PlanRun"
    name: str
    component: "Component"

    @cached_property
    def own(self) -> str:
        """The measure that gives the window, and that ``attainment`` and ``measured`` mean."""
        return self.run.measure_of(self.name)

    @property
    def per(self) -> Unit:
        """The window."""
        return self.run.measures[self.own].per

    def entries(self) -> pl.DataFrame:
        """Return the entries: ``line``, ``line_type``, ``cut`` (pay period) and ``entry``, in minor units."""
        frame = self.lines()
        last = self.run.timeline.period_count - 1
        return entries(frame.sort("line", "cut"), last)

    def lines(self) -> pl.DataFrame:
        """Return every candidate's result at every pay period's end, ``amount`` in minor units; nobody's is 0."""
        rows = self.candidates
        taking = self.rated()
        lines = self._modified(taking.with_frame(taking.frame.filter("takes_part")))
        rounding = replace(self.run.rounding, per_line=True)
        done = round_lines(lines, "line", rounding).select("line", "cut", "amount")
        joined = rows.join(done, on=["line", "cut"], how="left", maintain_order="left")
        return joined.with_columns(
            amount=pl.col("amount").fill_null(0),
            line_type=pl.lit(WINDOW),
            gone=pl.lit(NEVER, pl.Int32),
            origin=pl.lit(None, pl.Int64),
        )

    @cached_property
    def candidates(self) -> pl.DataFrame:
        """Everybody on the plan in each window, at the end of each pay period."""
        caps: set[Unit] = {item.cap.per for item in self.component.modifiers if isinstance(item, CapItem)}
        return candidates(self.run, self.per, self.run.reading.units_read(self.texts(), self.own) | caps)

    def texts(self) -> tuple[Text | None, ...]:
        """Every expression of the component."""
        rate = self.component.rate
        found: list[Text | None] = [rate.by]
        found += [getattr(rate, key, None) for key in ("pot", "among", "pay")]
        if isinstance(rate, Pool) and not rate.is_equal:
            found.append(rate.share)
        for item in self.component.modifiers:
            modifier = next(iter(vars(item).values()))
            found += [getattr(modifier, key, None) for key in ("when", "by", "at")]
        return tuple(text for text in found if isinstance(text, Text))

    # the rate

    def rated(self) -> Lines:
        """Rate the candidates: each one's exact result, in minor units, and whether they take part at all."""
        rate = self.component.rate
        if isinstance(rate, Pool | RankPrize):
            return Sharing(self.run.reading, self.own, self.per, self.run.findings).shared(rate, self.candidates)
        if isinstance(rate, Formula):
            return self._formula(rate)
        return self._payout()

    def _formula(self, rate: Formula) -> Lines:
        value = self.run.reading.fraction(self.candidates, rate.pay, self.per, self.own)
        is_known = pl.col("top").is_not_null() & (pl.col("bottom") != 0)
        frame = pl.concat([self.candidates, value], how="horizontal")
        frame = frame.with_columns(
            top=pl.when(is_known).then(pl.col("top") * pl.col("bottom").sign()),
            bottom=pl.when(is_known).then(pl.col("bottom").abs()),
            takes_part=is_known,
        )
        self._report_unknown(frame, rate.pay)
        exact = Exact.column("top", largest(frame["top"])).times(Fraction(self.run.pay_unit))
        return Lines.of(frame, Part(exact, "bottom"))

    def _payout(self) -> Lines:
        """A curve or steps over a measure without credits: what the place reached is worth to date."""
        reading, unit = self.run.reading, self.per
        value = reading.ranked_value(self.candidates, self.own)
        frame = pl.concat([self.candidates, value], how="horizontal").with_columns(
            takes_part=pl.col("share").is_not_null(),
            x0=pl.lit(0, pl.Int128),
            x1=pl.col("share"),
            x0_of=pl.col("of").fill_null(1),
            x1_of=pl.col("of").fill_null(1),
            base=pl.lit(0, pl.Int64),
            units=pl.lit(0, pl.Int64),
            kind=pl.lit(CREDIT),
            accumulator=pl.int_range(pl.len()),
        )
        self._report_unknown(frame, Text.at(self.own, self.component.place))
        evaluator = reading.evaluator(unit, self.own)
        incentive, frame = Attaining(self.run).incentive_over(frame, self.component.rate.of, unit)
        frame = reading.attached(frame, self._pays(), self.own)
        given = RateInput(
            frame=frame,
            rate=self.component.rate,
            measure_unit=1,
            measure_units={},
            base_unit=1,
            units_unit=1,
            pay_unit=self.run.pay_unit,
            is_own_walk=False,
            of_varies=True,
            incentive=incentive,
        )
        frame, parts = rated(given, reading.bounded(evaluator, frame), self.run.tiers)
        assert parts.state is not None, "a payout is a state"
        return Lines.of(frame, parts.state)

    def _pays(self) -> tuple[Text, ...]:
        pays = [list(pay.values()) if isinstance(pay, dict) else [pay] for pay in self.component.rate.pays()]
        return tuple(text for texts in pays for text in texts)

    def _report_unknown(self, frame: pl.DataFrame, text: Text) -> None:
        """Warn of results that are not defined though their window has ended; before that they may still come."""
        missing = frame.filter(~pl.col("takes_part") & pl.col("has_ended"))
        missing = missing.unique("line", keep="first", maintain_order=True)
        if missing.is_empty():
            return
        payee, number = missing.select("payee", "window").row(0)
        who, window = self.run.facts.roster.payees[int(payee)], self.window_name(int(number))
        more = f", and for {missing.height - 1} more" if missing.height > 1 else ""
        what = f"'{text}' has no value for {who} in {window}{more}"
        fix = "report what is missing, or say what nothing is worth: coalesce(..., 0%)"
        self.run.findings.add(Diagnostic.of(NO_RESULT, place_of(text), what, fix))

    def window_name(self, number: int) -> str:
        """What the calendar calls a window."""
        return str(self.run.timeline.windows(self.per).periods["period_id"][number])

    # modifiers

    def _modified(self, lines: Lines) -> Lines:
        frame = lines.frame.with_columns(base=pl.lit(1, pl.Int64)).sort("window", "payee", "cut")
        lines = lines.with_frame(frame)
        modifying = Modifying(self._seen, self.windowed, self._begun, self.run.pay_unit, 1)
        return modifying.applied(lines, self.component.modifiers)

    def _seen(self, frame: pl.DataFrame, _seen: str, names: set[str]) -> tuple[pl.DataFrame, Evaluator]:
        texts = tuple(Text(name) for name in names)
        frame = self.run.reading.attached(frame, texts, self.own)
        return frame, self.run.reading.bounded(self.run.reading.evaluator(self.per, self.own), frame)

    def _begun(self, frame: pl.DataFrame, unit: Unit) -> pl.DataFrame:
        return with_begun_windows(self.run, frame, unit)

    def windowed(self, frame: pl.DataFrame, unit: Unit, name: str) -> pl.DataFrame:
        """Number the windows of a unit per payee and pay period."""
        windows = self.run.timeline.windows(unit)
        number = pl.col("payee").cast(pl.Int64) * (windows.periods.height + 1) + windows.of("dated").fill_null(-1) + 1
        return frame.with_columns((number * MOST_PERIODS + pl.col("cut")).alias(name))


def entries_of(run: "PlanRun", name: str, component: "Component | None" = None) -> pl.DataFrame:
    """Return the entries of a component, or of a variant of it, whether it pays for deals or for windows."""
    variant = component or run.components[name]
    if run.plan.is_windowed(name):
        return WindowRun(run, name, variant).entries()
    return replace(run.component_run(name), component=variant).entries()
