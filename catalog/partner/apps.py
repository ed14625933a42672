"""Oscar's partner app under our roof: a partner is a seller."""

from oscar.apps.partner import apps


class PartnerConfig(apps.PartnerConfig):
    """The fork: the label stays ``partner``.

    Oscar's stock-alert receiver stays unconnected: two open alerts make every later order of that
    product fail (facts of Oscar 4.2.1, ``partner/receivers.py``).
    """

    name = "catalog.partner"

    def ready(self) -> None:
        """Connect nothing."""
