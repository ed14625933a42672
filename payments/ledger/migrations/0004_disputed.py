"""An account for contested money that a gateway took away."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0003_months'),
    ]

    operations = [
        migrations.AlterField(
            model_name='account',
            name='role',
            field=models.CharField(choices=[('bank', 'bank'), ('cash', 'cash'), ('held', 'held'), ('disputed', 'disputed'), ('receivable', 'receivable'), ('tax_withheld', 'tax_withheld'), ('sales', 'sales'), ('commission', 'commission'), ('unmatched', 'unmatched'), ('to_return', 'to_return'), ('due_to_platform', 'due_to_platform'), ('clearing', 'clearing'), ('sellers_due', 'sellers_due'), ('bills_paid', 'bills_paid'), ('gateway_fees', 'gateway_fees'), ('payable', 'payable'), ('tax_payable', 'tax_payable'), ('commission_income', 'commission_income'), ('differences', 'differences')], max_length=24, verbose_name='account'),
        ),
    ]
