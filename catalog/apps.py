"""Oscar's catalogue under our roof: the label stays ``catalogue``."""

from oscar.apps.catalogue import apps


class CatalogConfig(apps.CatalogueConfig):
    """Models and receivers of the fork; Oscar's Haystack views are not used."""

    name = "catalog"
    label = "catalogue"

    def ready(self) -> None:
        """Connect Oscar's receivers only: its views need a search engine we do not run."""
        from oscar.apps.catalogue import receivers  # noqa: F401

    def get_urls(self) -> list[object]:
        """No Oscar page is mounted."""
        return []
