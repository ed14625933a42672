"""PostgreSQL keeps what a message said."""

from django.db import migrations

from marketplace.kernel.appendonly import protect_rows


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        protect_rows(
            "notices_noticemessage", mutable=("state", "channel", "sent_at", "text", "sms")
        )
    ]
