"""The shop's app."""

from django.apps import AppConfig


class ShopConfig(AppConfig):
    """Glue tables and actions of the shop.

    Oscar's own root config (``oscar.config.Shop``) is not installed: it exists to mount Oscar's
    pages and its dashboard, which shows a seller other sellers' lines.
    """

    name = "marketplace.shop"
    label = "shop"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer payments' hooks, fill other modules' slots, name the messages it sends."""
        from marketplace.shop import receivers, slots  # noqa: F401
        from marketplace.shop.actions.telling import register_kinds

        register_kinds(self.name)
