"""An event as the rules read it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Final

from traceability.epcis.core import fields, terms
from traceability.epcis.core.build import Json
from traceability.epcis.core.document import Named, elements, event_time
from traceability.epcis.core.epc import canonical
from traceability.epcis.core.units import in_base

KILOGRAM: Final = "KGM"
_PIECES: Final = frozenset({"", "H87", "EA", "PCE"})
_HARVEST_STEPS: Final = frozenset({"harvest", "catch"})
_SHIPPED: Final = frozenset({"shipping", "retail_selling"})
_RECEIVED: Final = frozenset({"receiving"})
_GROWING: Final = frozenset({fields.FARM_HARVEST, fields.HATCHING})
"""Transformations in which something grows: what comes out may weigh more than what went in."""


def unit_amount(amount: Decimal, uom: str) -> tuple[Decimal, str]:
    """Return an amount in the base of its unit: kilograms, or pieces (``""``)."""
    if uom in _PIECES:
        return amount, ""
    return in_base(amount, uom)


@dataclass(frozen=True)
class View:
    """One event. ``body`` is checked EPCIS 2.0 already."""

    body: Mapping[str, Json]

    @cached_property
    def time(self) -> datetime:
        """Return when it happened."""
        return event_time(self.body)

    @cached_property
    def day(self) -> date:
        """Return the day it happened on, where it happened."""
        return self.time.date()

    @cached_property
    def type(self) -> str:
        """Return the event type."""
        return str(self.body.get("type", ""))

    @cached_property
    def action(self) -> str:
        """Return ADD, OBSERVE or DELETE; empty for transformations."""
        return str(self.body.get("action") or "")

    @cached_property
    def biz_step(self) -> str:
        """Return the business step without CBV's URI."""
        return terms.bare(str(self.body.get("bizStep") or ""))

    @cached_property
    def named(self) -> Sequence[Named]:
        """Return the things it names."""
        return elements(self.body)

    @cached_property
    def places(self) -> Sequence[str]:
        """Return the URIs of the places it is about: its plots, else its read point."""
        plots = self.body.get(fields.PLOTS)
        listed = [str(uri) for uri in plots if uri] if isinstance(plots, list) else []
        point = self.body.get("readPoint")
        read_point = str(point.get("id", "")) if isinstance(point, dict) else ""
        return [canonical(uri) for uri in listed or ([read_point] if read_point else [])]

    @property
    def is_declaration(self) -> bool:
        """Say whether it declares another event wrong."""
        return self.body.get("errorDeclaration") is not None

    @cached_property
    def is_harvest(self) -> bool:
        """Say whether goods were taken from a field or pond."""
        step = self.text(fields.STEP)
        if step:
            return step in _HARVEST_STEPS
        if self.biz_step == fields.FARM_HARVEST:
            return True
        made = self.type == "ObjectEvent" and self.action == "ADD"
        weighed = any(one.is_class and one.uom not in _PIECES for one in self.named)
        return made and weighed and self.biz_step in {"commissioning", "creating_class_instance"}

    @property
    def is_growth(self) -> bool:
        """Say whether things grow in it, so that weights need not agree."""
        return self.biz_step in _GROWING or self.is_harvest

    @property
    def is_shipping(self) -> bool:
        """Say whether goods leave."""
        return self.action == "OBSERVE" and self.biz_step in _SHIPPED

    @property
    def is_receiving(self) -> bool:
        """Say whether goods arrive."""
        return self.action == "OBSERVE" and self.biz_step in _RECEIVED

    def value(self, name: str) -> Json:
        """Return a field of the event, or of what it tells of its goods."""
        found = self.body.get(name)
        if found is not None:
            return found
        ilmd = self.body.get("ilmd")
        return ilmd.get(name) if isinstance(ilmd, dict) else None

    def text(self, name: str) -> str:
        """Return a field as text; empty where there is none."""
        found = self.value(name)
        return str(found).strip() if isinstance(found, str | int | float) else ""

    def number(self, name: str) -> Decimal | None:
        """Return a field as a number; None where it is none."""
        found = self.value(name)
        if isinstance(found, bool) or not isinstance(found, int | float | str):
            return None
        try:
            number = Decimal(str(found))
        except InvalidOperation:
            return None
        return number if number.is_finite() else None

    def date(self, name: str) -> date | None:
        """Return a field as a day; None where it is none."""
        try:
            return date.fromisoformat(self.text(name)[:10])
        except ValueError:
            return None

    def kilograms(self, role: str) -> Decimal | None:
        """Return what stands in ``role`` in kilograms; None when some of it was not weighed."""
        total, weighed = Decimal(0), False
        for one in self.named:
            if one.role != role:
                continue
            if not one.is_class or one.quantity is None:
                return None
            amount, unit = unit_amount(one.quantity, one.uom)
            if unit != KILOGRAM:
                return None
            total, weighed = total + amount, True
        return total if weighed else None
