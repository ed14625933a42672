"""Sheets belong to a print job, no longer to a run."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("labels", "0003_sheets_get_jobs")]

    operations = [
        migrations.RemoveConstraint("labelsheet", "sheet_first_once_per_run"),
        migrations.RemoveField("labelsheet", "run"),
        migrations.RemoveField("labelsheet", "requested_by"),
        migrations.RemoveField("labelsheet", "requested_at"),
        migrations.AlterField(
            "labelsheet",
            "job",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="labels.printjob", verbose_name="print job"),
        ),
        migrations.AlterField(
            "labelsheet",
            "state",
            models.CharField(choices=[("waiting", "waiting"), ("making", "being made"), ("ready", "ready"), ("failed", "failed"), ("cancelled", "stopped")], default="waiting", max_length=10, verbose_name="state"),
        ),
        migrations.AlterModelOptions(
            "labelsheet",
            {"ordering": ["-job_id", "first"], "verbose_name": "label sheet", "verbose_name_plural": "label sheets"},
        ),
        migrations.AddConstraint(
            "labelsheet",
            models.UniqueConstraint(fields=["job", "first"], name="sheet_first_once_per_job"),
        ),
    ]
