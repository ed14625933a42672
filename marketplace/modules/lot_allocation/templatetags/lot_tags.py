"""Links to lots: ``{% load lot_tags %}``."""

from django import template

from traceability.lots.identity import lot_url
from traceability.lots.models import Lot

register = template.Library()


@register.simple_tag
def lot_link(lot: Lot) -> str:
    """Return the address of the lot's own page."""
    return lot_url(lot)
