"""The app of the glue."""

from django.apps import AppConfig


class ShopCommissionConfig(AppConfig):
    """Answers settlement's questions; keeps nothing of its own."""

    name = "marketplace.modules.shop_commission"
    label = "shop_commission"
    verbose_name = "Commission by category"

    def ready(self) -> None:
        """Answer."""
        from marketplace.modules.shop_commission import receivers  # noqa: F401
