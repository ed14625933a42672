from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from marketplace.kernel.models import AuditRow
from tests.factories.epcis import LOT, event, event_with, events
from tests.factories.traceability import make_cooperative, make_household, make_user
from traceability.epcis.actions import capture, capture_events
from traceability.epcis.actor import Actor, Capturing
from traceability.epcis.core.build import EventBody
from traceability.epcis.core.check import Fault
from traceability.epcis.core.hash import event_hash
from traceability.epcis.hooks import event_checks, events_captured
from traceability.epcis.models import Event, EventElement, EventFact
from traceability.errors import InvalidEventError
from traceability.models import Party

pytestmark = pytest.mark.django_db


def keep(bodies: list[EventBody], party: Party) -> list[Event]:
    done = capture_events(bodies=bodies, party=party, actor=Actor(party=party))
    return list(done.events)


def test_an_event_without_id_gets_its_hash_and_keeps_its_body() -> None:
    (kept,) = keep([event()], make_cooperative())

    assert kept.event_id == kept.event_hash == event_hash(event())
    assert {**kept.body} == event() | {"eventID": kept.event_id}


def test_columns_hold_what_queries_compare() -> None:
    (kept,) = keep(
        [
            event(
                bizStep="https://ref.gs1.org/cbv/BizStep-commissioning",
                disposition="urn:epcglobal:cbv:disp:active",
                readPoint={"id": "urn:epc:id:sgln:9520600.01001.THUA-12"},
                bizLocation={"id": "https://shop.example/414/9520600010014?a=1"},
                quantityList=[{"epcClass": "urn:epc:class:lgtin:9520600.001235.L1"}],
            )
        ],
        make_cooperative(),
    )

    assert (kept.action, kept.biz_step, kept.disposition) == ("ADD", "commissioning", "active")
    assert kept.read_point == "https://id.gs1.org/414/9520600010014/254/THUA-12"
    assert kept.biz_location == "https://id.gs1.org/414/9520600010014"
    assert EventElement.objects.get().uri == "https://id.gs1.org/01/09520600012353/10/L1"


def test_twice_is_once_within_a_batch_and_across_batches() -> None:
    party = make_cooperative()
    actor = Actor(party=party)

    first = capture_events(bodies=[event(), event()], party=party, actor=actor)
    second = capture_events(bodies=[event()], party=party, actor=actor)

    assert (list(first.is_new), list(second.is_new)) == ([True, False], [False])
    assert {one.pk for one in [*first.events, *second.events]} == {Event.objects.get().pk}


def test_an_event_without_id_is_the_one_kept_under_another_id() -> None:
    party = make_cooperative()
    (older,) = keep([event(eventID="urn:uuid:0f1e2d3c-4b5a-4697-8899-aabbccddeeff")], party)

    assert keep([event()], party) == [older]


def test_an_id_names_one_event_only() -> None:
    party = make_cooperative()
    keep([event(eventID="urn:x:1")], party)

    with pytest.raises(InvalidEventError) as refusal:
        keep([event(eventID="urn:x:1", disposition="in_progress")], party)
    with pytest.raises(InvalidEventError) as in_one_batch:
        keep([event(eventID="urn:x:2"), event(eventID="urn:x:2", action="OBSERVE")], party)

    assert [(at, fault.code) for at, fault in refusal.value.found] == [(0, "event_id_taken")]
    assert [(at, fault.code) for at, fault in in_one_batch.value.found] == [(1, "event_id_taken")]


def test_rollback_keeps_nothing_and_names_every_fault() -> None:
    bodies = [event(), event(action="MAKE"), event(eventTime="noon")]

    with pytest.raises(InvalidEventError) as refusal:
        keep(bodies, make_cooperative())

    assert [(at, fault.path) for at, fault in refusal.value.found] == [
        (1, "$.action"),
        (2, "$.eventTime"),
    ]
    assert Event.objects.count() == 0


def test_proceed_keeps_what_is_sound() -> None:
    party = make_cooperative()

    done = capture_events(
        bodies=[event(action="MAKE"), event()],
        party=party,
        actor=Actor(party=party),
        on_error="proceed",
    )

    assert [(at, fault.code) for at, fault in done.faults] == [(0, "action")]
    assert [one.body["action"] for one in done.events] == ["ADD"]


def test_a_guest_may_refuse_and_sees_only_sound_events() -> None:
    party = make_cooperative()
    seen: list[int] = []

    def guest(_party: Party, bodies: list[EventBody]) -> list[list[Fault]]:
        seen.append(len(bodies))
        return [[Fault("$.bizStep", "too_early", "too early")] for _body in bodies]

    with event_checks.register_temporarily(guest), pytest.raises(InvalidEventError) as refusal:  # type: ignore[arg-type]
        keep([event(action="MAKE"), event()], party)

    assert seen == [1]
    assert [(at, fault.code) for at, fault in refusal.value.found] == [
        (0, "action"),
        (1, "too_early"),
    ]


def test_no_guest_is_asked_of_what_is_kept_already_or_tells_of_an_error() -> None:
    party = make_cooperative()
    keep([event()], party)
    declared = event(errorDeclaration={"declarationTime": "2026-01-05T00:00:00Z"})

    def guest(_party: Party, bodies: list[EventBody]) -> list[list[Fault]]:
        return [[Fault("$", "never", "never")] for _body in bodies]

    with event_checks.register_temporarily(guest):  # type: ignore[arg-type]
        kept = keep([event(), declared], party)

    assert [one.is_error_declaration for one in kept] == [False, True]


def test_guests_hear_of_new_events_once_in_order_and_of_who_acts() -> None:
    member = make_user()
    party = make_cooperative(member)
    heard: list[tuple[list[int], bool, dict[str, str]]] = []

    def guest(new: list[Event], capturing: Capturing) -> None:
        numbers = [one.body["stt:number"] for one in new]
        heard.append((numbers, capturing.is_party_itself, dict(capturing.signatures)))

    with events_captured.register_temporarily(guest):  # type: ignore[arg-type]
        capture_events(
            bodies=events(3), party=party, actor=Actor(user=member), signatures={"urn:x:1": "sig"}
        )
        capture_events(bodies=events(4), party=party, actor=Actor(user=make_user("+84900000009")))

    assert heard == [([0, 1, 2], True, {"urn:x:1": "sig"}), ([3], False, {})]


def test_a_key_of_the_party_acts_for_it_and_no_other_key() -> None:
    ours, theirs = make_cooperative(), make_household()

    assert Actor(key_id=1, party=ours).acts_for(ours)
    assert not Actor(key_id=1, party=theirs).acts_for(ours)
    assert not Actor().acts_for(ours)
    assert not Actor(party=ours).is_party_itself


def test_a_batch_leaves_one_audit_row() -> None:
    party = make_cooperative()
    before = AuditRow.objects.count()

    capture_events(bodies=events(3), party=party, actor=Actor(key_id=7, party=party))

    (row,) = AuditRow.objects.order_by("pk")[before:]
    assert (row.action, row.details["count"], row.details["key"]) == ("events.captured", 3, 7)


def test_a_bigger_batch_asks_no_more_questions() -> None:
    party = make_cooperative()

    def asked(bodies: list[EventBody]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as told:
            capture_events(bodies=bodies, party=party, actor=Actor(party=party))
        return len(told)

    asked(events(2))  # the party's key is made with its first event

    assert asked(events(8)[2:4]) == asked(events(40)[20:40])


def test_what_a_database_cannot_keep_is_a_fault() -> None:
    deep: EventBody = {}
    for _level in range(500):
        deep = {"stt:in": deep}

    for body in (
        event_with({"stt:note": "a\0b"}),
        event_with({"stt:note": "\ud800"}),
        event() | deep,
    ):
        with pytest.raises(InvalidEventError):
            capture(body=body, party=make_household())

    assert Event.objects.count() == 0


def test_facts_are_kept_for_queries() -> None:
    keep([event(ilmd={"stt:variety": "ST25"})], make_cooperative())

    assert EventFact.objects.filter(text="ST25").count() == 1
    assert EventElement.objects.filter(uri=LOT).count() == 1


def test_the_schema_of_the_operator_runs_too(tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text('{"properties": {"bizStep": {"const": "storing"}}}')

    with (
        override_settings(EPCIS_JSON_SCHEMA=str(schema)),
        pytest.raises(InvalidEventError) as refusal,
    ):
        keep([event()], make_cooperative())

    assert [(at, fault.path, fault.code) for at, fault in refusal.value.found] == [
        (0, "$.bizStep", "json_schema")
    ]
