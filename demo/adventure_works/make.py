"""Derives the demo's small tables from the raw AdventureWorks files.

    python demo/adventure_works/make.py FOLDER

FOLDER holds Employee.csv, Person_employees_only.csv, SalesPerson.csv, SalesPersonQuotaHistory.csv and
SalesTerritoryHistory.csv. The demo does not need this: what it writes to ``data/`` is shipped.
"""

# ruff: noqa: INP001 - a script beside its data, not a package

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

Row = dict[str, str]

HERE = Path(__file__).parent
FIRST_FISCAL_YEAR = 2012
LAST_WINDOW_ENDS_BEFORE = "2014-06-01"
HEAD_OF_SALES = "Vice President of Sales"


def main(folder: Path) -> None:
    """Write roster, targets, periods and territory history."""
    employees = {row["BusinessEntityID"]: row for row in rows_of(folder / "Employee.csv")}
    names = {row["BusinessEntityID"]: row for row in rows_of(folder / "Person_employees_only.csv")}
    sellers = {row["BusinessEntityID"]: row for row in rows_of(folder / "SalesPerson.csv")}
    quotas = rows_of(folder / "SalesPersonQuotaHistory.csv")
    periods = periods_of(quotas)
    write("periods.csv", ["name", "starts", "before"], periods)
    write("roster.csv", ROSTER_COLUMNS, roster_of(employees, names, sellers))
    write("targets.csv", ["name", "payee", "period", "amount"], targets_of(quotas, periods))
    history = rows_of(folder / "SalesTerritoryHistory.csv")
    write("territory_history.csv", ["payee", "territory", "from", "before"], map(territory_of, history))


def rows_of(path: Path) -> list[Row]:
    """Read a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file to the demo's data folder."""
    with (HERE / "data" / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def periods_of(quotas: Sequence[Row]) -> list[tuple[str, str, str]]:
    """Return the quota windows: from one company-wide quota date to the next, named by fiscal year and quarter.

    >>> periods_of([{"QuotaDate": "2011-08-31 00:00:00"}, {"QuotaDate": "2011-05-31 00:00:00"}])
    [('FY2012-Q1', '2011-05-31', '2011-08-31'), ('FY2012-Q2', '2011-08-31', '2014-06-01')]
    """
    starts = sorted({day_of(row["QuotaDate"]) for row in quotas})
    ends = [*starts[1:], LAST_WINDOW_ENDS_BEFORE]
    names = [f"FY{FIRST_FISCAL_YEAR + number // 4}-Q{number % 4 + 1}" for number in range(len(starts))]
    return list(zip(names, starts, ends, strict=True))


def targets_of(quotas: Sequence[Row], periods: Sequence[tuple[str, str, str]]) -> list[tuple[str, ...]]:
    """Return one quota per person and window."""
    name_of = {starts: name for name, starts, _ in periods}
    return [("quota", row["BusinessEntityID"], name_of[day_of(row["QuotaDate"])], row["SalesQuota"]) for row in quotas]


ROSTER_COLUMNS = ["payee", "from", "name", "title", "manager", "hired", "territory", "commission"]


def roster_of(employees: dict[str, Row], names: dict[str, Row], sellers: dict[str, Row]) -> list[list[str]]:
    """Return the sales people and the head of sales, each from the day of hire.

    The manager is the employee one step up in the organization path; the head of sales is the root.
    """
    by_path = {row["OrganizationPath(decoded)"]: payee for payee, row in employees.items()}
    heads = [payee for payee, row in employees.items() if row["JobTitle"] == HEAD_OF_SALES]
    rows: list[list[str]] = []
    for payee in sorted([*heads, *sellers], key=int):
        employee, seller = employees[payee], sellers.get(payee, {})
        above = employee["OrganizationPath(decoded)"].rstrip("/").rpartition("/")[0] + "/"
        manager = "" if payee in heads else by_path[above]
        hired = day_of(employee["HireDate"])
        territory = seller.get("TerritoryID", "").removesuffix(".0")
        commission = percent_of(seller.get("CommissionPct", ""))
        rows.append([payee, hired, name_of(names[payee]), employee["JobTitle"], manager, hired, territory, commission])
    return rows


def name_of(person: Row) -> str:
    """Return first and last name."""
    return f"{person['FirstName']} {person['LastName']}"


def percent_of(fraction: str) -> str:
    """Write a fraction as a percent.

    >>> percent_of("0.012"), percent_of("0.0"), percent_of("")
    ('1.2%', '0%', '')
    """
    if not fraction:
        return ""
    percent = Decimal(fraction) * 100
    return f"{percent.normalize():f}%"


def territory_of(row: Row) -> tuple[str, str, str, str]:
    """Return a territory assignment as a half-open range; the raw end date is the last day in force.

    >>> row = {"BusinessEntityID": "275", "TerritoryID": "2", "StartDate": "2011-05-31", "EndDate": "2012-11-29"}
    >>> territory_of(row)
    ('275', '2', '2011-05-31', '2012-11-30')
    """
    ends = day_of(row["EndDate"])
    before = (date.fromisoformat(ends) + timedelta(days=1)).isoformat() if ends else ""
    return row["BusinessEntityID"], row["TerritoryID"], day_of(row["StartDate"]), before


def day_of(instant: str) -> str:
    """Cut the time of day off.

    >>> day_of("2011-05-31 00:00:00")
    '2011-05-31'
    """
    return instant[:10]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
