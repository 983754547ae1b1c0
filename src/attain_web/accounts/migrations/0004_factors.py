"""Second factors, who needs one, and who is who at another provider; allauth's tables, written by the engine alone."""

from django.db import migrations, models

GRANTS = """
GRANT SELECT ON mfa_authenticator, socialaccount_socialaccount, socialaccount_socialapp, account_emailaddress
    TO attain_app, attain_engine;
GRANT SELECT ON factor_rule TO attain_app, attain_engine;
GRANT INSERT, UPDATE, DELETE ON mfa_authenticator, factor_rule TO attain_engine;
GRANT INSERT ON socialaccount_socialaccount TO attain_engine;
GRANT UPDATE ON socialaccount_socialaccount TO attain_app;
GRANT USAGE ON SEQUENCE mfa_authenticator_id_seq, socialaccount_socialaccount_id_seq TO attain_engine;
"""


class Migration(migrations.Migration):
    """The tables of allauth that are used, and the rule that asks for a second factor."""

    dependencies = (
        ("accounts", "0003_entering"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    )
    operations = (
        migrations.CreateModel(
            name="FactorRule",
            fields=[
                ("role", models.TextField(primary_key=True, serialize=False)),
                ("asked_by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "factor_rule"},
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    )
