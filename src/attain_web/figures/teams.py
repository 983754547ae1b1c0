"""Who reports to whom directly, on the days of a period, by the newest roster: what a company is made of."""

from collections.abc import Mapping

from django.db import connections

from attain_web.actions.acting import ENGINE
from attain_web.actions.people import Days

# The last row of everybody that holds on one of some days.
DIRECT = """
WITH newest AS (
    SELECT DISTINCT ON (key) cells::json AS cells FROM fact WHERE source_table = 'roster' ORDER BY key, batch_id DESC
), person AS (
    SELECT cells ->> 'payee' AS payee, coalesce(cells ->> 'manager', '') AS manager,
        coalesce((cells ->> 'from')::date, '0001-01-01') AS starts_on,
        coalesce((cells ->> 'before')::date, '9999-12-31') AS ends_before
    FROM newest WHERE cells IS NOT NULL
) SELECT DISTINCT ON (payee) payee, manager FROM person
WHERE starts_on < %(ends_before)s AND ends_before > %(starts_on)s ORDER BY payee, starts_on DESC
"""


def managers_of(days: Days) -> Mapping[str, str]:
    """Return whom everybody reports to directly, as of the end of some days; '' where nobody is named."""
    with connections[ENGINE].cursor() as cursor:
        cursor.execute(DIRECT, {"starts_on": days.starts_on, "ends_before": days.ends_before})
        return dict(cursor.fetchall())
