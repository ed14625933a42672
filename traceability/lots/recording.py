"""From a step that somebody wrote down to the EPCIS event that keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from traceability.epcis.core import build
from traceability.epcis.core.build import About, EventBody, Json, When
from traceability.epcis.core.document import own_context
from traceability.epcis.core.elements import KILOGRAM, Quantity
from traceability.epcis.models import EventElement
from traceability.errors import UnknownStepError
from traceability.lots.identity import lot_element, namespace, place_element, stage_element
from traceability.lots.models import Lot
from traceability.lots.steps import NOTE_FIELD, RECEIVER_FIELD, STEP_FIELD, Stage
from traceability.models import Place

NOON = time(12)
"""The hour written where only the day is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEntry:
    """What somebody wrote down about a lot.

    Args:
        step: a code of `traceability.lots.steps.STEPS`.
        happened_at: aware time; its offset is kept.
        place: where.
        quantity: kilograms for goods in bulk, packs for packed goods.
        note: in words; the buyer reads it.
        receiver: to whom goods were sent.
        has_passed: the verdict of a test.
    """

    step: str
    happened_at: datetime
    place: Place | None = None
    quantity: Decimal | None = None
    note: str = ""
    receiver: str = ""
    has_passed: bool = True


def event_body(lot: Lot, entry: StepEntry) -> EventBody:
    """Return the EPCIS event of what was written down.

    Raises:
        UnknownStepError: there is no such step.
    """
    if entry.step not in _BUILDERS:
        raise UnknownStepError(step=entry.step)
    return own(_BUILDERS[entry.step](lot, entry))


def own(body: EventBody) -> EventBody:
    """Return an event we built with its ``@context`` in front."""
    return {"@context": own_context(namespace()), **body}


def about(entry: StepEntry, ilmd: dict[str, Json] | None = None) -> About:
    """Return the common part of an event of ours; the step's code and words are extensions."""
    words = {STEP_FIELD: entry.step, NOTE_FIELD: entry.note, RECEIVER_FIELD: entry.receiver}
    return About(
        when=When(time=timezone.localtime(entry.happened_at)),
        place=place_element(entry.place, entry.happened_at),
        extensions={name: text for name, text in words.items() if text},
        ilmd=ilmd or {},
    )


def noon(day: date) -> datetime:
    """Return the moment that stands for ``day`` where nobody wrote the hour."""
    return timezone.make_aware(datetime.combine(day, NOON))


def packs(lot: Lot, count: int | Decimal | None = None) -> Quantity:
    """Return so many packs of the lot; None leaves the number out."""
    return Quantity(lot_element(lot), None if count is None else Decimal(count))


def _raw(lot: Lot, entry: StepEntry) -> Quantity:
    return Quantity(stage_element(lot, Stage.RAW), entry.quantity, KILOGRAM)


def _bulk(lot: Lot, quantity: Decimal | None = None) -> Quantity:
    return Quantity(stage_element(lot, Stage.BULK), quantity, KILOGRAM)


def _grown(lot: Lot, entry: StepEntry) -> EventBody:
    return build.observation(about(entry), [_raw(lot, entry)], biz_step="other")


def _harvested(lot: Lot, entry: StepEntry) -> EventBody:
    return build.harvest(about(entry, {"cbvmda:lotNumber": lot.code}), _raw(lot, entry))


def _stored(lot: Lot, entry: StepEntry) -> EventBody:
    return build.storing(about(entry), _raw(lot, entry))


def _made(lot: Lot, entry: StepEntry) -> EventBody:
    source = Quantity(stage_element(lot, Stage.RAW))
    return build.transformation(about(entry), [source], [_bulk(lot, entry.quantity)])


def _packed(lot: Lot, entry: StepEntry) -> EventBody:
    facts: dict[str, Json] = {"cbvmda:lotNumber": lot.code}
    if lot.best_before:
        facts["cbvmda:itemExpirationDate"] = lot.best_before.isoformat()
    bulk = _bulk(lot)
    was_made = EventElement.objects.filter(uri=bulk.uri).exists()
    source = bulk if was_made else Quantity(stage_element(lot, Stage.RAW))
    return build.packing(about(entry, facts), [source], packs(lot, entry.quantity))


def _tested(lot: Lot, entry: StepEntry) -> EventBody:
    return build.inspecting(about(entry), packs(lot), passed=entry.has_passed)


def _sent(lot: Lot, entry: StepEntry) -> EventBody:
    return build.shipping(about(entry), packs(lot, entry.quantity))


def _received(lot: Lot, entry: StepEntry) -> EventBody:
    return build.receiving(about(entry), packs(lot, entry.quantity))


_BUILDERS: dict[str, Callable[[Lot, StepEntry], EventBody]] = {
    "sow": _grown,
    "stock": _grown,
    "harvest": _harvested,
    "catch": _harvested,
    "dry": _stored,
    "store": _stored,
    "mill": _made,
    "process": _made,
    "inspect": _tested,
    "pack": _packed,
    "ship": _sent,
    "receive": _received,
}
