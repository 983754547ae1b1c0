"""Worked examples of a plan: what is given becomes facts, what is expected is looked up in the oracle's results.

Omitted columns take: a payee column the only payee, a date column that dates the deal the plan's first day, the key the
number of the row, anything else null.
"""

import csv
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from io import StringIO

from tests.oracle import phases
from tests.oracle.endless import is_endless
from tests.oracle.engine import Calculation
from tests.oracle.exchange import minor_unit
from tests.oracle.model import Line
from tests.oracle.rating import attainment
from tests.oracle.release import released
from tests.oracle.rules import Measure
from tests.oracle.world import World, number

NOBODY_ELSE = "the_payee"
FOUR_YEARS = timedelta(days=1461)  # as far as an example of a plan without an end has targets


def facts_of(workspace: dict, plan: dict, given: dict) -> dict:
    """The facts that an example gives."""
    payees = _rows(given.get("payees", [{"payee": NOBODY_ELSE}]))
    only = payees[0]["payee"] if len(payees) == 1 else None
    columns = {name: kind for row in payees for name in row for kind in [_kind(row[name])] if kind}
    return {
        "calendar": workspace.get("calendar", {}),
        "currency": workspace.get("currency", plan["currency"]),
        "fx": {"rows": _rows(given.get("fx", [])), **workspace.get("fx", {})},
        "roster": [{"from": None, "before": None, **row} for row in payees],
        "roster_columns": columns,
        "sources": {
            name: _source(source, _rows(given.get(name, [])), plan["effective"]["from"], only)
            for name, source in _all_sources(workspace, given).items()
        },
        "targets": [
            *_targets(World(plan, _only_people(payees)), given.get("targets", {})),
            *({"payee": only, **row} for row in _rows(given.get("target_changes", []))),
        ],
    }


def _all_sources(workspace: dict, given: dict) -> dict:
    earned = {"key": ["id"], "as_of": "earned_on", "columns": phases.COLUMNS}
    return {**workspace["sources"], **({phases.SOURCE: earned} if phases.SOURCE in given else {})}


def _only_people(payees: list[dict]) -> dict:
    return {"sources": {}, "roster": [{"from": None, "before": None, **row} for row in payees]}


def _kind(text: str) -> str | None:
    return "percent" if text.endswith("%") else "money" if text.replace(".", "", 1).isdigit() else None


def _rows(given: list[dict] | str) -> list[dict]:
    return list(csv.DictReader(StringIO(given))) if isinstance(given, str) else given


def _source(source: dict, rows: list[dict], first_day: str, only: str | None) -> dict:
    children = source.get("children", {})
    filled = []
    for number_, row in enumerate(rows, 1):
        defaults: dict[str, str | None] = dict.fromkeys(source["columns"])
        defaults |= {column: only for column, kind in source["columns"].items() if kind == "payee"}
        defaults |= {"currency": source["currency"]} if source.get("currency", "").isupper() else {}
        defaults |= dict.fromkeys(source["key"], str(number_))
        defaults |= {source["as_of"]: first_day} if "as_of" in source else {}
        filled.append(defaults | {k: v for k, v in row.items() if k not in children})
    tables = {name: {**child, "rows": []} for name, child in children.items()}
    for row, full in zip(rows, filled, strict=True):
        for name, child in tables.items():
            key = child["key"] if isinstance(child["key"], str) else child["key"][0]
            empty = dict.fromkeys(child["columns"])
            child["rows"] += [empty | one | {key: full[source["key"][0]]} for one in row.get(name, [])]
            child["key"] = key
    return {**source, "rows": filled, "children": tables}


def _targets(world: World, given: dict) -> list[dict]:
    """A target that an example gives is final for every period of the plan, or for the periods that it names."""
    first, before = world.effective
    before = first + FOUR_YEARS if is_endless(world) else before
    named = [
        {"name": name, "payee": row["payee"], "period": period, "amount": amount}
        for name, amounts in given.items()
        if isinstance(amounts, dict)
        for period, amount in amounts.items()
        for row in world.roster
    ]
    return named + [
        {
            "name": name,
            "payee": row["payee"],
            "from": str(period.starts_on),
            "before": str(period.ends_before),
            "amount": amount,
        }
        for name, amount in given.items()
        if not isinstance(amount, dict)
        for period in world.calendar.periods(world.plan["targets"][name]["per"], first, before)
        for row in world.roster
    ]


class Outcome:
    """The oracle's results for one example, by the names that ``expect`` uses."""

    def __init__(self, plan: dict, facts: dict) -> None:
        self.calculation = Calculation(plan, facts | {"ends_windows": True})
        self.world = self.calculation.world
        self.tables = self.calculation.tables()
        self.final = self.calculation.to_date(self.world.settled_before if is_endless(self.world) else date.max)
        self.gone = [replace(line, amount=Fraction(0)) for line in self.calculation.gone.values()]
        shown = [
            line for line in self.final.lines() if line.credit or line.amount
        ]  # of a window: where it is something
        self.lines = sorted(shown, key=lambda line: (line.dated, line.line_type != "credit", line.order))

    def differences(self, expect: dict) -> list[str]:
        """Every expectation that the results do not meet."""
        found = []
        for key, wanted in expect.items():
            actual, meant = self._read(key, wanted)
            if actual != meant:
                found.append(f"{key}: expected {_shown(meant)}, is {_shown(actual)}")
        return found

    def _read(self, key: str, wanted: object) -> tuple[object, object]:
        """What the results and the expectation have under a key, as numbers; slices and errors are not asked here."""
        what, _, name = key.partition(".")
        if what in {"slices", "error"}:
            return None, None
        columns = {"paid": "paid", "balance": "draw_balance"}
        if what in columns and not name:
            return self._payments(columns[what], wanted)
        return getattr(self, f"_{what}", self._component)(name or key, wanted)

    def _payments(self, column: str, wanted: dict) -> tuple[object, object]:
        """What is paid, or owed of a draw, by period, or by payee and period."""
        if not all(isinstance(one, dict) for one in wanted.values()):
            actual = {period: self.payment(period, column) for period in wanted}
            return actual, {period: number(text) for period, text in wanted.items()}
        actual = {(payee, p): self.payment(p, column, payee) for payee, periods in wanted.items() for p in periods}
        return actual, {(payee, p): number(text) for payee, periods in wanted.items() for p, text in periods.items()}

    def payment(self, period: str, column: str, payee: str | None = None) -> Fraction:
        """One column of a payee's payment in a pay period, or of everybody's; the draw balance of the last one."""
        starts_on, _ = self.world.calendar.period_named(period)
        rows = [row for row in self.tables["payments"] if row["period"][0] <= starts_on]
        rows = [row for row in rows if payee is None or row["payee"] == payee]
        if column == "draw_balance":
            return rows[-1][column] * minor_unit(rows[-1]["currency"]) if rows else Fraction(0)
        mine = [row for row in rows if row["period"][0] == starts_on]
        return sum((row[column] * minor_unit(row["currency"]) for row in mine), Fraction(0))

    def _component(self, name: str, wanted: object) -> tuple[object, object]:
        mine = [line for line in self.lines if line.component == name]
        standing = {line.transaction for line in mine}
        mine = [line for line in self.gone if line.component == name and line.transaction not in standing] + mine
        mine.sort(key=lambda line: line.dated)
        if not isinstance(wanted, dict):
            return _amounts(mine, wanted)
        pairs = {payee: _amounts([line for line in mine if line.payee == payee], one) for payee, one in wanted.items()}
        return {p: pair[0] for p, pair in pairs.items()}, {p: pair[1] for p, pair in pairs.items()}

    def _total(self, _name: str, wanted: str) -> tuple[object, object]:
        return sum((line.amount for line in self.lines), Fraction(0)), number(wanted)

    def _attainment(self, name: str, wanted: object) -> tuple[object, object]:
        measure = self.calculation.measures.get(name) or self._measure_of(name)
        latest: dict[str, Fraction | None] = {}
        if not measure.is_walked:
            latest = self.final.windows.at_the_end(measure)
            return (
                ({o: latest[o] for o in wanted}, {o: number(text) for o, text in wanted.items()})
                if isinstance(wanted, dict)
                else (next(iter(latest.values())), number(wanted))
            )
        for (owner, window), walk in sorted(self.final.walks[measure.name].walks.items(), key=lambda item: item[0][1]):
            latest[owner] = attainment(self.world, measure, walk.end, self.final.full(measure, owner, window))
        if isinstance(wanted, dict):
            return {owner: latest[owner] for owner in wanted}, {owner: number(text) for owner, text in wanted.items()}
        return next(iter(latest.values())), number(wanted)

    def _measure_of(self, component: str) -> Measure:
        return self.calculation.measures[self.calculation.components[component].measure]

    def _target(self, name: str, wanted: dict) -> tuple[object, object]:
        payee = self.world.roster[0]["payee"]
        return {period: self._full(name, payee, self._window(period)) for period in wanted}, {
            period: number(text) for period, text in wanted.items()
        }

    def _full(self, name: str, payee: str, window: tuple) -> Fraction | None:
        """A target as the measure against it sees it, where there is one of the same window."""
        for measure in self.calculation.measures.values():
            if measure.against == name and measure.per == window[0]:
                return self.final.full(measure, payee, window)
        return self.world.target(name, payee, window)

    def _window(self, period: str) -> tuple:
        starts_on, before = self.world.calendar.period_named(period)
        for unit in ("month", "quarter", "half", "year", "week"):
            if self.world.calendar.window(unit, starts_on)[1:] == (starts_on, before):
                return (unit, starts_on, before)
        raise KeyError(period)

    def _released(self, name: str, wanted: list) -> tuple[object, object]:
        found = []
        for line in (line for line in self.lines if line.component == name):
            days = sorted({day for _, day in line.releases if day is not None})
            done = Fraction(0)
            for day in days:
                now = released(
                    line.amount, line.releases, before=date.fromordinal(day.toordinal() + 1), unit=self.world.minor
                )
                found.append((str(day), now - done))
                done = now
        return sorted(found), [(day, number(amount)) for day, amount in wanted]


def _amounts(lines: list[Line], wanted: object) -> tuple[object, object]:
    if isinstance(wanted, list):
        return [line.amount for line in lines], [number(text) for text in wanted]
    return sum((line.amount for line in lines), Fraction(0)), number(wanted)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_shown(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_shown(v) for v in value) + "]"
    return str(value)
