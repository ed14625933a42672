"""Oscar's payment app under our roof."""

from oscar.apps.payment import apps


class PaymentConfig(apps.PaymentConfig):
    """The fork: the label stays ``payment``; Oscar's pages are not mounted."""

    name = "marketplace.shop.payment"

    def ready(self) -> None:
        """Load none of Oscar's views."""

    def get_urls(self) -> list[object]:
        """No Oscar page is mounted."""
        return []
