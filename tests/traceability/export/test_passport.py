"""The passport of a lot: JSON, PDF, EPCIS, GDST; who gets it and that it repeats."""

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.base.accounts.models import User
from tests.factories.traceability import (
    make_cooperative,
    make_household,
    make_item,
    make_lot,
    make_place,
    make_plain_lot,
    make_serials,
    make_user,
)
from traceability.epcis.core.document import read
from traceability.export.document import epcis_document
from traceability.export.passport import passport
from traceability.export.printing import printed_passport
from traceability.export.story import events_of_story
from traceability.labels.unit_actions import fill_cases, new_units, stack
from traceability.lots.actions import record_event
from traceability.lots.identity import lot_url
from traceability.lots.models import Lot
from traceability.lots.recording import StepEntry, noon
from traceability.rules.models import Certificate, CertificateState

pytestmark = pytest.mark.django_db

MADE = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)


@pytest.fixture
def member() -> User:
    return make_user()


@pytest.fixture
def lot(member: User) -> Lot:
    """Rice grown, milled and packed, with a certificate that ran out since."""
    party = make_cooperative(member)
    lot = make_lot(make_item(party, picture="art/st25.svg"))
    field = make_place(party)
    for step, day, amount in (("harvest", 4, 16000), ("mill", 8, 7400)):
        entry = StepEntry(
            step=step,
            happened_at=noon(date(2026, 1, day)),
            place=field,
            quantity=Decimal(amount),
            note=f"bước {step}",
        )
        record_event(lot=lot, entry=entry)
    Certificate.objects.create(
        party=party,
        scheme="vietgap",
        number="VG-1",
        issuer="An authority",
        valid_from=date(2025, 1, 1),
        valid_to=date(2026, 2, 1),
        state=CertificateState.CONFIRMED,
    )
    return lot


def told(lot: Lot, language: str = "vi") -> dict[str, Any]:
    """The passport as a reader of the file gets it."""
    found: dict[str, Any] = json.loads(json.dumps(passport(lot, made_at=MADE, language=language)))
    return found


def test_the_passport_has_every_field_of_both_articles(lot: Lot) -> None:
    legal = {(one["rule"]): one for one in told(lot)["legal"]}

    assert legal["circular.name"]["value"] == "Gạo ST25 lúa–tôm, Túi 5 kg"
    assert legal["circular.picture"]["value"] == "art/st25.svg"
    assert legal["circular.time"]["value"] == "11/01/2026"
    assert legal["circular.shelf_life"]["value"] == "11/09/2099"
    assert legal["decree.gtin"]["value"] == "9520600012353"
    assert legal["decree.identifier"]["value"] == "GLN 9520600090016"
    assert legal["decree.origin"]["value"] == "Xã Hòa Tú, Sóc Trăng"
    assert legal["decree.trace"]["value"] == lot_url(lot)
    assert "VG-1" in legal["decree.certificate"]["value"]
    assert legal["circular.address"]["value"] == ""
    articles = {one["article"] for one in legal.values()}
    assert articles == {"Circular 02/2024/TT-BKHCN, Art. 7(5)", "Decree 37/2026/NĐ-CP, Art. 32"}


def test_what_is_missing_is_named_with_its_article(lot: Lot) -> None:
    missing = {one["rule"]: one for one in told(lot)["missing"]}

    assert missing["circular.address"]["blocks"] is True
    assert missing["circular.address"]["article"] == "Circular 02/2024/TT-BKHCN, Art. 7(5)"
    assert "decree.gtin" not in missing
    assert not [rule for rule in missing if rule.startswith("gdst")]


def test_the_passport_holds_codes_certificates_proof_and_the_epcis_document(lot: Lot) -> None:
    found = told(lot)

    assert {(one["type"], one["value"]) for one in found["codes"]} == {
        ("product", "09520600012353"),
        ("lot", "ST25-2601-A3"),
        ("trace", lot_url(lot)),
        ("party", "9520600090016"),
    }
    assert {one["standard"] for one in found["codes"]} == {"TCVN 13274:2020"}
    (paper,) = found["certificates"]
    assert (paper["number"], paper["isOver"], paper["heldWhenMade"]) == ("VG-1", True, True)
    assert found["proof"]["events"] == len(found["events"]) >= 4
    assert found["proof"]["bundle"].endswith(f"/log/lot/{lot.link_code}.json")
    assert len(found["epcisDocument"]["epcisBody"]["eventList"]) == len(found["events"])


def test_the_same_lot_makes_the_same_passport_and_the_same_pdf(lot: Lot) -> None:
    first, second = told(lot), told(Lot.objects.get(pk=lot.pk))
    later = json.loads(
        json.dumps(passport(lot, made_at=datetime(2027, 1, 1, tzinfo=UTC), language="vi"))
    )

    assert first == second
    assert {key for key in first if first[key] != later[key]} == {"created", "epcisDocument"}
    assert first["epcisDocument"]["epcisBody"] == later["epcisDocument"]["epcisBody"]
    pdfs = {printed_passport(lot, made_at=MADE, language="vi") for _time in range(2)}
    assert len(pdfs) == 1


def test_the_epcis_document_is_valid_and_tells_of_places_and_parties(lot: Lot) -> None:
    document = json.loads(json.dumps(epcis_document(lot, events_of_story(lot), MADE)))

    assert len(read(json.dumps(document))) == len(events_of_story(lot))
    lists = document["epcisHeader"]["epcisMasterData"]["vocabularyList"]
    kinds = {one["type"].rpartition(":")[2]: one["vocabularyElementList"] for one in lists}
    assert set(kinds) == {"EPCClass", "Party", "Location"}
    names = {
        one["attribute"]
        for element in (*kinds["Party"], *kinds["Location"])
        for one in element["attributes"]
        if one["id"] == "cbvmda:name"
    }
    assert names == {"HTX Rạch Gò", "Ruộng A3"}


def test_the_story_has_cases_and_pallets_of_the_lots_packs(lot: Lot) -> None:
    before = len(events_of_story(lot))
    cases = fill_cases(serials=make_serials(lot, 4), per_case=2)
    (pallet,) = new_units(party=lot.party, kind="pallet")
    stack(pallet=pallet, cases=cases)

    story = events_of_story(lot)

    packings = [event for event in story if event.event_type == "AggregationEvent"]
    assert len(story) == before + 3
    assert len(packings) == 3
    assert [event.event_time for event in story] == sorted(event.event_time for event in story)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "vi",
            [
                "Hộ chiếu lô ST25-2601-A3",
                "Gạo ST25 lúa–tôm",
                "HTX Rạch Gò",
                "THIẾU",
                "Thông tư 02/2024/TT-BKHCN, Điều 7 khoản 5",
                "VG-1",
                "đã hết hạn, còn hiệu lực lúc làm ra",
                "Từ ruộng tới túi",
                "Bằng chứng",
            ],
        ),
        (
            "en",
            [
                "Passport of lot ST25-2601-A3",
                "ST25 rice, grown after shrimp",
                "MISSING",
                "over now, in force when made",
                "From field to pack",
                "Proof",
            ],
        ),
    ],
)
def test_the_pdf_tells_all_in_its_language(lot: Lot, language: str, words: list[str]) -> None:
    document = pypdfium2.PdfDocument(printed_passport(lot, made_at=MADE, language=language))

    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    for one in words:
        assert one in text
    (code,) = zxingcpp.read_barcodes(document[0].render(scale=200 / 72).to_pil())
    assert code.text == lot_url(lot)


def test_a_household_without_gs1_codes_gets_a_passport_too() -> None:
    lot = make_plain_lot()

    found = told(lot)

    assert {(one["type"], one["scheme"]) for one in found["codes"]} == {
        ("lot", "AI 10"),
        ("trace", "URI"),
    }
    assert {"decree.gtin", "decree.identifier"} <= {one["rule"] for one in found["missing"]}
    assert read(json.dumps(found["epcisDocument"]))
    assert printed_passport(lot, made_at=MADE, language="en").startswith(b"%PDF")


# -- downloads -----------------------------------------------------------------------------------

FILES = {
    "ho-chieu.json": ("application/json", "ho-chieu-ST25-2601-A3.json"),
    "ho-chieu.pdf": ("application/pdf", "ho-chieu-ST25-2601-A3.pdf"),
    "passport.pdf": ("application/pdf", "passport-ST25-2601-A3.pdf"),
    "epcis.jsonld": ("application/ld+json", "epcis-ST25-2601-A3.jsonld"),
    "gdst.json": ("application/json", "gdst-ST25-2601-A3.json"),
}


@pytest.mark.parametrize("name", FILES)
def test_each_file_comes_with_its_name_and_type(
    client: Client, member: User, lot: Lot, name: str
) -> None:
    client.force_login(member)

    response = client.get(f"/ban/lo/{lot.link_code}/xuat/{name}")

    media_type, file_name = FILES[name]
    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"] == f'attachment; filename="{file_name}"'
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["", *FILES, "cong/national_file/"])
def test_another_sellers_lot_is_not_found(client: Client, lot: Lot, name: str) -> None:
    stranger = make_user("+84900000002")
    make_household(stranger)
    client.force_login(stranger)
    address = f"/ban/lo/{lot.link_code}/xuat/{name}"

    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}


def test_the_gdst_file_lists_what_is_missing(client: Client, member: User) -> None:
    shrimp = make_item(make_cooperative(member), names={"vi": "Tôm sú", "en": "Black tiger shrimp"})
    lot = make_lot(shrimp, code="TS-1")
    entry = StepEntry(step="catch", happened_at=noon(date(2026, 1, 4)), quantity=Decimal(500))
    record_event(lot=lot, entry=entry)
    client.force_login(member)

    found = client.get(f"/ban/lo/{lot.link_code}/xuat/gdst.json").json()

    assert (found["standard"], found["isComplete"]) == ("GDST 1.2", False)
    assert {one["rule"] for one in found["gaps"]} >= {"gdst.productOwner"}
    assert found["epcisDocument"]["type"] == "EPCISDocument"


def test_the_lots_page_offers_the_files(client: Client, member: User, lot: Lot) -> None:
    client.force_login(member)

    html = client.get(f"/ban/lo/{lot.link_code}/").content.decode()

    assert "Hộ chiếu và hồ sơ" in html
    assert set(re.findall(r"/xuat/([\w.-]*)\"", html)) == {
        "",
        "ho-chieu.json",
        "ho-chieu.pdf",
        "passport.pdf",
        "epcis.jsonld",
    }


def test_ten_events_ask_the_database_as_often_as_one(
    client: Client, member: User, lot: Lot
) -> None:
    client.force_login(member)

    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/ban/lo/{lot.link_code}/xuat/{name}").status_code == 200
        return len(captured)

    names = ("", "ho-chieu.json", "epcis.jsonld")
    for name in names:
        queries(name)
    once = [queries(name) for name in names]
    for day in range(9):
        entry = StepEntry(
            step="dry", happened_at=noon(date(2026, 1, 5 + day % 3)), note=f"lần {day}"
        )
        record_event(lot=lot, entry=entry)

    assert [queries(name) for name in names] == once
