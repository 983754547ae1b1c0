"""What the database itself refuses: changing or removing rows that are only ever added to, and roles beyond theirs."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused; add a row that corrects it', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$
"""


def refusing() -> migrations.RunSQL:
    """Make the function that the guards of append-only tables call."""
    return migrations.RunSQL(REFUSE, "DROP FUNCTION refuse_change()")


def append_only(*tables: str) -> list[migrations.RunSQL]:
    """Refuse every UPDATE, DELETE and TRUNCATE of these tables, by whomever; let everybody read and the engine add."""
    return [migrations.RunSQL(_guard(table), _unguard(table)) for table in tables]


def _guard(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_is_kept;
GRANT SELECT ON {table} TO attain_app, attain_engine, attain_audit;
GRANT INSERT ON {table} TO attain_app, attain_engine;
"""


def _unguard(table: str) -> str:
    return f"""
REVOKE ALL ON {table} FROM attain_app, attain_engine, attain_audit;
DROP TRIGGER {table}_is_kept ON {table};
"""


def erasable(*tables: str) -> list[migrations.RunSQL]:
    """Refuse every UPDATE and TRUNCATE of these tables, by whomever; let the engine add rows, and erase them."""
    return [migrations.RunSQL(_erase(table), _unguard(table)) for table in tables]


def _erase(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_is_kept;
GRANT SELECT ON {table} TO attain_app, attain_engine, attain_audit;
GRANT INSERT ON {table} TO attain_app, attain_engine;
GRANT DELETE ON {table} TO attain_engine;
"""


def kept_sums(*tables: str) -> list[migrations.RunSQL]:
    """Let the engine keep these tables up to date, and the others read them; nobody removes a row."""
    return [
        migrations.RunSQL(_keep(table), f"REVOKE ALL ON {table} FROM attain_app, attain_engine, attain_audit")
        for table in tables
    ]


def _keep(table: str) -> str:
    return f"""
GRANT SELECT ON {table} TO attain_app, attain_engine, attain_audit;
GRANT INSERT, UPDATE ON {table} TO attain_engine;
"""


def own_numbers(*tables: str) -> list[migrations.RunSQL]:
    """Let the engine and the application draw the numbers of new rows."""
    grant = "GRANT USAGE ON SEQUENCE {}_id_seq TO attain_app, attain_engine"
    return [migrations.RunSQL(grant.format(table), migrations.RunSQL.noop) for table in tables]
