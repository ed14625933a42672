import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from marketplace.kernel.errors import AppendOnlyError
from tests.factories.epcis import event
from tests.factories.traceability import make_cooperative, make_household
from traceability.epcis.actions import capture, capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.corrections import DID_NOT_OCCUR, Declared, declare_wrong
from traceability.epcis.models import Event
from traceability.errors import (
    DeclarationDeclaredError,
    EventWrongAlreadyError,
    InvalidEventError,
)

pytestmark = pytest.mark.django_db


def corrected() -> tuple[Event, Declared]:
    party = make_cooperative()
    wrong = capture(body=event(), party=party).event
    right = event(quantityList=[{"epcClass": "urn:x:1", "quantity": 70, "uom": "KGM"}])
    done = declare_wrong(
        event=wrong, corrective_bodies=[right], actor=Actor(party=party), note="7.5 was 70"
    )
    wrong.refresh_from_db()
    return wrong, done


def test_a_declaration_repeats_the_event_and_names_what_counts_instead() -> None:
    wrong, done = corrected()
    (right,) = done.corrections
    told = done.declaration.body["errorDeclaration"]

    assert (done.declaration.event_id, done.declaration.event_hash) == (
        wrong.event_id,
        wrong.event_hash,
    )
    assert (told["reason"], told["correctiveEventIDs"], told["stt:note"]) == (
        "incorrect_data",
        [right.event_id],
        "7.5 was 70",
    )


def test_only_what_was_not_declared_wrong_counts() -> None:
    wrong, done = corrected()

    assert list(Event.objects.valid()) == list(done.corrections)
    assert wrong.declared_wrong_at == done.declaration.error_declared_at
    assert list(Event.objects.declarations()) == [done.declaration]
    assert Event.objects.count() == 3


def test_an_event_is_declared_wrong_once() -> None:
    wrong, done = corrected()

    with pytest.raises(EventWrongAlreadyError):
        declare_wrong(event=wrong, reason=DID_NOT_OCCUR, actor=Actor())
    with pytest.raises(DeclarationDeclaredError):
        declare_wrong(event=done.declaration, actor=Actor())


def test_a_faulty_correction_undoes_the_declaration() -> None:
    party = make_cooperative()
    wrong = capture(body=event(), party=party).event

    with pytest.raises(InvalidEventError):
        declare_wrong(event=wrong, corrective_bodies=[event(action="MAKE")], actor=Actor())

    assert list(Event.objects.valid()) == [wrong]


def test_nobody_declares_the_events_of_others_wrong() -> None:
    wrong = capture(body=event(), party=make_cooperative()).event
    body = {**wrong.body, "errorDeclaration": {"declarationTime": "2026-01-05T00:00:00Z"}}

    with pytest.raises(InvalidEventError) as refusal:
        capture(body=body, party=make_household())

    assert [fault.code for _at, fault in refusal.value.found] == ["not_your_event"]
    assert list(Event.objects.valid()) == [wrong]


def test_an_event_that_comes_after_its_declaration_is_wrong_from_the_start() -> None:
    party = make_cooperative()
    declared = event(errorDeclaration={"declarationTime": "2026-01-05T00:00:00Z"})
    capture(body=declared, party=party)

    late = capture(body=event(), party=party)

    assert late.is_new
    assert late.event.declared_wrong_at is not None
    assert not Event.objects.valid().exists()


def test_declaration_and_event_may_come_in_one_batch_in_any_order() -> None:
    party = make_cooperative()
    declared = event(errorDeclaration={"declarationTime": "2026-01-05T00:00:00Z"})

    done = capture_events(bodies=[declared, event()], party=party, actor=Actor())

    assert list(done.is_new) == [True, True]
    assert not Event.objects.valid().exists()


def test_python_changes_no_other_column() -> None:
    kept = capture(body=event(), party=make_cooperative()).event

    with pytest.raises(AppendOnlyError):
        Event.objects.filter(pk=kept.pk).update(biz_step="storing")
    with pytest.raises(AppendOnlyError):
        kept.delete()


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE epcis_event SET event_hash = 'x'",
        "UPDATE epcis_event SET error_declared_at = now()",
        "DELETE FROM epcis_event",
        "UPDATE epcis_eventelement SET uri = 'urn:x:2'",
        "DELETE FROM epcis_eventfact",
    ],
)
def test_the_database_changes_none_either(statement: str) -> None:
    capture(body=event(ilmd={"stt:variety": "ST25"}), party=make_cooperative())

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
