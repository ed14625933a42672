"""The storefront as a Django app."""

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class StorefrontConfig(AppConfig):
    """Makes sure that a fresh database has a home page."""

    name = "marketplace.modules.storefront"
    label = "storefront"

    def ready(self) -> None:
        """Fill the slots, and look after the home page whenever tables were made."""
        from marketplace.modules.storefront import sections  # noqa: F401

        post_migrate.connect(_after_migrate, sender=self)


def _after_migrate(*, using: str, **_kwargs: object) -> None:
    from marketplace.modules.storefront.actions import ensure_home

    if using == "default":
        # Making a page clears Wagtail's cached site roots, and a fresh database has no cache table.
        call_command("createcachetable", verbosity=0)
        ensure_home()
