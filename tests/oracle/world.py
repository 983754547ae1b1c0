"""The facts, typed: sources, the roster on a day, targets of a window, tables, and expressions over all of them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache, cached_property, partial

from tests.oracle import target_changes
from tests.oracle.endless import days_of_targets
from tests.oracle.exchange import MINOR_DIGITS, Exchange
from tests.oracle.expressions import _Row
from tests.oracle.model import DATED, Deal, Table, Value, Window
from tests.oracle.periods import DAY, Period, whole_months_between
from tests.oracle.person_names import PersonNames
from tests.oracle.targets import exact_target_value, is_final_target, target_value
from tests.oracle.units import parsed, unit_of
from tests.oracle.windows import Calendar

ROSTER_TYPES = {"from": "date", "before": "date", "hired": "date", "left": "date"}
LIST_KEYS = ("season", "ramp")


def typed(text: str | None, kind: str) -> Value:
    """Read the text of a cell as its column's type; an empty cell is null."""
    if text is None or text == "":
        return None
    if kind in {"money", "decimal", "count", "percent"}:
        number = Fraction(text.strip().removesuffix("%"))
        return number / 100 if text.strip().endswith("%") else number
    if kind == "date":
        return date.fromisoformat(text)
    return text == "true" if kind == "bool" else text


@cache
def number(text: str) -> Fraction:
    """Read a literal: ``8%`` is 2/25."""
    return typed(text, "decimal")


class World:
    """Everything outside the plan's rules that they read.

    Attributes:
        whole: the days of all plans that continue each other, over which targets are read.
        settled_before: the day after the plan's last; without an end, after the last settled one once it is known.
        known_before: the day after the last that is read.
        counted_targets: the targets that are counts of things; they are rounded to whole ones.
    """

    def __init__(self, plan: dict, facts: dict) -> None:
        self.plan, self.facts = plan, facts
        first, before = plan["effective"]["from"], plan["effective"].get("before")
        self.effective = date.fromisoformat(first), typed(before, "date") or date.max
        self.whole, self.settled_before = self.effective, self.effective[1]
        self.known_before = date.fromisoformat(facts["as_of"]) + DAY if facts.get("as_of") else date.max
        self.calendar = Calendar(facts.get("calendar", {}), *self.effective)
        self.currency, self.fx = plan.get("currency", facts.get("currency", "USD")), plan.get("fx", {})
        self.exchange = Exchange(facts.get("fx"), rounds_each_step=self.fx.get("round") == "each_step")
        self.digits = MINOR_DIGITS.get(self.currency, 2)
        self.minor = Fraction(1, 10**self.digits)
        self.roster_types = {**ROSTER_TYPES, **facts.get("roster_columns", {})}
        empty = dict.fromkeys([*ROSTER_TYPES, "title", "manager", "team"])
        self.roster = [empty | _typed_row(row, self.roster_types) for row in facts["roster"]]
        self.sources = {name: self._deals(name, source) for name, source in facts["sources"].items()}
        self.counted_targets: set[str] = set()
        self._targets: dict[tuple, Fraction | None] = {}
        self._to_carry_to: dict[tuple, tuple[Fraction | None, bool, Fraction]] = {}

    def end_of(self, period: Period) -> date:
        """The day before which everything is read that a pay period knows."""
        return min(period.ends_before, self.known_before)

    # --- sources

    def _deals(self, name: str, source: dict) -> list[Deal]:
        children: dict[str, dict[str, list]] = {}
        for child, table in source.get("children", {}).items():
            children[child] = {}
            for row in table["rows"]:
                children[child].setdefault(row[table["key"]], []).append(_typed_row(row, table["columns"]))
        deals = []
        for row in source["rows"]:
            ids = [row[key] for key in source["key"]]
            mine = {child: rows.get(ids[0], []) for child, rows in children.items()}
            columns = _typed_row(row, source["columns"])
            columns[DATED] = columns[source["as_of"]] if "as_of" in source else None
            deals.append(Deal(name, "/".join(ids), columns, mine))
        return deals

    @cache  # noqa: B019 - a world lives as long as its calculation
    def rows(self, source: str, columns: tuple[str, ...]) -> dict[tuple, list[dict[str, Value]]]:
        """The rows of a source by the values in some of its columns."""
        found: dict[tuple, list[dict[str, Value]]] = {}
        for deal in self.sources[source]:
            found.setdefault(tuple(deal.columns[column] for column in columns), []).append(deal.columns)
        return found

    def value_of(self, credit: dict) -> str:
        """What a credit values: as written, else the source's amount, its first money column, or nothing at all."""
        columns = self.facts["sources"][credit["source"]]["columns"]
        first = next((column for column, kind in columns.items() if kind == "money"), "0")
        return credit.get("value", "amount" if "amount" in columns else first)

    def kinds(self, source: str) -> dict[str, str]:
        """What every name that an expression over ``source`` may use counts."""
        kinds = dict(self.facts["sources"][source]["columns"])
        people = {**self.roster_types, "tenure_months": "count", "levels_above": "count"}
        kinds |= {f"{who}.{column}": kind for who in ("payee", "seller") for column, kind in people.items()}
        kinds |= {f"lookup {name}": self._kind_of_table(name) for name in self.plan.get("tables", {})}
        return kinds | dict.fromkeys(self.plan.get("targets", {}), "money")

    def _kind_of_table(self, name: str) -> str:
        table = self.plan["tables"][name]
        if "source" in table:
            return self.facts["sources"][table["source"]]["columns"][table["value"]]
        first = next(iter(table.values()))
        while isinstance(first, dict):
            first = next(iter(first.values()))
        return unit_of(first, {}) if isinstance(first, str) else "number"

    def any_pay(self, table: str) -> str:
        """One of the pays of a table of tiers, to know its unit."""
        written = self.plan["tables"].get(table, {})
        if "source" in written:
            kind = self.facts["sources"][written["source"]]["columns"]["pay"]
            return "1%" if kind == "percent" else "1"
        while isinstance(written, dict):
            written = next(iter(written.values()))
        return written[0]["pay"]

    def tiers(self, table: str, keys: dict[str, Value]) -> Table:
        """The tiers that a table holds for some keys: rows of a source, or lists written in the plan."""
        written = self.plan["tables"].get(table, {})
        if "source" in written:
            found = self.rows(written["source"], tuple(keys)).get(tuple(keys.values()), [])
            return tuple(sorted((row["from"], row["pay"]) for row in found))
        for key in keys.values():
            written = written[key] if key in written else written["else"]
        return tuple((number(tier["from"]), number(tier["pay"])) for tier in written)

    # --- people

    def person(self, payee: str | None, day: date) -> dict[str, Value] | None:
        """The roster row of ``payee`` in force on ``day``."""
        for row in self.roster:
            if row["payee"] == payee and (row["from"] or date.min) <= day < (row["before"] or date.max):
                return row
        return None

    def people(self, day: date) -> list[dict[str, Value]]:
        """Every roster row in force on ``day``."""
        return [r for r in self.roster if (r["from"] or date.min) <= day < (r["before"] or date.max)]

    def pay_currency(self, payee: str, day: date) -> str:
        """The currency a payee is paid in on a day; the plan's unless the roster says another."""
        return (self.person(payee, day) or {}).get("pay_currency") or self.currency

    def attribute(self, payee: str | None, name: str, day: date) -> Value:
        """One attribute of a payee on a day; the months of tenure are those completed."""
        row = self.person(payee, day)
        if row is None:
            return None
        if name == "tenure_months":
            return None if row["hired"] is None else Fraction(max(0, _months(row["hired"], day)))
        return row.get(name)

    def is_assigned(self, payee: str, day: date) -> bool:
        """Whether the plan covers ``payee`` on ``day``."""
        row = self.person(payee, day)
        return row is not None and self.effective[0] <= day < self.effective[1] and self._is_meant(row, day)

    def _is_meant(self, row: dict[str, Value], day: date) -> bool:
        where = self.plan.get("assign", {}).get("where")
        return where is None or self.evaluate(where, PersonNames(self, row["payee"], day)) is True

    # --- targets

    def target(self, name: str, owner: str, window: Window) -> Fraction | None:
        """The value of a target for an owner over a window; None where the owner has none."""
        key = (name, owner, window)
        if key not in self._targets:
            self._targets[key] = self._target(name, owner, window)
        return self._targets[key]

    def _target(self, name: str, owner: str, window: Window) -> Fraction | None:
        rule, payee, around = self._asked(name, owner, window)
        found = target_value(rule, payee, *window, **around)
        if found is None:
            return None
        unit = Fraction(1, 10 ** rule["scale"])
        return found * unit + target_changes.rounded(self._changes(name, owner, window, rule), unit)

    def _changes(self, name: str, owner: str, window: Window, rule: dict) -> list[target_changes.Part]:
        """What reliefs and transfers do to a target in a window."""
        known = [row for row in self._listed_targets if row["name"] == name and row.get("change")]
        return target_changes.shares(known, owner, window[1:], rule, self.calendar.calendar)

    def target_to_carry_to(self, name: str, owner: str, window: Window) -> tuple[Fraction | None, bool, Fraction]:
        """A target before rounding (a final one after it), whether it is final, and what it is rounded to."""
        key = (name, owner, window)
        if key not in self._to_carry_to:
            self._to_carry_to[key] = self._target_to_carry_to(name, owner, window)
        return self._to_carry_to[key]

    def _target_to_carry_to(self, name: str, owner: str, window: Window) -> tuple[Fraction | None, bool, Fraction]:
        rule, payee, around = self._asked(name, owner, window)
        is_final = is_final_target(rule, payee, window, **around)
        unit = rule.get("round") or Fraction(1, 10 ** rule["scale"])
        if is_final:
            return self.target(name, owner, window), is_final, unit
        exact = exact_target_value(rule, payee, window, **around)
        if exact is not None:
            exact += target_changes.exact(self._changes(name, owner, window, rule))
        return exact, is_final, unit

    def _asked(self, name: str, owner: str, window: Window) -> tuple[dict, dict, dict]:
        """The rule of a target with numbers for texts, the owner's roster rows, and what is around them."""
        written = self.plan["targets"][name]
        rule = {k: v for k, v in written.items() if k not in {*LIST_KEYS, "amount", "round", "when_zero"}}
        rule |= {k: [number(share) for share in written[k]] for k in LIST_KEYS if k in written}
        rule |= {"scale": 6 if name in self.counted_targets else self.digits}
        if "round" in written:
            rule["round"] = number(written["round"])
        payee = {"payee": owner, "spans": self._spans(owner, written.get("amount"))}
        listed = [row for row in self._listed_targets if row["name"] == name and not row.get("change")]
        days = days_of_targets(self, rule["per"], window)
        return rule, payee, {"calendar": self.calendar.calendar, "effective": days, "rows": listed}

    def _spans(self, owner: str, amount: str | None) -> list[dict]:
        rows = [row for row in self.roster if row["payee"] == owner]
        if not rows:
            return [{"title": None} | ({} if amount is None else {"amount": self.evaluate(amount, {})})]
        spans = []
        for row in sorted(rows, key=lambda r: r["from"] or date.min):
            day = max(row["from"] or date.min, self.whole[0])
            if self._is_meant(row, day):
                known = {k: row[k] for k in ("from", "before", "hired", "left") if row[k] is not None}
                known["title"] = row["title"]
                known |= {} if amount is None else {"amount": self.evaluate(amount, PersonNames(self, owner, day))}
                spans.append(known)
        return spans

    @cached_property
    def _listed_targets(self) -> list[dict]:
        rows = []
        for row in self.facts.get("targets", []):
            found = {k: row.get(k) or None for k in ("name", "payee", "title", "change", "to")} | {
                "amount": number(row["amount"])
            }
            if row.get("period"):
                found["from"], found["before"] = self.calendar.period_named(row["period"])
            else:
                found["from"], found["before"] = typed(row.get("from"), "date"), typed(row.get("before"), "date")
            rows.append(found)
        return rows

    # --- expressions

    def evaluate(self, text: str, names: Mapping[str, Value]) -> Value:
        """Evaluate an expression, with the plan's tables at hand."""
        lookup = partial(self.lookup, day=_day_of(names))
        return _Row(names, lookup, self._first_day, self._last_day).value(parsed(text))

    def lookup(self, name: str, keys: tuple[Value, ...], day: date | None) -> Value:
        """Read a table of the plan: a nested mapping, or the rows of a source that are in force on the day."""
        table = self.plan["tables"][name]
        if "source" in table:
            found = self.rows(table["source"], tuple(table["keys"])).get(keys, [])
            if "from" in self.facts["sources"][table["source"]]["columns"]:
                found = [r for r in found if (r["from"] or date.min) <= day < (r.get("before") or date.max)]
            kind = self.facts["sources"][table["source"]]["columns"][table["value"]]
            return found[0][table["value"]] if found else typed(table["else"], kind)
        for key in keys:
            written = f"{key}" if not isinstance(key, bool) else str(key).lower()
            table = table[written] if written in table else table["else"]
            if not isinstance(table, dict):
                break
        return number(table)

    def _first_day(self, unit: str, day: date) -> date:
        return self.calendar.window(unit, day)[1]

    def _last_day(self, unit: str, day: date) -> date:
        return self.calendar.window(unit, day)[2] - DAY


def _day_of(names: Mapping[str, Value]) -> date | None:
    """The day on which dated tables are read: that of the credit, of the person, or of the deal."""
    credit = getattr(names, "credit", None)
    return credit.dated if credit is not None else getattr(names, "day", None) or names.get(DATED)


def _typed_row(row: dict, kinds: Mapping[str, str]) -> dict[str, Value]:
    return {column: typed(text, kinds.get(column, "text")) for column, text in row.items()}


def _months(earlier: date, later: date) -> int:
    """Whole months completed from ``earlier`` to ``later``, negative when ``later`` comes first."""
    return whole_months_between(earlier, later) if later >= earlier else -whole_months_between(later, earlier)
