"""What tokens may do, and until when; a token without a rule is good without end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The rules of tokens, written by the engine alone."""

    dependencies = (("accounts", "0004_factors"),)
    operations = (
        migrations.CreateModel(
            name="TokenRule",
            fields=[
                ("hash", models.TextField(primary_key=True, serialize=False)),
                ("name", models.TextField(default="")),
                ("good_until", models.DateTimeField(null=True)),
                ("only_reads", models.BooleanField(default=False)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.TextField(default="")),
            ],
            options={"db_table": "token_rule"},
        ),
        migrations.RunSQL(
            "GRANT SELECT ON token_rule TO attain_app, attain_engine; GRANT INSERT, UPDATE ON token_rule TO attain_engine",
            migrations.RunSQL.noop,
        ),
    )
