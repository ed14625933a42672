"""Print jobs: what was ordered, how it comes out, why once more."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

class Migration(migrations.Migration):
    dependencies = [
        ("labels", "0001_initial"),
        ("lots", "0003_labels_printed_again_and_pins"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.PositiveIntegerField(verbose_name="first number")),
                ("last", models.PositiveIntegerField(verbose_name="last number")),
                ("output", models.JSONField(verbose_name="how it is printed")),
                ("is_reprint", models.BooleanField(default=False, verbose_name="printed again")),
                ("reason", models.CharField(blank=True, max_length=160, verbose_name="why printed again")),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="ordered at")),
                ("cancelled_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="stopped at")),
                ("lot", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="print_jobs", to="lots.lot", verbose_name="lot")),
                ("requested_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="ordered by")),
            ],
            options={
                "verbose_name": "print job",
                "verbose_name_plural": "print jobs",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(condition=Q(first__gte=1) & Q(last__gte=F("first")), name="job_range_in_order"),
                    models.CheckConstraint(condition=Q(is_reprint=False) | ~Q(reason=""), name="job_reprint_has_reason"),
                ],
            },
        ),
        migrations.AddField(
            "labelsheet",
            "job",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="labels.printjob", verbose_name="print job"),
        ),
    ]
