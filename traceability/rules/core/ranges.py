"""Numbers that are possible but unlikely: each with the range it usually lies in. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from traceability.epcis.core import fields
from traceability.rules.core.mass import at_standard_moisture
from traceability.rules.core.view import KILOGRAM, View, unit_amount

_WHOLE = Decimal(100)
_TENTH = Decimal("0.1")
_M2_PER_HA = Decimal(10_000)
_SHRIMP_FORMS = {"HLSO": "shrimp.hlso_percent", "PD": "shrimp.pd_percent"}
_SHARES = {
    "bran": "milling.bran_percent",
    "husk": "milling.husk_percent",
    "white": "milling.head_percent",
}
_PLAIN = {
    "germination.percent": fields.GERMINATION_PERCENT,
    "shrimp.survival_percent": fields.SURVIVAL_PERCENT,
    "shrimp.feed_conversion": fields.FEED_CONVERSION,
    "shrimp.pl_per_m2": fields.PL_PER_M2,
    "seed.kg_per_ha": fields.SEED_KG_PER_HA,
}


@dataclass(frozen=True, slots=True)
class Range:
    """A range somebody stands for; an end may be open."""

    code: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    source: str = ""

    def holds(self, value: Decimal) -> bool:
        """Say whether ``value`` lies within."""
        low = self.minimum is None or value >= self.minimum
        return low and (self.maximum is None or value <= self.maximum)


@dataclass(frozen=True, slots=True)
class Metric:
    """A number that an event gives away."""

    code: str
    value: Decimal


def metrics(view: View, area_m2: Decimal | None = None) -> list[Metric]:
    """Return the numbers of an event that ranges speak of.

    Args:
        view: the event.
        area_m2: of the place, where the event itself does not say.
    """
    found = [*_plain(view), *_moisture(view)]
    if view.type == "TransformationEvent" and not view.is_growth:
        found += [*_milling(view), *_processing(view)]
    if view.is_harvest:
        found += _yield(view, area_m2)
    if view.is_shipping or view.is_receiving:
        found += _weighbridge(view)
    return [Metric(one.code, one.value.quantize(_TENTH)) for one in found]


def _plain(view: View) -> Iterator[Metric]:
    for code, name in _PLAIN.items():
        number = view.number(name)
        if number is not None:
            yield Metric(code, number)


def _moisture(view: View) -> Iterator[Metric]:
    moisture = view.number(fields.MOISTURE_PERCENT)
    if moisture is None:
        return
    if view.is_harvest:
        yield Metric("moisture.harvest_percent", moisture)
    elif view.biz_step == "storing" or view.text(fields.STEP) == "dry":
        yield Metric("moisture.dried_percent", moisture)


def _milling(view: View) -> Iterator[Metric]:
    """Return shares of the paddy, weighed at 14 % moisture where its moisture is known."""
    paddy, kinds = view.kilograms("input"), _output_kinds(view)
    if not paddy or not kinds:
        return
    moisture = view.number(fields.MOISTURE_IN_PERCENT)
    paddy = paddy if moisture is None else at_standard_moisture(paddy, moisture)
    for kind, code in _SHARES.items():
        if kind in kinds:
            yield Metric(code, kinds[kind] / paddy * _WHOLE)
    if "white" in kinds:
        milled = kinds["white"] + kinds.get("broken", Decimal(0))
        yield Metric("milling.total_percent", milled / paddy * _WHOLE)


def _output_kinds(view: View) -> dict[str, Decimal]:
    """Return kilograms of white rice, broken rice, bran and husk, as the event names them."""
    listed = view.value(fields.OUTPUTS)
    kind_of = {
        str(one.get("epcClass")): str(one.get("kind"))
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict)
    }
    found: dict[str, Decimal] = {}
    for one in view.named:
        kind = kind_of.get(one.uri)
        if one.role == "output" and kind and one.quantity is not None:
            amount, unit = unit_amount(one.quantity, one.uom)
            if unit == KILOGRAM:
                found[kind] = found.get(kind, Decimal(0)) + amount
    return found


def _processing(view: View) -> Iterator[Metric]:
    code = _SHRIMP_FORMS.get(view.text(fields.PRODUCT_FORM).upper())
    into, out = view.kilograms("input"), view.kilograms("output")
    if code and into and out:
        glaze = view.number(fields.GLAZING_PERCENT) or Decimal(0)
        yield Metric(code, out * (1 - glaze / _WHOLE) / into * _WHOLE)


def _yield(view: View, area_m2: Decimal | None) -> Iterator[Metric]:
    hectares = view.number(fields.AREA_HA) or (area_m2 / _M2_PER_HA if area_m2 else None)
    is_catch = view.biz_step == fields.FARM_HARVEST or view.text(fields.STEP) == "catch"
    harvested = view.kilograms("output" if view.type == "TransformationEvent" else "epc")
    if hectares and hectares > 0 and harvested:
        code = "harvest.shrimp_kg_per_ha" if is_catch else "harvest.rice_kg_per_ha"
        yield Metric(code, harvested / hectares)


def _weighbridge(view: View) -> Iterator[Metric]:
    """Return by how many percent gross minus tare differs from the net weight."""
    gross, tare = view.number(fields.GROSS_KG), view.number(fields.TARE_KG)
    net = view.number(fields.NET_KG) or view.kilograms("epc")
    if gross is not None and tare is not None and net:
        yield Metric("weighbridge.tolerance_percent", abs(gross - tare - net) / net * _WHOLE)
