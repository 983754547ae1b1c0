"""Facts, versions and the audit are append-only, in the database too."""

from django.db import migrations

from attain_web.store.guards import append_only, erasable, kept_sums, own_numbers, refusing

STAGING = """
DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO attain_engine', current_database()); END $$
"""


class Migration(migrations.Migration):
    """Guards of the first tables."""

    dependencies = (("store", "0001_tables"),)
    operations = (
        migrations.RunSQL(STAGING, migrations.RunSQL.noop),
        migrations.RunSQL(
            "GRANT USAGE ON SCHEMA public TO attain_app, attain_engine, attain_audit", migrations.RunSQL.noop
        ),
        refusing(),
        *append_only("config_version", "plan_version", "batch", "fact", "audit"),
        *append_only(
            "run",
            "figures",
            "run_figures",
            "step",
            "decision",
            "dispute",
            "delegation",
            "leave",
            "role_grant",
            "ledger_entry",
            "ledger_line",
            "signed_head",
            "token",
            "pay_run",
            "pay_line",
        ),
        *erasable("free_text", "person_salt", "attachment"),
        *kept_sums("ledger_standing", "ledger_position"),
        *own_numbers("ledger_standing"),
    )
