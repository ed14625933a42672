"""Days and closed months in the books, and sub-accounts; the database refuses a closed month."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.kernel.appendonly import protect_rows, unprotect_rows

# Key of the advisory lock: whoever writes an entry shares it, whoever closes a month has it alone.
LOCK = 7_023_101

PG_INSTALL = f"""
    CREATE OR REPLACE FUNCTION ledger_month_is_open() RETURNS trigger AS $body$
    BEGIN
        PERFORM pg_advisory_xact_lock_shared({LOCK});
        IF EXISTS (
            SELECT 1 FROM ledger_monthclose
            WHERE NEW.booked_on < (month + interval '1 month')::date
        ) THEN
            RAISE EXCEPTION 'the books of % are closed', NEW.booked_on
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $body$ LANGUAGE plpgsql;
    CREATE TRIGGER ledger_month_is_open BEFORE INSERT ON ledger_journalentry
        FOR EACH ROW EXECUTE FUNCTION ledger_month_is_open();
"""
PG_REMOVE = """
    DROP TRIGGER IF EXISTS ledger_month_is_open ON ledger_journalentry;
    DROP FUNCTION IF EXISTS ledger_month_is_open();
"""
# A later migration that rebuilds ledger_journalentry on SQLite must create this trigger anew.
SQLITE_INSTALL = """
    CREATE TRIGGER ledger_month_is_open BEFORE INSERT ON ledger_journalentry
    WHEN EXISTS (
        SELECT 1 FROM ledger_monthclose WHERE NEW.booked_on < date(month, '+1 month')
    )
    BEGIN SELECT RAISE(ABORT, 'the books of that month are closed'); END
"""
SQLITE_REMOVE = "DROP TRIGGER IF EXISTS ledger_month_is_open"

PG_FILL = """
    UPDATE ledger_journalentry
    SET booked_on = (created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
"""
SQLITE_FILL = "UPDATE ledger_journalentry SET booked_on = date(created_at, '+7 hours')"


def install(_apps, editor):
    is_pg = editor.connection.vendor == "postgresql"
    editor.execute(PG_INSTALL if is_pg else SQLITE_INSTALL, params=None)


def remove(_apps, editor):
    is_pg = editor.connection.vendor == "postgresql"
    editor.execute(PG_REMOVE if is_pg else SQLITE_REMOVE, params=None)


def fill(_apps, editor):
    is_pg = editor.connection.vendor == "postgresql"
    editor.execute(PG_FILL if is_pg else SQLITE_FILL, params=None)


ROLES = [
    'bank', 'cash', 'held', 'receivable', 'tax_withheld', 'sales', 'commission', 'unmatched',
    'to_return', 'due_to_platform', 'clearing', 'sellers_due', 'bills_paid', 'gateway_fees',
    'payable', 'tax_payable', 'commission_income', 'differences',
]


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_balance'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthClose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(unique=True, verbose_name='month')),
                ('entries', models.PositiveIntegerField(verbose_name='entries')),
                ('turnover', models.BigIntegerField(verbose_name='turnover')),
                ('digest', models.CharField(max_length=64)),
                ('closed_at', models.DateTimeField(verbose_name='closed at')),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
            ],
            options={
                'verbose_name': 'closed month',
                'verbose_name_plural': 'closed months',
                'ordering': ('-month',),
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='month_close_is_a_month')],
            },
        ),
        migrations.RemoveConstraint(model_name='account', name='ledger_account_once'),
        migrations.AddField(
            model_name='account',
            name='detail',
            field=models.CharField(blank=True, default='', max_length=64, verbose_name='sub-account'),
        ),
        migrations.AlterField(
            model_name='account',
            name='role',
            field=models.CharField(choices=[(role, role) for role in ROLES], max_length=24, verbose_name='account'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('owner', 'role', 'detail', 'currency'), name='ledger_account_once'),
        ),
        migrations.AddField(
            model_name='journalentry',
            name='booked_on',
            field=models.DateField(null=True, verbose_name='booked on'),
        ),
        unprotect_rows('ledger_journalentry'),
        migrations.RunPython(fill, migrations.RunPython.noop),
        protect_rows('ledger_journalentry'),
        migrations.AlterField(
            model_name='journalentry',
            name='booked_on',
            field=models.DateField(verbose_name='booked on'),
        ),
        migrations.AddIndex(
            model_name='journalentry',
            index=models.Index(fields=['booked_on'], name='journal_by_day'),
        ),
        migrations.RunPython(install, remove),
        protect_rows('ledger_monthclose'),
    ]
