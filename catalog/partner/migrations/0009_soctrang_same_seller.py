"""PostgreSQL also checks in the database that variants and stock are the product's seller's own.

SQLite cannot add such a key to a table that is there; `Product.save` and `StockRecord.save` refuse
it on every database.
"""

from django.db import migrations

KEYS = (
    "ALTER TABLE catalogue_product ADD CONSTRAINT product_key_with_seller UNIQUE (id, seller_id)",
    "ALTER TABLE catalogue_product ADD CONSTRAINT product_variant_same_seller "
    "FOREIGN KEY (parent_id, seller_id) REFERENCES catalogue_product (id, seller_id) "
    "DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE partner_stockrecord ADD CONSTRAINT stock_same_seller "
    "FOREIGN KEY (product_id, partner_id) REFERENCES catalogue_product (id, seller_id) "
    "DEFERRABLE INITIALLY DEFERRED",
)
DROPS = (
    "ALTER TABLE partner_stockrecord DROP CONSTRAINT IF EXISTS stock_same_seller",
    "ALTER TABLE catalogue_product DROP CONSTRAINT IF EXISTS product_variant_same_seller",
    "ALTER TABLE catalogue_product DROP CONSTRAINT IF EXISTS product_key_with_seller",
)


def add_keys(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in KEYS:
            schema_editor.execute(statement)


def drop_keys(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in DROPS:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("partner", "0008_soctrang_sellers_and_goods"),
        ("catalogue", "0033_soctrang_sellers_and_goods"),
    ]
    operations = [migrations.RunPython(add_keys, drop_keys)]
