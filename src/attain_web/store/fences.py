"""Rows of people's pay that the application reads only for whoever may see them: row-level security.

A fence against our own mistakes: where a query of the application forgets to ask who looks, the database gives nothing.
The viewer is said inside the transaction (``attain.viewer``); without one there are no rows. Who may see whom stands in
``visible``, kept up to date by the engine; ``*`` is everybody. Whoever stands in for somebody sees what they see of
others, on the days of it. What belongs to nobody alone has the payee ''.
"""

from django.db import migrations

_IS_SEEN = """
(coalesce(current_setting('attain.viewer', true), '') <> '' AND ({payee} = '' OR ARRAY[{payee}, '*'] && ARRAY(
    SELECT v.payee_id FROM visible v WHERE v.viewer IN (current_setting('attain.viewer', true), '*')
    UNION ALL
    SELECT v.payee_id FROM delegation d JOIN visible v ON v.viewer = d.absent_user
    WHERE d.delegate = current_setting('attain.viewer', true) AND current_date BETWEEN d.starts_on AND d.ends_on
        AND NOT EXISTS (SELECT FROM delegation e WHERE e.delegation_id = d.delegation_id AND e.is_ended)
        AND NOT EXISTS (SELECT FROM role_grant g WHERE g."user" = d.absent_user AND g.payee_id = v.payee_id)
)))
"""


def fenced(table: str, payee: str = "payee_id") -> migrations.RunSQL:
    """Let the application read rows of a table only for a viewer who may see their payee; the engine reads all.

    Args:
        table: its name.
        payee: SQL that says whose a row is.
    """
    seen = _IS_SEEN.format(payee=payee)
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


def refilled(table: str) -> migrations.RunSQL:
    """Let the engine fill a table anew, and everybody read it: it follows from other tables."""
    return migrations.RunSQL(
        f"GRANT SELECT ON {table} TO attain_app, attain_engine, attain_audit; "
        f"GRANT INSERT, DELETE ON {table} TO attain_engine",
        f"REVOKE ALL ON {table} FROM attain_app, attain_engine, attain_audit",
    )
