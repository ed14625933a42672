"""The picture of a lot, from field to pack."""

from django import template

from traceability.lots.flow import flow_of
from traceability.lots.models import Lot

register = template.Library()


@register.inclusion_tag("lots/_flow.html")
def lot_flow(lot: Lot) -> dict[str, object]:
    """Draw what became a lot, with a table of the same numbers below."""
    return {"lot": lot, "flow": flow_of(lot)}
