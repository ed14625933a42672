"""What later events are judged by, filed under the places and goods of an event."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from traceability.epcis.models import Event
from traceability.rules.core.view import View
from traceability.rules.core.waiting import treatment
from traceability.rules.models import ActKind, FieldAct
from traceability.rules.subjects import Places

_MOST_PRODUCT = 120


def field_acts(event: Event, view: View, places: Places) -> Iterator[FieldAct]:
    """Return the rows of an event: a treatment, a harvest, the lowest salinity it read."""
    used = treatment(view)
    if used is not None:
        for subject in places.subjects(view):
            yield FieldAct(
                event=event,
                kind=ActKind.TREATMENT,
                subject=subject,
                day=used.used_on,
                until=used.until,
                product=used.product[:_MOST_PRODUCT],
                days=used.days,
                is_drug=used.is_drug,
            )
    if view.is_harvest:
        for subject in places.subjects(view):
            yield FieldAct(event=event, kind=ActKind.HARVEST, subject=subject, day=view.day)
    lowest = min(_salinities(view), default=None)
    if lowest is not None:
        for place in places.of(view):
            yield FieldAct(
                event=event,
                kind=ActKind.SALINITY,
                subject=place.uuid.urn,
                day=view.day,
                number=lowest,
            )


def _salinities(view: View) -> Iterator[Decimal]:
    """Return readings in ‰, whichever vocabulary names their type."""
    listed = view.body.get("sensorElementList")
    for element in listed if isinstance(listed, list) else []:
        reports = element.get("sensorReport") if isinstance(element, dict) else None
        for report in reports if isinstance(reports, list) else []:
            if isinstance(report, dict) and str(report.get("type", "")).lower().endswith(
                "salinity"
            ):
                try:
                    yield Decimal(str(report.get("value")))
                except InvalidOperation:
                    continue
