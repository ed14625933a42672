"""What goods are to the tax office; never changed once written."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.kernel.appendonly import protect_rows


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0034_soctrang_photos_and_papers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CategoryNature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('nature', models.CharField(choices=[('unprocessed', 'unprocessed produce'), ('processed', 'processed goods'), ('service', 'service'), ('other', 'other business')], max_length=12, verbose_name='nature')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='natures', to='catalogue.category', verbose_name='category')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': "nature of a category's goods",
                'verbose_name_plural': "natures of categories' goods",
                'ordering': ('-valid_from', '-pk'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProductClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('tax_class', models.CharField(choices=[('distribution', 'goods sold on'), ('production', 'goods made or processed'), ('service', 'service'), ('transport', 'transport, services with goods'), ('other', 'other business'), ('own_produce', 'own unprocessed produce')], max_length=16, verbose_name='class')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tax_classes', to='catalogue.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'class of a product',
                'verbose_name_plural': 'classes of products',
                'ordering': ('-valid_from', '-pk'),
                'abstract': False,
            },
        ),
        protect_rows('shop_tax_categorynature'),
        protect_rows('shop_tax_productclass'),
    ]
