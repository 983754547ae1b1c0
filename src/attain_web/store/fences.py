"""Rows of people's pay that the application reads only for whoever may see them: row-level security.

A fence against our own mistakes: where a query of the application forgets to ask who looks, the database gives nothing.
The viewer is said inside the transaction (``attain.viewer``); without one there are no rows. Who may see whom stands in
``visible``, kept up to date by the engine; ``*`` is everybody. What belongs to nobody alone has the payee ''. A row of
a period, or of days of its own, is seen by whoever the payee reported to on one of them; one without by whoever they
ever did.
Whoever stands in for somebody sees what they see of others, on the days of it (``visible_now``).
"""

from django.db import migrations

# The lists are found once for a query, and not for a row, by functions that a session plans once and not per query.
_IS_SEEN = """
(coalesce(current_setting('attain.viewer', true), '') <> '' AND (
    {payee} = '' OR ARRAY[{payee}, '*'] && (SELECT seen_people({always})){in_period}
))
"""
_IS_SEEN_THEN = """
(coalesce(current_setting('attain.viewer', true), '') <> '' AND EXISTS (
    SELECT FROM visible_now v WHERE v.viewer IN (current_setting('attain.viewer', true), '*')
        AND v.payee_id IN ({table}.payee_id, '*')
        AND v.starts_on < {table}.ends_before AND {table}.starts_on < v.ends_before
))
"""
_VISIBLE_NOW = """
CREATE VIEW visible_now AS
SELECT viewer, payee_id, starts_on, ends_before FROM visible
UNION ALL
SELECT d.delegate, v.payee_id, v.starts_on, v.ends_before FROM delegation d JOIN visible v ON v.viewer = d.absent_user
WHERE current_date BETWEEN d.starts_on AND d.ends_on
    AND NOT EXISTS (SELECT FROM delegation e WHERE e.delegation_id = d.delegation_id AND e.is_ended)
    AND NOT EXISTS (SELECT FROM role_grant g WHERE g."user" = d.absent_user AND g.payee_id = v.payee_id);
GRANT SELECT ON visible_now TO attain_app, attain_engine, attain_audit;
CREATE FUNCTION seen_people(always boolean) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(
        SELECT v.payee_id FROM visible_now v
        WHERE v.viewer IN (current_setting('attain.viewer', true), '*')
            AND (NOT always OR v.ends_before = date '9999-12-31' AND v.starts_on = date '0001-01-01')
    );
END $$;
CREATE FUNCTION seen_in_periods() RETURNS TABLE (payee text, period text) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY SELECT v.payee_id, s.period_id FROM visible_now v
        JOIN period_span s ON s.starts_on < v.ends_before AND v.starts_on < s.ends_before
        WHERE v.viewer = current_setting('attain.viewer', true);
END $$;
DO $$
BEGIN -- whatever a session puts first, the tables are those of the store
    EXECUTE format('ALTER FUNCTION seen_people(boolean) SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION seen_in_periods() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
_NOT_VISIBLE = "DROP FUNCTION seen_in_periods(); DROP FUNCTION seen_people(boolean); DROP VIEW visible_now"
_IN_PERIOD = " OR EXISTS (SELECT FROM seen_in_periods() s WHERE s.payee = {payee} AND s.period = {period})"
_EVER = " OR {period} = '' AND {payee} = ANY((SELECT seen_people(false))::text[])"


def fenced(table: str, payee: str = "", period: str = "", *, some_of_none: bool = False) -> migrations.RunSQL:
    """Let the application read rows of a table only for a viewer who may see their payee; the engine reads all.

    Args:
        table: its name.
        payee: SQL that says whose a row is, with every column named by its table; its column of this name otherwise.
        period: SQL that says of which period; empty where no row is of any.
        some_of_none: whether some rows are of no period: of them that SQL gives ''.
    """
    payee = payee or f"{table}.payee_id"
    asked = (_EVER if some_of_none else "") + (_IN_PERIOD if period else "")
    in_period = asked.format(payee=payee, period=period)
    return _policies(table, _IS_SEEN.format(payee=payee, always=bool(period), in_period=in_period))


def fenced_of_days(table: str) -> migrations.RunSQL:
    """Let the application read rows of some days only for whoever the payee reported to on one of these days.

    Args:
        table: its name; it has the columns payee_id, starts_on and ends_before.
    """
    return _policies(table, _IS_SEEN_THEN.format(table=table))


def fenced_with(table: str, other: str, key: str) -> migrations.RunSQL:
    """Let the application read those rows of a table whose row of another, fenced table it may read; by their key."""
    return _policies(table, f"EXISTS (SELECT FROM {other} o WHERE o.{key} = {table}.{key})")


def _policies(table: str, seen: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY {table}_of_viewer ON {table} FOR SELECT TO attain_app USING ({seen});
CREATE POLICY {table}_of_engine ON {table} TO attain_engine, attain_owner USING (true) WITH CHECK (true);
CREATE POLICY {table}_of_audit ON {table} FOR SELECT TO attain_audit USING (true);
""",
        f"""
DROP POLICY {table}_of_audit ON {table};
DROP POLICY {table}_of_engine ON {table};
DROP POLICY {table}_of_viewer ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
""",
    )


def visible_now() -> migrations.RunSQL:
    """Make the view of who may see whom today, by themselves or in somebody's stead, and what policies ask of it."""
    return migrations.RunSQL(_VISIBLE_NOW, _NOT_VISIBLE)


def refilled(table: str) -> migrations.RunSQL:
    """Let the engine fill a table anew, and everybody read it: it follows from other tables."""
    return migrations.RunSQL(
        f"GRANT SELECT ON {table} TO attain_app, attain_engine, attain_audit; "
        f"GRANT INSERT, DELETE ON {table} TO attain_engine",
        f"REVOKE ALL ON {table} FROM attain_app, attain_engine, attain_audit",
    )
