"""Answers are forgotten after a day: some hold what is shown once."""

from django.db import migrations


class Migration(migrations.Migration):
    """The engine removes them."""

    dependencies = (("api", "0001_answered"),)
    operations = (migrations.RunSQL("GRANT DELETE ON answered_request TO attain_engine", migrations.RunSQL.noop),)
