"""Oscar's basket app under our roof."""

from oscar.apps.basket import apps


class BasketConfig(apps.BasketConfig):
    """The fork: the label stays ``basket``; Oscar's pages are not mounted."""

    name = "marketplace.shop.basket"

    def ready(self) -> None:
        """Load none of Oscar's views."""

    def get_urls(self) -> list[object]:
        """No Oscar page is mounted."""
        return []
