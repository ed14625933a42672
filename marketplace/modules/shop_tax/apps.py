"""The app of the glue."""

from django.apps import AppConfig


class ShopTaxConfig(AppConfig):
    """Answers withholding's hook."""

    name = "marketplace.modules.shop_tax"
    label = "shop_tax"

    def ready(self) -> None:
        """Answer."""
        from marketplace.modules.shop_tax import receivers  # noqa: F401
