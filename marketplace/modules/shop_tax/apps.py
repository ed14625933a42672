"""The app of the glue."""

from django.apps import AppConfig


class ShopTaxConfig(AppConfig):
    """Natures of categories, classes of products, and the answers to withholding's hooks."""

    name = "marketplace.modules.shop_tax"
    label = "shop_tax"
    verbose_name = "Goods and sellers in tax law"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer, and fill the slot."""
        from marketplace.modules.shop_tax import receivers, slots  # noqa: F401
