"""What a candidate's expressions read: measures at the end of a pay period, of this window and of the one before.

A measure of the payee is the payee's own; one of a team is that of the team the payee is in on the day of the row. Of a
measure with another window it is the window that holds the day of the row.
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from attain.diagnostics import Diagnostic
from attain.documents import Text, place_of
from attain.earnings import largest
from attain.expressions import ColumnType
from attain.measures import Measure
from attain.measures.formula import as_columns, in_lowest_terms
from attain.measures.problems import EMPTY_GROUP
from attain.measures.rank import places
from attain.periods import Unit
from attain.plans.derived import in_order_of_reading, names_of, read_by, with_derived
from attain.plans.vocabulary import Vocabulary
from attain.runs.inputs.evaluation import Evaluator
from attain.runs.measuring.attaining import Attaining
from attain.runs.measuring.measured import Measured
from attain.runs.windows.candidates import candidates
from attain.runs.windows.other_windows import OtherWindows, is_of_other_windows

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

_ASKED = ("payee", "roster_row", "dated", "cut")


@dataclass
class Reading:
    """Reads measures, targets and people for the candidates of one plan.

    Attributes:
        run: the plan, with its measures.
        values: the values of derived measures found so far.
    """

    run: "PlanRun"
    values: dict[str, pl.DataFrame] = field(default_factory=dict[str, pl.DataFrame])

    def vocabulary(self, own: str | None = None) -> Vocabulary:
        """The names that an expression about a payee in a window may use."""
        run = self.run
        vocabulary = Vocabulary(
            {},
            ColumnType("money", run.digits),
            run.facts.people,
            targets=run.target_types,
            tables=run.lookups,
            title="a window",
            is_window=True,
        )
        known = with_derived(vocabulary, run.measures, run.measure_type)
        return replace(vocabulary, measures=known, own=known[own] if own is not None else None)

    def evaluator(self, unit: Unit, own: str | None = None) -> Evaluator:
        """The evaluator of expressions about a payee in a window of a unit."""
        return self.run.evaluator_of(self.vocabulary(own), "", unit)

    def attached(self, rows: pl.DataFrame, texts: "tuple[Text | None, ...]", own: str | None) -> pl.DataFrame:
        """Add the measures that expressions name, as ``m.NAME.x``, ``.share``, ``.of`` and of other windows.

        Args:
            rows: ``payee``, ``roster_row``, ``dated`` and ``cut``.
            texts: the expressions.
            own: the measure that ``attainment`` and ``measured`` mean.
        """
        names = names_of(*texts)
        labels = {name.split(".")[0]: name.split(".")[0] for name in names if name.split(".")[0] in self.run.measures}
        if own is not None and names & {"attainment", "measured"}:
            labels["own"] = own
        for label, measure in sorted(labels.items()):
            if f"m.{label}.share" not in rows.columns and f"m.{label}.x" not in rows.columns:
                rows = rows.with_columns(self.columns(rows, measure, label))
            words = sorted(name.partition(".")[2] for name in names if name.partition(".")[0] == label)
            for word in words:
                if f"m.{label}.{word}" not in rows.columns and is_of_other_windows(word):
                    made = OtherWindows(self.run, self.run.measured[measure], self._keyed).column(rows, word)
                    rows = rows.with_columns(made.alias(f"m.{label}.{word}"))
        return rows if "earned_on" in rows.columns else rows.with_columns(earned_on=pl.col("dated"))

    def units_read(self, texts: "tuple[Text | None, ...]", own: str | None) -> set[Unit]:
        """The windows of all that expressions look at, directly and through measures made of measures."""
        measures = self.run.measures
        waiting = {name.split(".")[0] for name in names_of(*texts)} & set(measures) | ({own} if own else set[str]())
        for name in reversed(list(in_order_of_reading(measures))):
            if name in waiting:
                model = measures[name]
                waiting |= read_by(model, names_of(model.formula, model.among), measures)
        return {measures[name].per for name in waiting}

    @staticmethod
    def bounded(evaluator: Evaluator, rows: pl.DataFrame) -> Evaluator:
        """Let an evaluator know the largest values of the measures in its rows."""
        bounds = {c: largest(rows[c]) for c in rows.columns if c.startswith("m.") and rows.schema[c].is_integer()}
        return evaluator.bounded(**bounds)

    def columns(self, rows: pl.DataFrame, measure: str, label: str) -> pl.DataFrame:
        """Return a measure for each row: ``m.LABEL.x``, and ``.share`` over ``.of`` where it is a share."""
        if self.run.measures[measure].is_derived:
            return self._derived(rows, measure, label)
        found = self.run.measured[measure]
        keyed = found.at_end(self._keyed(rows, found), label)
        if found.model.against is not None:
            keyed = Attaining(self.run).with_share(keyed, found, label)
        return keyed.select(c for c in keyed.columns if c.startswith("m."))

    def _keyed(self, rows: pl.DataFrame, found: Measured) -> pl.DataFrame:
        """Number the walk of each row's owner in the measure's window."""
        owner = str(found.model.owner)
        asked = rows.select(_ASKED)
        codes = pl.col("payee").cast(pl.Int64)
        if owner != "payee":
            evaluator = self.evaluator(found.model.per)
            if owner == "all":
                asked = asked.with_columns(owner_id=pl.lit("all"))
            else:
                scope = evaluator.vocabulary.payee()
                asked = evaluator.values(asked, found.model.owner, scope, "text", name="owner_id")
            marked = self.run.facts.roster.marked(pl.col("payee"), pl.col("owner_id").fill_null(""))
            asked = asked.with_columns(owner_id=marked)
            for text in asked["owner_id"].unique().sort().to_list():
                found.owner_codes.setdefault(text, len(found.owner_codes))
            texts, numbers = list(found.owner_codes), list(found.owner_codes.values())
            codes = pl.lit(0, pl.Int64)
            if texts:
                codes = pl.col("owner_id").replace_strict(texts, numbers, return_dtype=pl.Int64)
        windows = self.run.timeline.windows(found.model.per)
        asked = asked.with_columns(owner=codes, window=windows.of("dated").cast(pl.Int64))
        return asked.with_columns(walk=pl.col("owner") * windows.periods.height + pl.col("window"))

    # measures made of measures

    def _derived(self, rows: pl.DataFrame, measure: str, label: str) -> pl.DataFrame:
        """Look a derived measure up: the payee's, in the window of the day, as known at the row's pay period."""
        model = self.run.measures[measure]
        table = self.derived(measure).rename({"share": f"m.{label}.share", "of": f"m.{label}.of"}).sort("cut")
        window = self.run.timeline.windows(model.per).of("dated").cast(pl.Int32)
        asked = rows.select(pl.col("payee").cast(pl.UInt32), "cut", window=window).with_row_index("_row").sort("cut")
        found = asked.join_asof(table, on="cut", by=["payee", "window"], strategy="backward", check_sortedness=False)
        return found.sort("_row").select(f"m.{label}.share", f"m.{label}.of")

    def derived(self, name: str) -> pl.DataFrame:
        """Return the value of a derived measure for every candidate of its windows, at every pay period's end.

        Returns:
            ``payee``, ``window``, ``cut``, and the value as ``share`` over ``of`` (Int128, lowest terms); null where
            it is not defined.
        """
        if name not in self.values:
            model = self.run.measures[name]
            also = self.units_read((model.formula, model.among), str(model.rank) if model.rank is not None else None)
            rows = candidates(self.run, model.per, also)
            value = self._formula(rows, model) if model.formula is not None else self._rank(rows, model)
            self.values[name] = pl.concat([rows.select("payee", "window", "cut"), value], how="horizontal")
        return self.values[name]

    def _formula(self, rows: pl.DataFrame, model: Measure) -> pl.DataFrame:
        assert model.formula is not None
        return in_lowest_terms(self.fraction(rows, model.formula, model.per, None))

    def fraction(self, rows: pl.DataFrame, text: Text, unit: Unit, own: str | None) -> pl.DataFrame:
        """Return the value of an expression for each row, in natural units, as ``top`` over ``bottom``."""
        rows = self.attached(rows, (text,), own)
        evaluator = self.bounded(self.evaluator(unit, own), rows)
        found = evaluator.fraction(rows, text, evaluator.vocabulary.line(), "top", bottom="bottom")
        return found.select("top", "bottom")

    def condition(self, rows: pl.DataFrame, text: Text | None, unit: Unit, own: str | None) -> pl.Series:
        """Say for which rows a condition holds; for all where there is none."""
        if text is None:
            return pl.repeat(value=True, n=rows.height, eager=True)
        rows = self.attached(rows, (text,), own)
        evaluator = self.bounded(self.evaluator(unit, own), rows)
        return evaluator.condition(rows, text, evaluator.vocabulary.line(), "_holds")["_holds"]

    def ranked_value(self, rows: pl.DataFrame, measure: str) -> pl.DataFrame:
        """Return what a measure is ranked by: its share of a target where it has one, else its value."""
        found = self.columns(rows, measure, "own")
        if "m.own.share" in found.columns:
            return in_lowest_terms(found.select(top="m.own.share", bottom="m.own.of"))
        unit = pl.lit(self.run.measure_unit(measure), pl.Int64)
        return in_lowest_terms(found.select(top="m.own.x", bottom=unit))

    def _rank(self, rows: pl.DataFrame, model: Measure) -> pl.DataFrame:
        values = self.ranked_value(rows, str(model.rank))
        takes_part = self.condition(rows, model.among, model.per, str(model.rank))
        groups: dict[tuple[int, int, str], list[tuple[int, Fraction]]] = {}
        scenario = self.run.facts.roster.marked(pl.col("payee"), pl.lit(""))
        keys = rows.select("window", "cut", scenario.alias("scenario")).iter_rows()
        for number, (key, (top, bottom), takes) in enumerate(zip(keys, values.iter_rows(), takes_part, strict=True)):
            if takes and top is not None:
                groups.setdefault(key, []).append((number, Fraction(top, bottom)))
        found: list[Fraction | None] = [None] * rows.height
        self._report_empty(rows, model, set(groups))
        for members in groups.values():
            for (number, _), place in zip(
                members, places([value for _, value in members], dense=model.ties == "dense"), strict=True
            ):
                found[number] = Fraction(place)
        return as_columns(found)

    def _report_empty(self, rows: pl.DataFrame, model: Measure, taken: set[tuple[int, int, str]]) -> None:
        """Warn of windows that have ended and in which nobody has a place; the last look at each counts."""
        ended = rows.filter("has_ended").group_by("window", maintain_order=True).agg(pl.col("cut").max())
        met = {(window, cut) for window, cut, _ in taken}
        empty = [int(window) for window, cut in ended.iter_rows() if (window, cut) not in met]
        if not empty:
            return
        named = str(self.run.timeline.windows(model.per).periods["period_id"][empty[0]])
        more = f", and in {len(empty) - 1} more windows" if len(empty) > 1 else ""
        among = model.among if model.among is not None else model.rank
        assert among is not None, "a rank is a rank of something"
        fix = "change 'among', or report what is ranked; coalesce says what a missing place is worth"
        self.run.findings.add(Diagnostic.of(EMPTY_GROUP, place_of(among), f"nobody has a place in {named}{more}", fix))
