"""What was contested and said stays: the database lets only a dispute's progress be written."""

from django.db import migrations

from marketplace.kernel.appendonly import protect_rows


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial")]

    operations = [
        protect_rows(
            "disputes_dispute", mutable=("state", "held", "due_at", "ended_at", "given_id")
        ),
        protect_rows("disputes_disputenote"),
    ]
