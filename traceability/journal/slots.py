"""What the diary shows on a lot's page."""

from collections.abc import Mapping

from django.template.loader import render_to_string

from marketplace.kernel.slots import fill_slot
from traceability.journal.watching import lot_charts
from traceability.lots.models import Lot


@fill_slot("lot.aside", order=30)
def water_of_a_lot(context: Mapping[str, object]) -> str:
    """What devices measured where the lot grew."""
    lot = context.get("lot")
    found = lot_charts(lot) if isinstance(lot, Lot) else []
    return render_to_string("journal/_lot_charts.html", {"places": found}) if found else ""
