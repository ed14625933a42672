"""What can be measured in water, air and goods, and how EPCIS says it. Pure.

Source: GS1 EPCIS 2.0, section 7.3.7 (sensor reports); UN/CEFACT Recommendation 20 (units). GS1
has no measurement type for salinity and acidity: those two have types of our own.
"""

from dataclasses import dataclass
from decimal import Decimal

from traceability.epcis.core.build import EventBody, Json, When, number

_INCHIKEY = "https://identifiers.org/inchikey:"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured.

    Args:
        code: its name in forms, files and readings.
        type: the sensor report's type; one of GS1, or of ours (``stt:``).
        uom: UN/CEFACT unit code.
        unit: the unit as people write it.
        low: below this nobody believes the instrument.
        high: above this nobody believes it either.
        substance: URI of the chemical substance, for concentrations.
    """

    code: str
    type: str
    uom: str
    unit: str
    low: Decimal
    high: Decimal
    substance: str = ""


def _measure(line: str, substance: str = "") -> Measure:
    code, kind, uom, unit, low, high = line.split()
    uri = f"{_INCHIKEY}{substance}" if substance else ""
    return Measure(code, kind, uom, unit, Decimal(low), Decimal(high), uri)


MEASURES = {
    one.code: one
    for one in (
        _measure("salinity stt:Salinity NX ‰ 0 60"),
        _measure("conductivity Conductivity H61 mS/cm 0 100"),
        _measure("ph stt:PH Q30 pH 0 14"),
        _measure("temperature Temperature CEL °C -30 80"),
        _measure("oxygen MassConcentration M1 mg/L 0 30", "MYMOFIZGZYHOMD-UHFFFAOYSA-N"),
        _measure("ammonia MassConcentration M1 mg/L 0 50", "QGZKDVFQNNGYKY-UHFFFAOYSA-N"),
        _measure("nitrite MassConcentration M1 mg/L 0 50", "IOVCWXUNBOPUCH-UHFFFAOYSA-M"),
        _measure("sulfide MassConcentration M1 mg/L 0 20", "RWSOTUBLDIXVET-UHFFFAOYSA-N"),
        _measure("alkalinity MassConcentration M1 mg/L 0 1000", "VTYYLEPIZMXCLO-UHFFFAOYSA-L"),
        _measure("level Length CMT cm -300 1000"),
        _measure("irrigation Volume MTQ m³ 0 1000000"),
        _measure("humidity RelativeHumidity P1 % 0 100"),
    )
}
"""Alkalinity is counted as calcium carbonate."""


def report(code: str, value: Decimal) -> EventBody:
    """Return the sensor report of one measured value."""
    measure = MEASURES[code]
    told: EventBody = {"type": measure.type, "value": number(value), "uom": measure.uom}
    return told | ({"chemicalSubstance": measure.substance} if measure.substance else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Many readings of one measure within a span."""

    code: str
    count: int
    mean: Decimal
    low: Decimal
    high: Decimal


def summary_report(summary: Summary) -> EventBody:
    """Return the sensor report of a span: mean, least and greatest value, how many readings."""
    measure = MEASURES[summary.code]
    told: EventBody = {
        "type": measure.type,
        "minValue": number(summary.low),
        "maxValue": number(summary.high),
        "meanValue": number(summary.mean),
        "uom": measure.uom,
        "stt:readings": summary.count,
    }
    return told | ({"chemicalSubstance": measure.substance} if measure.substance else {})


def read_by_hand(when: When, values: dict[str, Decimal]) -> list[Json]:
    """Return the sensor elements of values that a person read; none for no values."""
    if not values:
        return []
    reports: list[Json] = [report(code, value) for code, value in values.items()]
    return [{"sensorMetadata": {"time": when.stamp}, "sensorReport": reports}]
