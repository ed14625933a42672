"""PostgreSQL refuses to change or delete audit rows."""

from django.db import migrations

from marketplace.kernel.appendonly import protect_rows


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_outbox")]

    operations = [protect_rows("kernel_auditrow")]
