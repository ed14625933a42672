"""Sales, announcements, book lines and closes are protected by the database itself."""

from django.db import migrations

from marketplace.kernel.appendonly import protect_rows


class Migration(migrations.Migration):
    dependencies = [("stalls", "0001_initial")]

    operations = [
        protect_rows("stalls_sale", mutable=("kind", "cancelled_at")),
        protect_rows("stalls_announcement"),
        protect_rows("stalls_bookline"),
        protect_rows("stalls_dayclose"),
        protect_rows("stalls_standprint"),
        protect_rows("stalls_standcheck"),
    ]
