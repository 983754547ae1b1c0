"""The application reads people's pay only for whoever may see it."""

from django.db import migrations

from attain_web.store.fences import fenced, refilled

# What is named by a period or a plan and a payee.
OF_PAYEE = "('statement', 'acceptance', 'variance')"
OF_STEP = f"CASE WHEN thing IN {OF_PAYEE} THEN substr(thing_id, strpos(thing_id, '/') + 1) ELSE '' END"
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
                "leave",
                "pay_line",
            )
        ),
        fenced("ledger_line", OF_ENTRY),
        fenced("free_text", "about"),
        fenced("attachment", "about"),
        fenced("step", OF_STEP),
    )
