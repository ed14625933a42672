"""The banks' table filled once, and money's rows protected by the database itself."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from marketplace.kernel.appendonly import protect_rows
from payments.banks import BANKS


def fill_banks(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    bank = apps.get_model("payments", "Bank")
    rows = [bank(bin=bin_, code=code, short_name=name) for bin_, code, name in BANKS]
    bank.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [
        migrations.RunPython(fill_banks, migrations.RunPython.noop),
        protect_rows(
            "payments_charge",
            mutable=(
                "expires_at",
                "settled_at",
                "expired_at",
                "cancelled_at",
                "allocated",
                "returned",
            ),
        ),
        protect_rows("payments_attempt", mutable=("outcome", "step")),
        protect_rows("payments_notice", mutable=("outcome", "tries")),
        protect_rows(
            "payments_receipt",
            mutable=("allocated", "returned", "attention", "hint", "suggested_id"),
        ),
        protect_rows("payments_allocation"),
        protect_rows("payments_allocationundo"),
        protect_rows("payments_matchproposal", mutable=("closed_at",)),
        protect_rows("payments_moneyreturn"),
    ]
