from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from tests.factories.traceability import (
    make_cooperative,
    make_item,
    make_lot,
    make_place,
    make_user,
)
from traceability.lots.actions import import_document, record_event
from traceability.lots.flow import flow_of
from traceability.lots.models import Lot
from traceability.lots.recording import StepEntry

pytestmark = pytest.mark.django_db

RICE = Path(__file__).parents[2] / "vectors" / "epcis" / "chain_rice_st25.jsonld"


def milled_lot() -> Lot:
    party = make_cooperative(make_user())
    lot = make_lot(
        make_item(party), harvested_at=make_place(party), harvested_kilograms=Decimal(7800)
    )
    at = datetime(2026, 1, 8, tzinfo=UTC)
    record_event(lot=lot, entry=StepEntry(step="mill", happened_at=at, quantity=Decimal(4200)))
    return lot


def test_the_flow_tells_field_mill_and_bags_and_what_nobody_wrote_down() -> None:
    flow = flow_of(milled_lot())

    assert flow is not None
    assert [(row.went_in, row.came_out) for row in flow.rows] == [
        ("", "7,8 tấn"),
        ("7,8 tấn", "4,2 tấn"),
        ("4,2 tấn", "840 gói"),
    ]
    assert flow.balance.gap == 3600
    assert flow.gap == "3,6 tấn"
    assert "Ruộng A3 7,8 tấn" in flow.sentence


def test_the_lot_page_shows_the_picture_and_its_table(client: Client) -> None:
    lot = milled_lot()
    client.force_login(lot.item.party.members.get())

    page = client.get(f"/ban/lo/{lot.link_code}/").content.decode()

    assert page.count('class="flow"') == 2
    assert 'role="img" aria-label="Lô ST25-2601-A3: vào Ruộng A3' in page
    assert "3,6 tấn chưa ghi" in page
    assert "style=" not in page.split('<section class="panel" aria-labelledby="flow"')[1]


def test_the_family_page_lists_both_directions(client: Client) -> None:
    party = make_cooperative(make_user())
    make_item(party)
    (lot,) = import_document(text=RICE.read_bytes(), party=party).lots
    client.force_login(party.members.get())

    page = client.get(f"/ban/lo/{lot.link_code}/gia-pha/").content.decode()

    assert "LUA-ST25-2511-012" in page
    assert "095206000000000015" in page
    assert "thùng hoặc pallet" in page


def test_strangers_see_no_family(client: Client) -> None:
    lot = milled_lot()
    client.force_login(make_user("+84900000077"))

    assert client.get(f"/ban/lo/{lot.link_code}/gia-pha/").status_code == 404


def test_a_lot_of_which_nothing_is_written_has_no_picture() -> None:
    with translation.override("vi"):
        assert flow_of(make_lot(harvested_on=None, packed_on=None)) is None
