"""Writes a case as the workspace folder that a person would have: attain.yaml, plans and data."""

import csv
from pathlib import Path

from tests.oracle.engine import calculate
from tests.parity.case import Case
from tests.parity.yaml_text import dump

ROSTER_COLUMNS = {
    "payee": "payee",
    "from": "date",
    "before": "date",
    "title": "text",
    "manager": "payee",
    "team": "text",
    "hired": "date",
}
RATE_COLUMNS = ["date", "from", "to", "rate", "kind", "before"]
TARGET_COLUMNS = {"name": "text", "payee": "payee", "title": "text", "period": "text", "amount": "decimal"}
CHANGE_COLUMNS = {"change": "text", "to": "payee", "reason": "text"}


def plan_text(case: Case) -> str:
    """The plan as YAML."""
    return dump(case.plan)


def write_workspace(case: Case, folder: Path) -> None:
    """Write ``attain.yaml``, ``plans/<plan>.yaml`` and ``data/*.csv`` into a new or empty folder."""
    (folder / "plans").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "attain.yaml").write_text(dump(_settings(case)), encoding="utf-8")
    for plan in case.plans:
        (folder / "plans" / f"{plan['plan']}.yaml").write_text(dump(plan), encoding="utf-8")
    facts = case.facts
    for name, source in facts["sources"].items():
        _write_table(folder / "data" / f"{name}.csv", list(source["columns"]), source["rows"])
        for child, table in source["children"].items():
            _write_table(folder / "data" / f"{child}.csv", list(table["columns"]), table["rows"])
    _write_table(folder / "data" / "roster.csv", [*ROSTER_COLUMNS, *facts["roster_columns"]], facts["roster"])
    if facts["fx"]:
        _write_table(folder / "data" / "fx.csv", RATE_COLUMNS, facts["fx"]["rows"])
    if facts["targets"]:
        _write_table(folder / "data" / "targets.csv", [*TARGET_COLUMNS, *CHANGE_COLUMNS], facts["targets"])


def _settings(case: Case) -> dict:
    facts = case.facts
    settings: dict[str, object] = {
        "name": f"Random case {case.seed}",
        "currency": facts["currency"],
        "calendar": facts["calendar"],
        "sources": {name: _source(name, source) for name, source in facts["sources"].items()},
        "roster": {"file": "data/roster.csv", "columns": ROSTER_COLUMNS | facts["roster_columns"]},
    }
    if facts["fx"]:
        settings["fx"] = {"file": "data/fx.csv"} | {k: v for k, v in facts["fx"].items() if k != "rows"}
    if facts["targets"]:
        settings["targets"] = {"file": "data/targets.csv", "columns": TARGET_COLUMNS | CHANGE_COLUMNS}
    return settings


def _source(name: str, source: dict) -> dict:
    written = {"file": f"data/{name}.csv", "key": source["key"]}
    written |= {"as_of": source["as_of"]} if "as_of" in source else {}
    written["columns"] = source["columns"]
    children = {child: _child(child, table) for child, table in source["children"].items()}
    return written | ({"children": children} if children else {})


def _child(name: str, table: dict) -> dict:
    columns = {column: kind for column, kind in table["columns"].items() if column != table["key"]}
    as_of = {"as_of": table["as_of"]} if "as_of" in table else {}
    return {"file": f"data/{name}.csv", "key": table["key"]} | as_of | {"columns": columns}


def _write_table(path: Path, columns: list[str], rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({column: row.get(column) or "" for column in columns} for row in rows)


def expected(case: Case) -> dict[str, list[dict]]:
    """What the oracle says a case pays."""
    return calculate(case.plan, case.facts, case.before)
