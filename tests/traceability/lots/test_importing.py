import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories.traceability import make_cooperative, make_item, make_place
from traceability.epcis.models import Event, VocabularyElement
from traceability.errors import InvalidDocumentError
from traceability.lots.actions import import_document
from traceability.lots.models import Lot, Serial
from traceability.lots.queries import lot_summary
from traceability.models import Party

pytestmark = pytest.mark.django_db

CHAINS = Path(__file__).parents[2] / "vectors" / "epcis"
RICE = CHAINS / "chain_rice_st25.jsonld"
SHRIMP = CHAINS / "chain_shrimp_gdst.jsonld"


@pytest.fixture
def party() -> Party:
    return make_cooperative()


def test_the_rice_chain_becomes_a_lot_with_its_whole_story(party: Party) -> None:
    make_item(party)
    make_place(
        party, name="Thửa 12", locality="Hòa Tú", gln="9520600010014", gln_extension="THUA-12"
    )

    done = import_document(text=RICE.read_bytes(), party=party)

    (lot,) = done.lots
    assert (done.events, done.new_events) == (10, 10)
    assert (lot.code, lot.quantity) == ("GAO-ST25-2511-031", 2)
    assert (lot.harvested_on, lot.packed_on, lot.best_before) == (
        date(2025, 11, 20),
        date(2025, 11, 25),
        date(2026, 11, 25),
    )
    rows = lot_summary(lot, "vi").timeline
    assert [row.step for row in reversed(rows)] == [
        "harvest",
        "ship",
        "receive",
        "mill",
        "pack",
        "pack",
        "ship",
        "receive",
        "sell",
    ]
    assert rows[-1].facts == "20/11/2025 · 6,2 tấn · Thửa 12"
    assert sorted(Serial.objects.values_list("serial", "status")) == [
        ("4H8TR2NVCD", "active"),
        ("7K3QZ9XWPM", "active"),
    ]


def test_the_shrimp_chain_becomes_a_lot_weighed_in_packs(party: Party) -> None:
    make_item(party, gtin14="09520600012391", names={"vi": "Tôm sú HLSO"}, net_weight_grams=500)

    (lot,) = import_document(text=SHRIMP.read_bytes(), party=party).lots

    assert (lot.code, lot.quantity) == ("HLSO-2506-07", 5380)
    assert lot.harvested_on == date(2025, 6, 10)
    steps = [row.step for row in reversed(lot_summary(lot, "vi").timeline)]
    assert steps == [
        "hatch",
        "ship",
        "receive",
        "catch",
        "ship",
        "receive",
        "process",
        "pack",
        "ship",
    ]


def test_importing_twice_is_importing_once(party: Party) -> None:
    make_item(party)
    import_document(text=RICE.read_bytes(), party=party)

    again = import_document(text=RICE.read_bytes(), party=party)

    assert again.new_events == 0
    assert (Event.objects.count(), Lot.objects.count(), Serial.objects.count()) == (10, 1, 2)


def test_imported_packs_have_a_page(party: Party, client: Client) -> None:
    make_item(party)
    import_document(text=RICE.read_bytes(), party=party)

    response = client.get("/01/09520600012353/21/7K3QZ9XWPM", headers={"accept": "text/html"})

    assert response.status_code == 200
    assert "Gạo ST25" in response.content.decode()


def test_goods_of_nobody_keep_their_events_and_are_named(party: Party) -> None:
    done = import_document(text=RICE.read_bytes(), party=party)

    assert done.lots == []
    assert "09520600012353" in done.unknown_gtins
    assert Event.objects.count() == 10


def test_a_faulty_document_leaves_nothing(party: Party) -> None:
    make_item(party)
    chain = json.loads(RICE.read_text())
    chain["epcisBody"]["eventList"][4]["ilmd"]["cbvmda:itemExpirationDate"] = "2025-01-01"

    with pytest.raises(InvalidDocumentError):
        import_document(text=json.dumps(chain), party=party)
    with pytest.raises(InvalidDocumentError):
        import_document(text="{}", party=party)

    assert (Event.objects.count(), Lot.objects.count()) == (0, 0)


def test_the_command_imports_and_exports(
    party: Party, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    make_item(party)
    call_command("origin", "import", str(RICE), "--party", party.gln)
    told = capsys.readouterr()
    lot = Lot.objects.get()
    assert f"10 events, 10 of them new\nlot GAO-ST25-2511-031: /q/{lot.link_code}" in told.out
    assert "GTIN 09520600012315 is no trade item" in told.err

    call_command("origin", "export", lot.link_code)

    exported = json.loads(capsys.readouterr().out)
    assert len(exported["epcisBody"]["eventList"]) == 10
    call_command("origin", "refresh")
    assert "1 lots prepared" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "nowhere.json", "--party", "9520600090016"],
        ["import", str(RICE), "--party", "nobody"],
        ["export", "XXXXXXXX"],
    ],
)
def test_the_command_says_what_is_wrong(party: Party, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("origin", *arguments)


def test_what_is_declared_wrong_opens_no_lot() -> None:
    chain = json.loads((CHAINS / "chain_rice_st25.jsonld").read_text())
    events = chain["epcisBody"]["eventList"]
    wrong = {**events[4], "errorDeclaration": {"declarationTime": "2025-12-01T00:00:00Z"}}
    chain["epcisBody"]["eventList"] = [*events, wrong]
    item = make_item()

    done = import_document(text=json.dumps(chain), party=item.party)

    assert (done.events, list(done.lots)) == (11, [])
    assert Event.objects.count() == 11
    assert Event.objects.valid().count() == 9


def test_master_data_of_a_document_are_kept() -> None:
    chain = json.loads((CHAINS / "chain_rice_st25.jsonld").read_text())
    place = {"id": "urn:epc:id:sgln:9520600.01001.0", "attributes": []}
    vocabulary = {
        "type": "urn:epcglobal:epcis:vtype:BusinessLocation",
        "vocabularyElementList": [place],
    }
    chain["epcisHeader"] = {"epcisMasterData": {"vocabularyList": [vocabulary]}}

    import_document(text=json.dumps(chain), party=make_item().party)

    assert VocabularyElement.objects.get().uri == "https://id.gs1.org/414/9520600010014"
