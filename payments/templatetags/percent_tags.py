"""Rates as people write them."""

from decimal import Decimal

from django import template

from marketplace.base.words.formats import number

register = template.Library()


@register.filter
def percent(basis_points: int) -> str:
    """Return hundredths of a per cent as per cent: ``150`` is ``1,5 %``."""
    return f"{number(Decimal(basis_points) / 100)} %"
