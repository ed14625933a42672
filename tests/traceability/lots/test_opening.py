from datetime import date

import pytest
from django.core.exceptions import ValidationError

from marketplace.kernel.models import AuditRow
from tests.factories.traceability import make_cooperative, make_item, make_lot, make_plain_lot
from traceability.epcis.models import Event
from traceability.errors import LotCodeTakenError, LotDatesError
from traceability.lots.identity import lot_element, lot_url
from traceability.lots.models import Lot

pytestmark = pytest.mark.django_db


def test_opening_a_lot_keeps_its_harvest_and_packing_as_events() -> None:
    lot = make_lot()

    harvest, packing = lot.events.order_by("event_time")
    assert (harvest.event_type, harvest.biz_step) == ("ObjectEvent", "commissioning")
    assert harvest.body["eventTime"] == "2026-01-04T12:00:00+07:00"
    assert packing.event_type == "TransformationEvent"
    assert packing.body["outputQuantityList"] == [
        {"epcClass": "https://id.gs1.org/01/09520600012353/10/ST25-2601-A3", "quantity": 840}
    ]
    assert packing.body["inputQuantityList"] == [
        {"epcClass": harvest.body["quantityList"][0]["epcClass"]}
    ]


def test_opening_a_lot_leaves_audit_rows() -> None:
    before = AuditRow.objects.count()
    make_lot()

    assert list(AuditRow.objects.order_by("pk").values_list("action", flat=True))[before:] == [
        "trade_item.added",
        "lot.opened",
        "event.captured",
        "event.captured",
    ]


def test_a_lot_code_is_used_once_for_an_item() -> None:
    lot = make_lot()

    with pytest.raises(LotCodeTakenError) as refusal:
        make_lot(lot.item)

    assert refusal.value.details == {"code": "ST25-2601-A3"}
    assert Lot.objects.count() == 1
    assert Event.objects.count() == 2


@pytest.mark.parametrize("code", ["Lô 1", "ST25 A3", "", "X" * 21])
def test_a_lot_code_must_fit_into_a_qr(code: str) -> None:
    item = make_item()

    with pytest.raises(ValidationError) as refusal:
        make_lot(item, code=code)

    assert list(refusal.value.message_dict) == ["code"]
    assert Lot.objects.count() == 0


@pytest.mark.parametrize(
    ("harvested", "packed", "best_before"),
    [
        (date(2026, 1, 12), date(2026, 1, 11), None),
        (None, date(2026, 1, 11), date(2026, 1, 11)),
        (date(2026, 1, 12), None, date(2026, 1, 1)),
    ],
)
def test_dates_must_be_in_order(
    harvested: date | None, packed: date | None, best_before: date | None
) -> None:
    item = make_item()

    with pytest.raises(LotDatesError):
        make_lot(item, harvested_on=harvested, packed_on=packed, best_before=best_before)

    assert Lot.objects.count() == 0


def test_a_lot_without_a_gtin_is_named_by_our_own_address() -> None:
    lot = make_plain_lot()

    assert lot_element(lot) == f"http://127.0.0.1:8000/q/{lot.link_code}"
    assert lot_url(lot) == lot_element(lot)


def test_an_item_needs_a_vietnamese_name_and_a_right_gtin() -> None:
    party = make_cooperative()

    with pytest.raises(ValidationError) as nameless:
        make_item(party, names={"en": "Rice"})
    with pytest.raises(ValidationError) as miscounted:
        make_item(party, gtin14="09520600012354")

    assert list(nameless.value.message_dict) == ["names"]
    assert list(miscounted.value.message_dict) == ["gtin14"]


def test_frozen_packs_get_sturdier_labels() -> None:
    dry = make_item()

    assert dry.label_level == "M"
    assert make_item(dry.party, gtin14=None, storage="frozen").label_level == "Q"
