"""Oscar's shipping app under our roof."""

from oscar.apps.shipping import apps


class ShippingConfig(apps.ShippingConfig):
    """The fork: the label stays ``shipping``; Oscar's pages are not mounted."""

    name = "marketplace.shop.shipping"

    def ready(self) -> None:
        """Load none of Oscar's views."""

    def get_urls(self) -> list[object]:
        """No Oscar page is mounted."""
        return []
