from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplace.kernel.errors import AppendOnlyError
from tests.factories.traceability import make_lot, make_place
from traceability.epcis.core.check import faults
from traceability.errors import InvalidEventError, UnknownStepError
from traceability.lots.actions import record_event
from traceability.lots.recording import _BUILDERS, StepEntry
from traceability.lots.steps import step_of

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 1, 12, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("code", sorted(_BUILDERS))
def test_every_step_becomes_a_sound_event_that_reads_back(code: str) -> None:
    lot = make_lot()
    entry = StepEntry(step=code, happened_at=MOMENT, quantity=Decimal(600), note="xong")

    event = record_event(lot=lot, entry=entry)

    step = step_of(event)
    assert step is not None
    assert step.code == code
    assert faults(event.body) == []
    assert event.body["eventTime"] == "2026-01-12T09:30:00+07:00"
    assert event.event_time == MOMENT
    assert event in lot.events.all()


def test_a_place_with_a_gln_is_named_by_it_and_any_other_by_a_uuid() -> None:
    lot = make_lot()
    known = make_place(lot.party, gln="9520600010014", gln_extension="THUA-12")
    private = make_place(lot.party)

    first = record_event(lot=lot, entry=StepEntry(step="dry", happened_at=MOMENT, place=known))
    second = record_event(lot=lot, entry=StepEntry(step="dry", happened_at=MOMENT, place=private))

    assert first.read_point == "https://id.gs1.org/414/9520600010014/254/THUA-12"
    assert second.read_point == f"urn:uuid:{private.uuid}"


def test_the_same_entry_sent_twice_is_one_event() -> None:
    lot = make_lot()
    entry = StepEntry(step="dry", happened_at=MOMENT, quantity=Decimal(7800))

    assert record_event(lot=lot, entry=entry) == record_event(lot=lot, entry=entry)
    assert lot.events.count() == 3


def test_packing_takes_what_milling_made() -> None:
    lot = make_lot(packed_on=None)
    mill = record_event(
        lot=lot, entry=StepEntry(step="mill", happened_at=MOMENT, quantity=Decimal(4200))
    )

    pack = record_event(lot=lot, entry=StepEntry(step="pack", happened_at=MOMENT))

    made = mill.body["outputQuantityList"][0]["epcClass"]
    assert pack.body["inputQuantityList"] == [{"epcClass": made}]


def test_a_failed_test_is_kept_as_such() -> None:
    event = record_event(
        lot=make_lot(), entry=StepEntry(step="inspect", happened_at=MOMENT, has_passed=False)
    )

    assert event.disposition == "non_conformant"


def test_nonsense_is_refused_and_leaves_nothing() -> None:
    lot = make_lot()

    with pytest.raises(UnknownStepError):
        record_event(lot=lot, entry=StepEntry(step="dance", happened_at=MOMENT))
    with pytest.raises(InvalidEventError):
        record_event(lot=lot, entry=StepEntry(step="ship", happened_at=MOMENT, quantity=Decimal(0)))

    assert lot.events.count() == 2


def test_an_event_is_never_changed_or_deleted() -> None:
    event = make_lot().events.first()
    assert event is not None
    event.biz_step = "destroying"

    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        type(event).objects.update(biz_step="destroying")
