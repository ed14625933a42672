"""What was written off stays: the database lets only its approval and undoing be written."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.kernel.appendonly import protect_rows


class Migration(migrations.Migration):

    dependencies = [
        ('reconciliation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WriteOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effect', models.BigIntegerField(verbose_name='effect')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('needs_two', models.BooleanField(verbose_name='needs a second person')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='taken back at')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('difference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='write_offs', to='reconciliation.difference', verbose_name='difference')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
            ],
            options={
                'verbose_name': 'write-off',
                'verbose_name_plural': 'write-offs',
                'ordering': ('-pk',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('difference',), name='write_off_once'), models.CheckConstraint(condition=models.Q(models.Q(('effect', 0), _negated=True), models.Q(('reason', ''), _negated=True)), name='write_off_of_something_with_reason'), models.CheckConstraint(condition=models.Q(('needs_two', False), ('approved_by', None), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='write_off_four_eyes')],
            },
        ),
        protect_rows(
            'reconciliation_writeoff',
            mutable=['approved_by_id', 'approved_at', 'undone_by_id', 'undone_at'],
        ),
    ]
