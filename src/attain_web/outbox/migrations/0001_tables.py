"""Webhooks, deliveries and notices: the engine alone reads and writes them, because a message may be about somebody."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("store", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="PassedOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_no", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "passed_on",
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.TextField()),
                ("secret", models.TextField()),
                ("kinds", models.JSONField()),
                ("made_by", models.TextField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "db_table": "webhook",
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("user", models.TextField(primary_key=True, serialize=False)),
                ("mail", models.TextField(default="")),
                ("in_app", models.JSONField()),
                ("by_mail", models.JSONField(default=list)),
                ("dashboard_on", models.IntegerField(null=True)),
                ("dashboard_sent_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "wish",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user", models.TextField(db_index=True)),
                ("entry_no", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("kind", models.TextField()),
                ("words", models.TextField()),
                ("address", models.TextField()),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("wants_mail", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "notice",
                "constraints": [models.UniqueConstraint(fields=("user", "entry_no", "number"), name="noticed_once")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_no", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("kind", models.TextField()),
                ("content", models.JSONField()),
                ("state", models.TextField(default="waits")),
                ("try_count", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField(db_index=True)),
                ("answer", models.TextField(default="")),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="outbox.webhook"
                    ),
                ),
            ],
            options={
                "db_table": "webhook_delivery",
                "constraints": [models.UniqueConstraint(fields=("webhook", "entry_no", "number"), name="told_once")],
            },
        ),
        migrations.RunSQL(
            "GRANT SELECT, INSERT, UPDATE ON webhook, webhook_delivery, notice, wish, passed_on TO attain_engine; "
            "GRANT USAGE ON SEQUENCE webhook_id_seq, webhook_delivery_id_seq, notice_id_seq, passed_on_id_seq "
            "TO attain_engine",
            migrations.RunSQL.noop,
        ),
    ]
