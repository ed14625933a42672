"""The mass balance of one event. Pure."""

from decimal import Decimal

from traceability.epcis.core import fields
from traceability.rules.core.mass import Balance, mass_balance
from traceability.rules.core.view import View

_ZERO = Decimal(0)
_WHOLE = Decimal(100)


def event_balance(view: View, *, gain_percent: Decimal, loss_percent: Decimal) -> Balance | None:
    """Return what went in and came out of an event; None where nothing can be compared.

    Transformations are compared as they are weighed, glaze taken off; drying and storing by what
    is written to have gone in.
    """
    pair = _transformed(view) or _dried(view)
    if pair is None or pair[0] <= 0:
        return None
    return mass_balance(
        pair[0],
        pair[1],
        loss_kg=view.number(fields.LOSS_KG) or _ZERO,
        moistures=(view.number(fields.MOISTURE_IN_PERCENT), view.number(fields.MOISTURE_PERCENT)),
        gain_percent=gain_percent,
        loss_percent=loss_percent,
    )


def _transformed(view: View) -> tuple[Decimal, Decimal] | None:
    if view.type != "TransformationEvent" or view.is_growth:
        return None
    into, out = view.kilograms("input"), view.kilograms("output")
    if into is None or out is None:
        return None
    glaze = view.number(fields.GLAZING_PERCENT) or _ZERO
    return into, out * (1 - glaze / _WHOLE)


def _dried(view: View) -> tuple[Decimal, Decimal] | None:
    into, out = view.number(fields.AMOUNT_IN_KG), view.kilograms("epc")
    return None if into is None or out is None else (into, out)
