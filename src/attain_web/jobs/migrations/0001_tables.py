"""Jobs, and what the engine and the application may do to them and to the queue."""

import django.db.models.deletion
from django.db import migrations, models


QUEUE = "procrastinate_jobs, procrastinate_events, procrastinate_workers, procrastinate_periodic_defers"
GRANTS = f"""
GRANT SELECT, INSERT, UPDATE ON job TO attain_engine;
GRANT SELECT, INSERT ON job_file TO attain_engine;
GRANT SELECT ON job_progress TO attain_engine;
GRANT SELECT ON job TO attain_app;
GRANT SELECT, INSERT, UPDATE ON job_progress TO attain_app;
GRANT USAGE ON SEQUENCE job_job_no_seq TO attain_engine;
GRANT SELECT, INSERT, UPDATE, DELETE ON {QUEUE} TO attain_engine;
GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq, procrastinate_workers_id_seq,
    procrastinate_periodic_defers_id_seq TO attain_engine;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("store", "0002_guards"), ("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("job_no", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("said", models.JSONField(default=dict)),
                ("asked_by", models.TextField(db_index=True)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("state", models.TextField(default="waits")),
                ("is_unwanted", models.BooleanField(default=False)),
                ("result", models.JSONField(default=dict)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "again_of",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobs.job"
                    ),
                ),
            ],
            options={
                "db_table": "job",
            },
        ),
        migrations.CreateModel(
            name="JobFile",
            fields=[
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="jobs.job",
                    ),
                ),
                ("name", models.TextField()),
                ("kind", models.TextField()),
                ("content", models.BinaryField()),
            ],
            options={
                "db_table": "job_file",
            },
        ),
        migrations.CreateModel(
            name="JobProgress",
            fields=[
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="progress",
                        serialize=False,
                        to="jobs.job",
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("try_count", models.IntegerField(default=1)),
                ("words", models.TextField(default="")),
                ("share", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "job_progress",
            },
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
