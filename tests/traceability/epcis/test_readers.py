"""Each reader has one row for each event it may see, and the row says what the event says."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from tests.factories.epcis import event, event_with
from tests.factories.traceability import make_lot
from tests.traceability.epcis.test_queries import BUYER, SELLER
from traceability.epcis.actions import capture
from traceability.epcis.actor import Actor
from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.core.elements import place_uri
from traceability.epcis.corrections import declare_wrong
from traceability.epcis.models import Event, EventFact, VisibleEvent
from traceability.epcis.readers import COPIED, PUBLIC, TRADE_STEPS, reader_of
from traceability.epcis.rest.visible import views_of_party
from traceability.gs1.digital_link import build
from traceability.gs1.element_string import Element
from traceability.lots.models import Lot, LotEvent
from traceability.models import Party

pytestmark = pytest.mark.django_db

Said = set[tuple[object, ...]]


def shipping(**fields: Json) -> EventBody:
    body: EventBody = {
        "action": "OBSERVE",
        "bizStep": "shipping",
        "disposition": "in_transit",
        "readPoint": {"id": "https://id.gs1.org/414/9520600090016/254/KHO"},
        "bizLocation": {"id": "https://id.gs1.org/414/9520600090016"},
        "sourceList": [{"type": "owning_party", "source": SELLER}],
        "destinationList": [
            {"type": "owning_party", "destination": BUYER},
            {"type": "possessing_party", "destination": BUYER},
            {"type": "location", "destination": "https://id.gs1.org/414/9520600090047"},
        ],
    }
    return event_with(body | fields)


def diary() -> Lot:
    """Keep events of every sort: own, naming others, public, trade, wrong and corrected."""
    lot = make_lot()
    party = lot.item.party
    sent = capture(body=shipping(), party=party).event
    lot.events.add(sent)
    wrong = capture(body=shipping(eventTime="2026-01-05T12:00:00+07:00"), party=party).event
    right = shipping(
        eventTime="2026-01-05T13:00:00+07:00",
        destinationList=[{"type": "owning_party", "destination": "urn:x:somebody"}],
    )
    declare_wrong(event=wrong, corrective_bodies=[right], actor=Actor(party=party))
    capture(body=event(sourceList=[{"type": "location", "source": SELLER}]), party=party)
    return lot


def said_by_events() -> Said:
    """Return what rows should say, read from events, facts and links one by one."""
    said: Said = set()
    for one in Event.objects.all():
        told = EventFact.objects.filter(
            event=one, name__regex=r"^(source|destination)\.(owning|possessing)_party$"
        )
        readers: set[int | None] = {one.party_id, *(reader_of(fact.text) for fact in told)}
        is_told = LotEvent.objects.filter(event=one).exists()
        readers |= {PUBLIC} if is_told and one.biz_step not in TRADE_STEPS else set()
        copied = [getattr(one, name) for name in COPIED]
        said |= {(reader, one.pk, *copied) for reader in readers if reader is not None}
    return said


def said_by_rows() -> Said:
    rows = list(VisibleEvent.objects.values_list("reader", "event_id", *COPIED))
    assert len(rows) == len(set(rows))
    return set(rows)


def seen_by(party: Party) -> set[int]:
    return {row.event_id for view in views_of_party(party) for row in view}


def test_rows_say_what_events_say_after_capture_and_correction() -> None:
    diary()

    assert said_by_rows() == said_by_events()
    assert {row[0] for row in said_by_rows()} >= {PUBLIC, -9520600090016, -9520600090030}


def test_the_migrations_write_what_capture_writes() -> None:
    diary()
    captured = said_by_rows()
    connection.check_constraints()  # else PostgreSQL still has something to do with these rows
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM epcis_visibleevent" if _is_sqlite() else "TRUNCATE epcis_visibleevent"
        )
    assert said_by_rows() == set()

    editor = SimpleNamespace(connection=connection)
    for path, name in (
        ("traceability.epcis.migrations.0007_visible_events", "FillVisible"),
        ("traceability.lots.migrations.0004_public_events", "FillPublic"),
    ):
        getattr(import_module(path), name)().database_forwards("", editor, None, None)

    assert said_by_rows() == captured


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def test_a_party_sees_its_own_events_those_that_name_it_and_public_ones() -> None:
    lot = diary()
    buyer = Party.objects.create(kind="company", name="A buyer", gln="9520600090030")
    stranger = Party.objects.create(kind="company", name="A stranger")
    public = set(lot.events.exclude(biz_step__in=TRADE_STEPS).values_list("pk", flat=True))
    texts = [build([Element("417", "9520600090030")]), place_uri("9520600090030")]
    naming = set(EventFact.objects.filter(text__in=texts).values_list("event_id", flat=True))

    assert public
    assert naming
    assert seen_by(lot.item.party) == set(Event.objects.values_list("pk", flat=True))
    assert seen_by(buyer) == public | naming
    assert seen_by(stranger) == public


def test_a_party_that_gets_its_number_later_sees_what_named_it_before() -> None:
    diary()
    late = Party.objects.create(kind="company", name="A buyer")
    before = seen_by(late)

    late.gln = "9520600090030"
    late.save()

    assert len(seen_by(late) - before) == 3


def test_a_party_that_nobody_has_checked_sees_nothing_by_the_number_it_gave_itself() -> None:
    lot = diary()
    public = set(lot.events.exclude(biz_step__in=TRADE_STEPS).values_list("pk", flat=True))
    pretender = Party.objects.create(
        kind="company", name="A stranger", gln="9520600090030", is_declared=True
    )

    assert seen_by(pretender) == public

    pretender.is_declared = False
    pretender.save()

    assert seen_by(pretender) > public


def test_an_event_of_two_lots_is_public_once() -> None:
    lot = make_lot()
    told = lot.events.order_by("pk")[0]
    other = Lot.objects.create(item=lot.item, code="L-OTHER")

    LotEvent.objects.create(lot=other, event=told)

    assert VisibleEvent.objects.filter(reader=PUBLIC, event=told).count() == 1
    assert said_by_rows() == said_by_events()


@pytest.mark.parametrize(
    ("uri", "reader"),
    [
        ("https://id.gs1.org/417/9520600090030", -9520600090030),
        ("https://id.gs1.org/414/9520600090030", -9520600090030),
        ("https://id.gs1.org/417/0614141000012", -614141000012),
        ("https://id.gs1.org/414/9520600090030/254/KHO", None),
        ("https://id.gs1.org/01/09520600090030", None),
        ("urn:x:somebody", None),
    ],
)
def test_only_a_number_alone_names_a_reader(uri: str, reader: int | None) -> None:
    assert reader_of(uri) == reader
