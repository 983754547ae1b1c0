"""Roll-forward and journals, written from docs/behaviours/accounting.md: dictionaries, one line at a time."""

from collections.abc import Iterable, Mapping, Sequence

OWED = ("payable", "held", "clawback_deferred", "clawback_receivable")
ADDED = {"earned": "earned", "fx_difference": "exchanged", "guaranteed": "guaranteed"}
ADDED |= {"draw_paid": "drawn", "adjusted": "adjusted"}
TAKEN = {
    "clawed_back": "clawed_back",
    "draw_recovered": "draw_recovered",
    "forfeited": "forfeited",
    "paid": "paid",
}


def roll_forward(lines: Iterable[Mapping[str, object]], periods: Sequence[str]) -> list[dict[str, object]]:
    """A row per currency and period, from lines with ``currency``, ``period_id``, ``account``, ``flow`` and amount."""
    lines = [line for line in lines if line["account"] in OWED]
    rows: list[dict[str, object]] = []
    for currency in sorted({str(line["currency"]) for line in lines}):
        owed = 0
        for period in periods:
            row: dict[str, object] = {"currency": currency, "period_id": period, "opening": owed}
            row |= dict.fromkeys([*ADDED.values(), *TAKEN.values()], 0)
            for line in lines:
                if (line["currency"], line["period_id"]) != (currency, period):
                    continue
                change = -int(str(line["line_amount"]))
                owed += change
                flow = str(line["flow"])
                if flow in ADDED:
                    row[ADDED[flow]] = int(str(row[ADDED[flow]])) + change
                if flow in TAKEN:
                    row[TAKEN[flow]] = int(str(row[TAKEN[flow]])) - change
            rows.append({**row, "closing": owed})
    return rows


def journal(
    lines: Iterable[Mapping[str, object]],
    people: Mapping[str, tuple[str | None, str | None]],
    numbers: Mapping[tuple[str | None, str | None, str], str],
) -> dict[tuple[object, ...], int]:
    """Signed sums by period, entity, cost centre, account number and currency; what is 0 is left out."""
    sums: dict[tuple[object, ...], int] = {}
    for line in lines:
        entity, centre = people.get(str(line["payee_id"]), (None, None))
        account = str(line["account"])
        asked = [(entity, centre), (entity, None), (None, centre), (None, None)]
        number = next(numbers[*place, account] for place in asked if (*place, account) in numbers)
        key = (line["period_id"], entity, centre, number, line["currency"])
        sums[key] = sums.get(key, 0) + int(str(line["line_amount"]))
    return {key: amount for key, amount in sums.items() if amount}
