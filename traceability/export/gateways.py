"""The adapters that come along: a file for the national portal, to be handed in by a person."""

import json

from django.utils.translation import gettext_lazy as _

from traceability.epcis.core.build import Json
from traceability.export.names import slug
from traceability.export.ports import PortalFile, Receipt, portals
from traceability.lots.models import Lot


class NationalPortalFile:
    """The national traceability portal, by file: no public interface of it is known."""

    title = _("National traceability portal (file)")
    has_interface = False
    explanation = _(
        "No public interface of the national portal is known. This makes the file with all fields; "
        "hand it in yourself, or ask the authority where."
    )

    def file(self, lot: Lot, passport: dict[str, Json]) -> PortalFile:
        """Return the passport as JSON, its keys in a fixed order."""
        text = json.dumps(passport, ensure_ascii=False, indent=1, sort_keys=True)
        name = f"cong-quoc-gia-{slug(lot.code)}.json"
        return PortalFile(name, "application/json", text.encode())

    def send(self, file: PortalFile) -> Receipt:  # noqa: ARG002 -- there is nowhere to send it to
        """Leave the handing in to a person."""
        return Receipt(is_sent=False)


NATIONAL = "national_file"
portals.register(NATIONAL, NationalPortalFile())
