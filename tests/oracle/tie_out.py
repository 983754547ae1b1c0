"""Tie-out, one row at a time: take equal rows off both lists, then pair what is left where one thing differs."""

from collections import Counter

Row = tuple[str | None, str | None, str | None, str | None, str | None, int]
DIFFERS_IN = ((5, "changed_amount"), (0, "wrong_payee"), (1, "wrong_period"), (2, "wrong_currency"))


def off(expected: list[Row], found: list[Row]) -> Counter[tuple[str, str | None, int | None, int | None]]:
    """Count what is off, as (kind, transaction, what should be there, what is there)."""
    missing = list((Counter(expected) - Counter(found)).elements())
    extra = list((Counter(found) - Counter(expected)).elements())
    told: Counter[tuple[str, str | None, int | None, int | None]] = Counter()
    for row in [row for row in extra if row in expected]:
        extra.remove(row)
        told["doubled_row", row[4], None, row[5]] += 1
    for place, kind in DIFFERS_IN:
        for row in sorted(extra, key=repr):
            fits = [
                m for m in sorted(missing, key=repr) if m[:place] + m[place + 1 :] == row[:place] + row[place + 1 :]
            ]
            if fits:
                missing.remove(fits[0])
                extra.remove(row)
                told[kind, row[4], fits[0][5], row[5]] += 1
    for row in missing:
        told["lost_row", row[4], row[5], None] += 1
    for row in extra:
        told["unknown_row", row[4], None, row[5]] += 1
    return told
