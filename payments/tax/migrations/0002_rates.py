"""The rates known today."""

from django.db import migrations
from django.utils import timezone

from payments.tax.seed import RULES


def add_rates(apps, _editor):
    rule = apps.get_model("tax", "TaxRule")
    moment = timezone.now()
    rule.objects.bulk_create(
        rule(
            tax_class=tax_class,
            vat=vat,
            pit=pit,
            pit_nonresident=nonresident,
            valid_from=valid_from,
            valid_to=valid_to,
            basis=basis,
            confidence=confidence,
            created_at=moment,
        )
        for valid_from, valid_to, basis, confidence, rates in RULES
        for tax_class, vat, pit, nonresident in rates
    )


class Migration(migrations.Migration):

    dependencies = [("tax", "0001_initial")]

    operations = [migrations.RunPython(add_rates, migrations.RunPython.noop)]
