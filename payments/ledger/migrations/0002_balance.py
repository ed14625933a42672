"""PostgreSQL itself refuses an entry that does not balance, and changes to what is written."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from marketplace.kernel.appendonly import protect_rows

# Checked when the transaction ends: an entry's postings come one after the other.
INSTALL = """
    CREATE OR REPLACE FUNCTION ledger_entry_balances() RETURNS trigger AS $body$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
            WHERE p.entry_id = NEW.entry_id
            GROUP BY a.currency HAVING SUM(p.debit) <> SUM(p.credit)
        ) THEN
            RAISE EXCEPTION 'journal entry % does not balance', NEW.entry_id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $body$ LANGUAGE plpgsql;
    CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON ledger_posting
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balances();
"""
REMOVE = """
    DROP TRIGGER IF EXISTS ledger_entry_balances ON ledger_posting;
    DROP FUNCTION IF EXISTS ledger_entry_balances();
"""


def install(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(INSTALL, params=None)


def remove(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(REMOVE, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunPython(install, remove),
        protect_rows("ledger_account"),
        protect_rows("ledger_journalentry"),
        protect_rows("ledger_posting"),
    ]
