"""What lots show on their own page through its slots."""

from collections.abc import Mapping

from django.template.loader import render_to_string

from marketplace.kernel.slots import fill_slot
from traceability.lots.flow import flow_of
from traceability.lots.models import Lot


@fill_slot("lot.flow")
def flow_on_lot_page(context: Mapping[str, object]) -> str:
    """The picture from field to pack."""
    lot = context.get("lot")
    if not isinstance(lot, Lot):
        return ""
    return render_to_string("lots/_flow.html", {"lot": lot, "flow": flow_of(lot), "leads_on": True})
