"""Oscar's checkout app under our roof."""

from oscar.apps.checkout import apps


class CheckoutConfig(apps.CheckoutConfig):
    """The fork: the label stays ``checkout``; Oscar's pages are not mounted."""

    name = "marketplace.shop.checkout"

    def ready(self) -> None:
        """Load none of Oscar's views."""

    def get_urls(self) -> list[object]:
        """No Oscar page is mounted."""
        return []
