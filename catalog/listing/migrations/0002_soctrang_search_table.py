"""The full-text table: FTS5 on SQLite, text vectors on PostgreSQL. No model: no ORM speaks FTS5."""

from django.db import migrations


def make(apps, schema_editor):
    if schema_editor.connection.alias == "default":
        from catalog.listing.backends import search_backend

        search_backend().make_table()


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS listing_search")


class Migration(migrations.Migration):
    dependencies = [("listing", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
