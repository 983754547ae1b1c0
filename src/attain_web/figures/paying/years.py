"""A payee's year so far in one currency: what a run paid in it, and the periods in which only people decided."""

from datetime import timedelta
from fractions import Fraction

from attain.reports.year_to_date import YearsToDate
from attain.statements.sheets import SoFar
from attain_web.figures.opened import OpenedRun
from attain_web.figures.payees import decided_by_hand

Row = tuple[str, Fraction, Fraction, Fraction]
NOTHING = Fraction(0)


def year_so_far(opened: OpenedRun, payee_id: str, period_id: str, currency: str) -> SoFar | None:
    """Return a payee's year up to and with a pay period; None where the period lies in no year.

    A period without a payment in which something was decided by hand is in it with nothing earned and nothing paid;
    ``decided_by_hand`` says what was decided.
    """
    facts = opened.opened.facts
    if facts is None:
        return None
    found = YearsToDate(opened.results, facts.calendar, payee_id).so_far(payee_id, period_id, currency)
    if found is None:
        return None
    days = opened.results.tables["periods"].select("period_id", "starts_on", "ends_before").unique()
    ends = {name: ends_before for name, _, ends_before in days.iter_rows()}
    last = ends[period_id]
    year = facts.calendar.containing("year", last - timedelta(days=1))
    known = {row[0] for row in found.periods}
    inside = [name for name, end in ends.items() if year and year.starts_on < end <= last and name not in known]
    decided = {name for name, code in decided_by_hand(payee_id, inside) if code == currency}
    rows: list[Row] = [*found.periods, *((name, NOTHING, NOTHING, NOTHING) for name in decided)]
    return SoFar(found.year, tuple(sorted(rows, key=lambda row: (ends[row[0]], row[0]))), found.components)
