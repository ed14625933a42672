"""What a gateway took away when a dispute opened."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disputes', '0002_protection'),
        ('payments', '0006_choose_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='dispute',
            name='taken',
            field=models.BigIntegerField(default=0, verbose_name='taken by the gateway at once'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('taken', 0), ('taken', models.F('amount')), _connector='OR'), name='dispute_all_taken_or_nothing'),
        ),
    ]
