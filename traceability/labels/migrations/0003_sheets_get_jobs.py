"""Make one job of the sheets of each run."""

from django.db import migrations

PLAIN = {
    "medium": "sheet",
    "stock": "plain",
    "skip": 0,
    "width": 70,
    "height": 40,
    "gap": 0,
    "dpi": 203,
}


def give_sheets_jobs(apps, schema_editor):
    """Make one job of the sheets of each run."""
    sheets = apps.get_model("labels", "LabelSheet")
    jobs = apps.get_model("labels", "PrintJob")
    runs = apps.get_model("lots", "LabelRun").objects.filter(sheets__isnull=False).distinct()
    for run in runs.iterator():
        own = sheets.objects.filter(run=run).order_by("first")
        job = jobs.objects.create(
            lot_id=run.lot_id,
            first=run.first,
            last=run.last,
            output=PLAIN,
            requested_by_id=own[0].requested_by_id,
            requested_at=own[0].requested_at,
        )
        own.update(job=job)


class Migration(migrations.Migration):
    dependencies = [("labels", "0002_print_jobs")]

    operations = [
        migrations.RunPython(give_sheets_jobs, migrations.RunPython.noop),
    ]
