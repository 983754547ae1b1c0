"""Which bounds of their rate tables payees have passed; the engine alone reads and writes it, as it is about pay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_tables")]

    operations = [
        migrations.CreateModel(
            name="TierPassed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("payee_id", models.TextField()),
                ("period_id", models.TextField()),
                ("component", models.TextField()),
                ("count", models.IntegerField()),
            ],
            options={
                "db_table": "tier_passed",
                "constraints": [
                    models.UniqueConstraint(fields=("payee_id", "period_id", "component"), name="tier_passed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TiersLooked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("run_id", models.TextField(default="")),
            ],
            options={"db_table": "tiers_looked"},
        ),
        migrations.RunSQL(
            "GRANT SELECT, INSERT, UPDATE ON tier_passed, tiers_looked TO attain_engine; "
            "GRANT USAGE ON SEQUENCE tier_passed_id_seq, tiers_looked_id_seq TO attain_engine",
            migrations.RunSQL.noop,
        ),
    ]
