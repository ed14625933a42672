"""Write all listing rows and the search index anew."""

from django.core.management.base import BaseCommand, CommandParser

from catalog.listing.actions import AT_ONCE, refresh_listing
from catalog.listing.backends import search_backend
from catalog.listing.models import ListingRow
from catalog.models import Product


class Command(BaseCommand):
    """``manage.py reindex_listing``: after a change of the code that makes rows, or a bulk load."""

    help = "Write all listing rows and the search index anew."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of products in one transaction."""
        parser.add_argument("--batch", type=int, default=AT_ONCE, help="products a transaction")

    def handle(self, *args: object, **options: object) -> None:
        """Refresh every product, in transactions of one batch each."""
        search_backend().make_table()
        batch = max(1, int(str(options["batch"])))
        keys = list(Product.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), batch):
            refresh_listing(keys[start : start + batch])
        self.stdout.write(f"{ListingRow.objects.count()} of {len(keys)} products are listed.")
