"""Requests that were answered; only the engine reads and writes them, because an answer may be somebody's pay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("store", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="AnsweredRequest",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "user", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("user", models.TextField()),
                ("key", models.TextField()),
                ("digest", models.TextField()),
                ("status", models.IntegerField(default=0)),
                ("kind", models.TextField(default="")),
                ("etag", models.TextField(default="")),
                ("content", models.BinaryField(default=b"")),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "answered_request",
            },
        ),
        migrations.RunSQL("GRANT SELECT, INSERT, UPDATE ON answered_request TO attain_engine", migrations.RunSQL.noop),
    ]
