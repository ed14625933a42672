"""Oscar's address app under our roof."""

from oscar.apps.address import apps


class AddressConfig(apps.AddressConfig):
    """The fork: the label stays ``address``."""

    name = "catalog.address"
