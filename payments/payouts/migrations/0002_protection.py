"""What was proposed and filed stays: the database lets only a payout's progress be written."""

from django.db import migrations

from marketplace.kernel.appendonly import protect_rows


class Migration(migrations.Migration):
    dependencies = [("payouts", "0001_initial")]

    operations = [
        protect_rows("payouts_payoutfile", mutable=("checked_by_id", "checked_at")),
        protect_rows(
            "payouts_payout",
            mutable=(
                "state",
                "approved_by_id",
                "approved_at",
                "file_id",
                "reference",
                "statement_line_id",
                "confirmed_by_id",
                "ended_at",
                "note",
            ),
        ),
    ]
