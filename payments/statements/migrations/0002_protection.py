"""What a bank's file said is protected by the database itself."""

from django.db import migrations

from marketplace.kernel.appendonly import protect_rows


class Migration(migrations.Migration):
    dependencies = [("statements", "0001_initial")]

    operations = [protect_rows("statements_statementfile"), protect_rows("statements_statementline")]
