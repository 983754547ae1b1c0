"""E-mail addresses of accounts, the links by which people choose their passwords, and letters that wait to be sent."""

from django.db import migrations, models

GRANTS = """
GRANT SELECT, INSERT, UPDATE ON entry_link TO attain_engine;
GRANT SELECT, INSERT, UPDATE, DELETE ON letter TO attain_engine;
GRANT USAGE ON SEQUENCE entry_link_link_no_seq, letter_id_seq TO attain_engine;
GRANT SELECT, DELETE ON django_session TO attain_engine;
GRANT SELECT, UPDATE, DELETE ON signed_in TO attain_engine;
"""


class Migration(migrations.Migration):
    """Links and letters: the engine alone reads them, because whoever has a link gets in."""

    dependencies = (("accounts", "0002_signed_in"),)
    run_before = (("account", "0001_initial"),)  # allauth's own tables ask an account for its e-mail address
    operations = (
        migrations.AddField(model_name="account", name="email", field=models.TextField(default="")),
        migrations.CreateModel(
            name="EntryLink",
            fields=[
                ("link_no", models.BigAutoField(primary_key=True, serialize=False)),
                ("username", models.TextField(db_index=True)),
                ("kind", models.TextField()),
                ("state", models.TextField()),
                ("token_hash", models.TextField(db_index=True, default="")),
                ("code_hash", models.TextField(default="")),
                ("wrong_count", models.IntegerField(default=0)),
                ("about", models.TextField(default="")),
                ("asked_by", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("approved_by", models.TextField(default="")),
                ("good_until", models.DateTimeField()),
            ],
            options={"db_table": "entry_link"},
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.TextField()),
                ("subject", models.TextField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "letter"},
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    )
