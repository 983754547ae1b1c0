"""The application reads people's pay only for whoever may see it."""

from django.db import migrations

from attain_web.store.fences import fenced, fenced_of_days, fenced_with, refilled, visible_now

# What is named by a period, or by a plan, and a payee.
OF_PAYEE = "('statement', 'acceptance', 'variance')"
OF_STEP = f"CASE WHEN step.thing IN {OF_PAYEE} THEN substr(step.thing_id, strpos(step.thing_id, '/') + 1) ELSE '' END"
OF_PERIOD = "('statement', 'variance')"
PERIOD_OF_STEP = f"CASE WHEN step.thing IN {OF_PERIOD} THEN split_part(step.thing_id, '/', 1) ELSE '' END"
OF_ERASURES = (  # every page asks whether anybody was erased since it was found
    "CREATE INDEX audit_of_erasures ON audit (entry_no) WHERE action = 'erase_person'",
    "DROP INDEX audit_of_erasures",
)
PERIOD_OF_PAY_RUN = "(SELECT r.period_id FROM pay_run r WHERE r.pay_run_id = pay_line.pay_run_id)"


class Migration(migrations.Migration):
    """Fences of the tables whose rows are a person's."""

    dependencies = (("store", "0002_guards"),)
    operations = (
        refilled("visible"),
        refilled("period_span"),
        visible_now(),
        *(fenced(table) for table in ("figures", "run_figures", "ledger_position")),
        *(
            fenced(table, period=f"{table}.period_id")
            for table in ("ledger_entry", "ledger_standing", "decision", "dispute")
        ),
        fenced("pay_line", period=PERIOD_OF_PAY_RUN),
        fenced_with("ledger_line", "ledger_entry", "entry_no"),
        fenced("free_text", "free_text.about"),
        fenced("attachment", "attachment.about"),
        fenced_of_days("leave"),
        migrations.RunSQL(*OF_ERASURES),
        fenced("step", OF_STEP, PERIOD_OF_STEP, some_of_none=True),
        *(fenced(table, f"{table}.owner_id") for table in ("forecast_submission", "forecast_adjustment")),
    )
