"""The downloads on a lot's own page."""

from collections.abc import Mapping

from django.template.loader import render_to_string

from marketplace.kernel.slots import fill_slot
from traceability.lots.models import Lot


@fill_slot("lot.exports")
def downloads_on_lot_page(context: Mapping[str, object]) -> str:
    """The passport and the EPCIS document."""
    lot = context.get("lot")
    if not isinstance(lot, Lot):
        return ""
    return render_to_string("origin_export/_downloads.html", {"lot": lot, "leads_on": True})
