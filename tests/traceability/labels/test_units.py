"""Cases and pallets: numbered, packed, moved, emptied; each change an event."""

import re
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.base.accounts.models import User
from tests.factories.traceability import (
    make_cooperative,
    make_household,
    make_item,
    make_lot,
    make_serials,
    make_user,
)
from traceability.epcis.models import Event
from traceability.gs1 import keys
from traceability.labels import unit_actions
from traceability.labels.core.unit_label import unit_labels_pdf
from traceability.labels.errors import (
    NoSsccLeftError,
    NotInUnitError,
    NotPackableError,
    PackedElsewhereError,
    PrefixNotOursError,
    UnitEmptiedError,
)
from traceability.labels.models import LogisticUnit, UnitPack
from traceability.labels.unit_actions import (
    empty,
    fill_cases,
    move_packs,
    new_units,
    pack,
    set_prefix,
    stack,
    unpack,
    unstack,
)
from traceability.labels.unit_queries import scanned, summary_of, unit_summary
from traceability.labels.unit_words import label_of_unit
from traceability.labels.units import unit_element, unit_url
from traceability.lots.actions import void_range
from traceability.lots.identity import pack_element, scan_url
from traceability.lots.models import Lot

pytestmark = pytest.mark.django_db

PREFIX = "9520600"


@pytest.fixture
def member() -> User:
    return make_user()


@pytest.fixture
def lot(member: User) -> Lot:
    return make_lot(make_item(make_cooperative(member)))


def events() -> list[tuple[str, str, str, int]]:
    """Action, step, parent and number of children of every aggregation, in order."""
    found = Event.objects.filter(event_type="AggregationEvent").order_by("pk")
    return [
        (one.body["action"], one.body["bizStep"], one.body["parentID"], len(one.body["childEPCs"]))
        for one in found
    ]


def test_numbers_come_from_the_partys_prefix_one_after_the_other(lot: Lot) -> None:
    set_prefix(party=lot.party, prefix=PREFIX, extension=3)

    units = new_units(party=lot.party, kind="case", count=3)

    assert [unit.sscc for unit in units] == [
        keys.new_sscc(company_prefix=PREFIX, serial_reference=number, extension=3)
        for number in (1, 2, 3)
    ]
    assert keys.sscc(units[0].sscc) == units[0].sscc
    assert unit_element(units[0]) == f"https://id.gs1.org/00/{units[0].sscc}"
    assert unit_url(units[0]) == f"http://127.0.0.1:8000/00/{units[0].sscc}"


def test_a_party_without_a_prefix_gets_codes_of_ours() -> None:
    (unit,) = new_units(party=make_household(), kind="pallet")

    assert unit.sscc == ""
    assert unit_url(unit) == f"http://127.0.0.1:8000/q/{unit.code}"
    assert unit_summary(unit.code) is not None


def test_a_prefix_that_is_not_in_the_partys_gln_is_refused(lot: Lot) -> None:
    with pytest.raises(PrefixNotOursError):
        set_prefix(party=lot.party, prefix="8931234")


def test_changing_the_extension_does_not_begin_the_numbers_anew(lot: Lot) -> None:
    set_prefix(party=lot.party, prefix=PREFIX)
    (first,) = new_units(party=lot.party, kind="case")
    set_prefix(party=lot.party, prefix=PREFIX, extension=0)

    (second,) = new_units(party=lot.party, kind="case")

    assert first.sscc != second.sscc


def test_at_the_end_of_the_digits_the_extension_rises_and_old_numbers_rest(
    lot: Lot, settings: pytest.FixtureRequest
) -> None:
    long = "952060009001"  # leaves four digits
    series = set_prefix(party=lot.party, prefix=long, extension=9)
    series.next_reference = 9999
    series.save()
    old, again = new_units(party=lot.party, kind="case", count=2)
    assert old.sscc.startswith("9" + long + "9999")
    assert again.sscc.startswith("0" + long + "0000")

    empty(unit=old)
    series.refresh_from_db()
    series.extension, series.next_reference = 9, 9999
    series.save()
    (skipping,) = new_units(party=lot.party, kind="case")
    assert skipping.sscc.startswith("0" + long + "0001")

    LogisticUnit.objects.filter(pk=old.pk).update(emptied_at=timezone.now() - timedelta(days=400))
    series.refresh_from_db()
    series.extension, series.next_reference = 9, 9999
    series.save()
    (reused,) = new_units(party=lot.party, kind="case")
    assert reused.sscc == old.sscc
    summary = unit_summary(old.sscc)
    assert summary
    assert summary.unit == reused


def test_when_every_number_is_taken_that_is_told(lot: Lot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_actions, "_SKIPPED_AT_MOST", 3)
    series = set_prefix(party=lot.party, prefix=PREFIX)
    new_units(party=lot.party, kind="case", count=3)
    series.next_reference = 1
    series.save()

    with pytest.raises(NoSsccLeftError):
        new_units(party=lot.party, kind="case")


def test_packing_is_an_aggregation_event_that_names_each_pack(lot: Lot, member: User) -> None:
    (case,) = new_units(party=lot.party, kind="case")
    serials = make_serials(lot, 3)

    assert pack(unit=case, serials=serials[:2], acting_user=member) == 2
    assert pack(unit=case, serials=serials, acting_user=member) == 1

    assert events() == [
        ("ADD", "packing", unit_element(case), 2),
        ("ADD", "packing", unit_element(case), 1),
    ]
    first = Event.objects.filter(event_type="AggregationEvent").order_by("pk")[0]
    assert first.body["childEPCs"] == [pack_element(one, lot.item.gtin14) for one in serials[:2]]
    assert first.party == lot.party


def test_a_pack_in_two_cases_is_refused_and_can_be_moved(lot: Lot) -> None:
    one, two = new_units(party=lot.party, kind="case", count=2)
    (serial,) = make_serials(lot, 1)
    pack(unit=one, serials=[serial])

    with pytest.raises(PackedElsewhereError) as refusal:
        pack(unit=two, serials=[serial])
    assert refusal.value.details == {"what": serial.code, "unit": str(one)}

    move_packs(serials=[serial], to=two)

    assert [row[:3] for row in events()] == [
        ("ADD", "packing", unit_element(one)),
        ("DELETE", "unpacking", unit_element(one)),
        ("ADD", "packing", unit_element(two)),
    ]


def test_the_database_too_refuses_a_pack_in_two_cases(lot: Lot) -> None:
    one, two = new_units(party=lot.party, kind="case", count=2)
    (serial,) = make_serials(lot, 1)
    UnitPack.objects.create(unit=one, serial=serial)

    with pytest.raises(IntegrityError), transaction.atomic():
        UnitPack.objects.create(unit=two, serial=serial)


def test_void_labels_and_other_peoples_packs_are_not_packed(lot: Lot) -> None:
    (case,) = new_units(party=lot.party, kind="case")
    serials = make_serials(lot, 2)
    void_range(run=serials[0].run, first=1, last=1, reason="Tem rách")
    foreign = make_serials(make_lot(make_item(make_household(), gtin14=None)), 1)

    for wrong in (serials, foreign):
        with pytest.raises(NotPackableError):
            pack(unit=case, serials=wrong)
    assert events() == []


def test_what_is_not_inside_cannot_be_taken_out(lot: Lot) -> None:
    case, pallet = (
        *new_units(party=lot.party, kind="case"),
        *new_units(party=lot.party, kind="pallet"),
    )

    with pytest.raises(NotInUnitError):
        unpack(unit=case, serials=make_serials(lot, 1))
    with pytest.raises(NotInUnitError):
        unstack(case=case)
    with pytest.raises(NotPackableError):
        stack(pallet=case, cases=[pallet])


def test_a_range_fills_cases_and_cases_a_pallet(lot: Lot) -> None:
    cases = fill_cases(serials=make_serials(lot, 25), per_case=10)
    (pallet,) = new_units(party=lot.party, kind="pallet")
    stack(pallet=pallet, cases=cases)

    assert [summary_of(case).packs for case in cases] == [10, 10, 5]
    summary = summary_of(pallet)
    assert (summary.packs, summary.cases, summary.lots[0].lot) == (25, 3, lot)
    assert [row[3] for row in events()] == [10, 10, 5, 3]


def test_a_case_moves_between_pallets_only_when_told_to(lot: Lot) -> None:
    (case,) = new_units(party=lot.party, kind="case")
    one, two = new_units(party=lot.party, kind="pallet", count=2)
    stack(pallet=one, cases=[case])

    with pytest.raises(PackedElsewhereError):
        stack(pallet=two, cases=[case])
    stack(pallet=two, cases=[case], may_move=True)

    case.refresh_from_db()
    assert case.parent == two
    assert [row[0] for row in events()] == ["ADD", "DELETE", "ADD"]


def test_emptying_takes_everything_out_for_good(lot: Lot) -> None:
    (case,) = fill_cases(serials=make_serials(lot, 4), per_case=4)
    (pallet,) = new_units(party=lot.party, kind="pallet")
    stack(pallet=pallet, cases=[case])

    empty(unit=case)

    case.refresh_from_db()
    summary = summary_of(case)
    assert (case.parent, summary.packs, summary.is_emptied) == (None, 0, True)
    assert [row[0] for row in events()] == ["ADD", "ADD", "DELETE", "DELETE"]
    with pytest.raises(UnitEmptiedError):
        pack(unit=case, serials=make_serials(lot, 1))


def test_scans_name_packs_and_units_however_they_are_written(lot: Lot) -> None:
    set_prefix(party=lot.party, prefix=PREFIX)
    (case,) = new_units(party=lot.party, kind="case")
    one, two = make_serials(lot, 2)
    lines = [
        scan_url(one),
        f" {two.code.lower()} ",
        f"00{case.sscc}",
        f"(00){case.sscc}",
        f"https://x.example/00/{case.sscc}?s=1",
        case.code,
        "XXXX",
        "",
    ]

    found = scanned(lot.party, lines)

    assert [serial.pk for serial in found.serials] == [one.pk, two.pk]
    assert {unit.pk for unit in found.units} == {case.pk}
    assert list(found.unknown) == ["XXXX"]
    assert scanned(make_household(), [one.code]).unknown == [one.code]


def test_the_label_carries_bars_code_and_contents(lot: Lot) -> None:
    set_prefix(party=lot.party, prefix=PREFIX)
    (case,) = fill_cases(serials=make_serials(lot, 12), per_case=12)

    pdf = unit_labels_pdf([label_of_unit(case)], made_at=case.created_at)

    page = pypdfium2.PdfDocument(pdf)[0]
    size = tuple(round(side * 25.4 / 72) for side in page.get_size())
    image = page.render(scale=300 / 72).to_pil()
    read = {code.symbology_identifier: code for code in zxingcpp.read_barcodes(image)}
    words = " ".join(page.get_textpage().get_text_range().split())
    assert size == (105, 148)
    assert read["]C1"].text == f"(00){case.sscc}"
    assert read["]Q1"].text == unit_url(case)
    assert read["]Q1"].ec_level == "Q"
    bars = read["]C1"].position
    width_mm = (bars.top_right.x - bars.top_left.x) * 25.4 / 300
    assert width_mm / 156 >= 0.495 - 0.002
    assert (bars.bottom_left.y - bars.top_left.y) * 25.4 / 300 >= 31
    for fact in (
        "HTX Rạch Gò",
        "12 gói",
        "Lô ST25-2601-A3",
        "HSD 11/09/2099",
        "GTIN 9520600012353",
    ):
        assert fact in words
    assert pdf == unit_labels_pdf([label_of_unit(case)], made_at=case.created_at)


# -- pages ---------------------------------------------------------------------------------------


def text(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def inside(client: Client, member: User, lot: Lot) -> Client:
    client.force_login(member)
    return client


def test_cases_are_filled_from_a_range_on_the_page(inside: Client, lot: Lot) -> None:
    make_serials(lot, 8)
    sent = {"fill-lot": lot.pk, "fill-first": "1", "fill-last": "8", "fill-per_case": "4"}

    response = inside.post("/ban/thung/dong/", sent, follow=True)

    assert "Đã làm 2 cái." in text(response)
    assert text(response).count("4 túi") == 2


def test_packs_are_scanned_in_out_and_over(inside: Client, lot: Lot) -> None:
    one, two = new_units(party=lot.party, kind="case", count=2)
    serials = make_serials(lot, 3)
    lines = "\r\n".join(scan_url(serial) for serial in serials)

    put = inside.post(f"/ban/thung/{one.code}/quet/", {"scans": lines, "do": "in"}, follow=True)
    taken = inside.post(
        f"/ban/thung/{one.code}/quet/", {"scans": serials[0].code, "do": "out"}, follow=True
    )
    refused = inside.post(f"/ban/thung/{two.code}/quet/", {"scans": lines, "do": "in"})
    moved = inside.post(f"/ban/thung/{two.code}/quet/", {"scans": lines, "do": "move"}, follow=True)

    assert "Đã xếp vào 3." in text(put)
    assert "Đã lấy ra 1." in text(taken)
    assert refused.status_code == 422
    assert f"đang ở {one}" in text(refused)
    assert serials[1].code in text(refused)  # what was typed stays
    assert "Đã xếp vào 3." in text(moved)
    assert (summary_of(one).packs, summary_of(two).packs) == (0, 3)


def test_an_unknown_scan_is_named_and_changes_nothing(inside: Client, lot: Lot) -> None:
    (case,) = new_units(party=lot.party, kind="case")
    lines = f"{make_serials(lot, 1)[0].code}\nXXXX"

    response = inside.post(f"/ban/thung/{case.code}/quet/", {"scans": lines})

    assert response.status_code == 422
    assert "Không thấy: XXXX." in text(response)
    assert summary_of(case).packs == 0


def test_the_prefix_is_set_and_a_wrong_one_told(inside: Client, lot: Lot) -> None:
    sent = {"gs1-party": lot.party.pk, "gs1-extension": "1"}

    wrong = inside.post("/ban/thung/gs1/", sent | {"gs1-gs1_prefix": "893123"})
    inside.post("/ban/thung/gs1/", sent | {"gs1-gs1_prefix": PREFIX})
    inside.post(
        "/ban/thung/moi/", {"new-party": lot.party.pk, "new-kind": "pallet", "new-count": "1"}
    )

    assert wrong.status_code == 422
    assert "không phải phần đầu GLN" in text(wrong)
    assert LogisticUnit.objects.get().sscc.startswith("1" + PREFIX)


def test_strangers_see_no_unit(client: Client, lot: Lot) -> None:
    (case,) = new_units(party=lot.party, kind="case")
    stranger = make_user("+84900000002")
    make_household(stranger)
    client.force_login(stranger)

    for address in (f"/ban/thung/{case.code}/", f"/ban/thung/{case.code}/tem.pdf"):
        assert client.get(address).status_code == 404
    assert client.post(f"/ban/thung/{case.code}/bo/").status_code == 404
    assert str(case) not in text(client.get("/ban/thung/"))


def test_the_label_is_handed_out_as_pdf(inside: Client, lot: Lot) -> None:
    (case,) = new_units(party=lot.party, kind="case")

    response = inside.get(f"/ban/thung/{case.code}/tem.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="thung-{case}.pdf"'


def test_the_pages_ask_as_often_for_ten_as_for_one(inside: Client, lot: Lot) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert inside.get(address).status_code == 200
        return len(captured)

    (case,) = fill_cases(serials=make_serials(lot, 1), per_case=1)
    addresses = ("/ban/thung/", f"/ban/thung/{case.code}/")
    for address in addresses:
        inside.get(address)
    once = [queries(address) for address in addresses]
    fill_cases(serials=make_serials(lot, 9), per_case=1)
    pack(unit=case, serials=make_serials(lot, 9))

    assert [queries(address) for address in addresses] == once
