"""Oscar's order app under our roof."""

from oscar.apps.order import apps


class OrderConfig(apps.OrderConfig):
    """The fork: the label stays ``order``; Oscar's pages are not mounted."""

    name = "marketplace.shop.order"

    def ready(self) -> None:
        """Load none of Oscar's views."""

    def get_urls(self) -> list[object]:
        """No Oscar page is mounted."""
        return []
