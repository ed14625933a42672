from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.traceability import (
    make_cooperative,
    make_item,
    make_lot,
    make_place,
    make_serials,
)
from traceability.epcis.actions import capture
from traceability.epcis.core import build
from traceability.epcis.core.build import About, EventBody, Json, When
from traceability.epcis.core.elements import Quantity
from traceability.epcis.core.terms import CONTEXT_URI
from traceability.epcis.models import Event
from traceability.genealogy.core.graph import KinKind
from traceability.genealogy.queries import backward, forward
from traceability.lots.actions import import_document, record_event
from traceability.lots.identity import lot_element, pack_element, stage_element
from traceability.lots.recording import StepEntry
from traceability.lots.steps import Stage
from traceability.models import Party

pytestmark = pytest.mark.django_db

CHAINS = Path(__file__).parents[2] / "vectors" / "epcis"
START = datetime(2026, 1, 5, tzinfo=UTC)
LOT = "https://id.gs1.org/01/09520600012353/10/GAO-ST25-2511-031"
PADDY = "https://id.gs1.org/01/09520600012315/10/LUA-ST25-2511-012"
RICE = "https://id.gs1.org/01/09520600012322/10/GAO-ST25-2511-031"
PACK = "https://id.gs1.org/01/09520600012353/21/7K3QZ9XWPM"
BOX = "https://id.gs1.org/00/095206000000000015"


def made(day: int, inputs: str, outputs: str, **more: Json) -> EventBody:
    body = build.transformation(
        About(when=When(time=START + timedelta(days=day))),
        [Quantity(f"urn:x:{name}", Decimal(1), "KGM") for name in inputs.split()],
        [Quantity(f"urn:x:{name}", Decimal(1), "KGM") for name in outputs.split()],
    )
    return {"@context": [CONTEXT_URI], **body, **more}


def keep(party: Party, *bodies: EventBody) -> list[Event]:
    return [capture(body=body, party=party).event for body in bodies]


@pytest.fixture
def chain() -> Party:
    party = make_cooperative()
    make_item(party)
    import_document(text=(CHAINS / "chain_rice_st25.jsonld").read_bytes(), party=party)
    return party


@pytest.mark.parametrize("start", [LOT, PACK, BOX])
def test_lot_pack_and_box_lead_back_to_the_field(chain: Party, start: str) -> None:
    graph = backward([start])

    assert {PADDY, RICE, start} <= set(graph.things)
    harvest = Event.objects.earliest("event_time")
    assert graph.in_order()[0].pk == harvest.pk
    assert not graph.is_cut


def test_the_field_leads_on_to_every_pack_and_its_box(chain: Party) -> None:
    graph = forward([PADDY])

    assert {PADDY, RICE, PACK, BOX} <= set(graph.things)
    assert len(graph.steps) == 10


def test_events_declared_wrong_count_for_nothing() -> None:
    party = make_cooperative()
    (wrong,) = keep(party, made(1, "bad", "rice"))
    keep(party, made(1, "good", "rice"))
    assert "urn:x:bad" in backward(["urn:x:rice"]).things

    declared: Json = {"declarationTime": "2026-02-01T00:00:00+00:00", "reason": "incorrect_data"}
    keep(party, {**wrong.body, "errorDeclaration": declared})

    assert set(backward(["urn:x:rice"]).things) == {"urn:x:rice", "urn:x:good"}


def test_milling_written_down_after_packing_joins_the_chain() -> None:
    party = make_cooperative()
    lot = make_lot(make_item(party), harvested_at=make_place(party))
    bulk, packs = stage_element(lot, Stage.BULK), lot_element(lot)
    assert bulk not in backward([packs]).things

    mill = StepEntry(
        step="mill", happened_at=datetime(2026, 1, 8, tzinfo=UTC), quantity=Decimal(4200)
    )
    event = record_event(lot=lot, entry=mill)

    graph = backward([packs])
    assert {bulk, stage_element(lot, Stage.RAW)} <= set(graph.things)
    assert event.pk in graph.steps
    assert KinKind.MADE_OF in {one.kind for one in graph.implied}
    assert packs in forward([bulk]).things


def test_a_pack_without_events_of_its_own_has_those_of_its_lot() -> None:
    lot = make_lot()
    (serial,) = make_serials(lot, 1)

    graph = backward([pack_element(serial, lot.item.gtin14)])

    assert lot_element(lot) in graph.things
    assert len(graph.steps) == 2


def test_queries_are_as_many_for_ten_fields_as_for_one() -> None:
    party = make_cooperative()
    counts = []
    for count in (1, 10):
        fields = [f"{count}field{number}" for number in range(count)]
        keep(party, *[made(1, f"seed{name}", name) for name in fields])
        keep(party, made(2, " ".join(fields), f"rice{count}"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            graph = backward([f"urn:x:rice{count}"])
        assert len(graph.things) == 1 + 2 * count
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_paddy_leads_back_to_the_crop_it_grew_as() -> None:
    party = make_cooperative()
    context: Json = [CONTEXT_URI, {"stt": f"{settings.PUBLIC_ORIGIN}/ns/"}]
    about = About(
        when=When(time=START + timedelta(days=1)), extensions={"stt:from": ["urn:x:crop"]}
    )
    harvest = build.harvest(about, Quantity("urn:x:paddy", Decimal(7800), "KGM"))
    keep(party, {"@context": context, **harvest}, made(2, "paddy", "rice"))

    assert "urn:x:crop" in backward(["urn:x:rice"]).things
    assert "urn:x:rice" in forward(["urn:x:crop"]).things


def test_events_of_one_transformation_are_one_making() -> None:
    party = make_cooperative()
    span = {"transformationID": "urn:uuid:0f1e2d3c-4b5a-4697-8899-aabbccddeeff"}
    keep(party, made(1, "paddy1", "", **span), made(2, "paddy2", "", **span))
    keep(party, made(3, "", "rice", **span))

    assert set(backward(["urn:x:rice"]).things) == {"urn:x:rice", "urn:x:paddy1", "urn:x:paddy2"}
    assert set(forward(["urn:x:paddy1"]).things) == {"urn:x:paddy1", "urn:x:rice"}
