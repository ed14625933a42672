"""What a stored set is, who set it and when, is protected by the database itself."""

from django.db import migrations

from marketplace.kernel.appendonly import protect_rows


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        protect_rows(
            "vault_storedsecret",
            mutable=("sealed", "state", "retired_at", "retired_by_id", "last_used_at"),
        )
    ]
