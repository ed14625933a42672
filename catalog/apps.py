"""Oscar's catalogue under our roof: the label stays ``catalogue``."""

from oscar.apps.catalogue import apps


class CatalogConfig(apps.CatalogueConfig):
    """Models and receivers of the fork; Oscar's Haystack views are not used."""

    name = "catalog"
    label = "catalogue"

    def ready(self) -> None:
        """Connect our hooks and Oscar's receivers; its views need an engine we do not run."""
        from oscar.apps.catalogue import receivers  # noqa: F401

        from catalog import hooks  # noqa: F401

    def get_urls(self) -> list[object]:
        """No Oscar page is mounted."""
        return []
