"""The listing as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ListingConfig(AppConfig):
    """Label ``listing``."""

    name = "catalog.listing"
    label = "listing"
    verbose_name = _("listing")

    def ready(self) -> None:
        """Make the search table after every migrate: migrations may be off, as in tests."""
        from catalog.listing.backends import make_search_table

        post_migrate.connect(make_search_table, sender=self, dispatch_uid="listing_search_table")
