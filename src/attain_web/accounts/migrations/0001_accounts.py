"""Accounts, sent forms, and what the application may do to them and to sessions."""

from django.db import migrations, models

GRANTS = """
GRANT SELECT, INSERT, UPDATE ON account, sent_form TO attain_app, attain_engine;
GRANT USAGE ON SEQUENCE account_id_seq TO attain_app, attain_engine;
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO attain_app;
"""


class Migration(migrations.Migration):
    """The first tables."""

    initial = True
    dependencies = (("store", "0002_guards"), ("sessions", "0001_initial"))
    operations = (
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.TextField(unique=True)),
                ("name", models.TextField(default="")),
                ("is_active", models.BooleanField(default=True)),
                ("failure_count", models.IntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
                ("theme", models.TextField(default="")),
            ],
            options={"db_table": "account"},
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("token", models.TextField(primary_key=True, serialize=False)),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
                ("username", models.TextField()),
            ],
            options={"db_table": "sent_form"},
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    )
