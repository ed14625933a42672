"""Oscar's customer app under our roof."""

from oscar.apps.customer import apps


class CustomerConfig(apps.CustomerConfig):
    """The fork: the label stays ``customer``.

    Its pages are not loaded: Oscar's profile page changes the e-mail without the password.
    """

    name = "marketplace.shop.customer"

    def ready(self) -> None:
        """Load none of Oscar's views."""

    def get_urls(self) -> list[object]:
        """No Oscar page is mounted."""
        return []
