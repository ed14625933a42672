"""What was asked for stays: the database lets only a refund's progress be written."""

from django.db import migrations

from marketplace.kernel.appendonly import protect_rows


class Migration(migrations.Migration):
    dependencies = [("refunds", "0001_initial")]

    operations = [
        protect_rows(
            "refunds_refund",
            mutable=(
                "state",
                "provider_ref",
                "code",
                "held",
                "next_query_at",
                "queries",
                "ended_at",
                "given_id",
            ),
        ),
    ]
