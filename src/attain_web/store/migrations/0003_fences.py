"""The application reads people's pay only for whoever may see it."""

from django.db import migrations

from attain_web.store.fences import fenced, refilled

# A statement is named by its period and its payee.
OF_STATEMENT = "CASE WHEN thing = 'statement' THEN split_part(thing_id, '/', 2) ELSE '' END"
OF_ENTRY = "(SELECT e.payee_id FROM ledger_entry e WHERE e.entry_no = ledger_line.entry_no)"


class Migration(migrations.Migration):
    """Fences of the tables whose rows are a person's."""

    dependencies = (("store", "0002_guards"),)
    operations = (
        refilled("visible"),
        *(
            fenced(table)
            for table in (
                "figures",
                "run_figures",
                "ledger_entry",
                "ledger_standing",
                "ledger_position",
                "decision",
                "dispute",
                "pay_line",
            )
        ),
        *(fenced(table, "owner_id") for table in ("forecast_submission", "forecast_adjustment")),
        fenced("ledger_line", OF_ENTRY),
        fenced("free_text", "about"),
        fenced("step", OF_STATEMENT),
    )
