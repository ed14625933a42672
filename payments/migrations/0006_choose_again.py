"""A buyer may come back to an earlier try."""

from django.db import migrations, models

from marketplace.kernel.appendonly import protect_rows, unprotect_rows

ATTEMPT = ("outcome", "step", "provider_ref", "next_query_at", "queries")


class Migration(migrations.Migration):

    dependencies = [("payments", "0005_money_going_out")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="chosen_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="chosen again at"),
        ),
        unprotect_rows("payments_attempt", mutable=ATTEMPT),
        protect_rows("payments_attempt", mutable=(*ATTEMPT, "chosen_at")),
    ]
