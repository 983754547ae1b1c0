"""Where somebody is signed in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The sessions of people."""

    dependencies = (("accounts", "0001_accounts"),)
    operations = (
        migrations.CreateModel(
            name="SignedIn",
            fields=[
                ("session_key", models.TextField(primary_key=True, serialize=False)),
                ("username", models.TextField(db_index=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("way", models.TextField()),
                ("browser", models.TextField()),
            ],
            options={"db_table": "signed_in"},
        ),
        migrations.RunSQL("GRANT SELECT, INSERT, UPDATE, DELETE ON signed_in TO attain_app", migrations.RunSQL.noop),
    )
