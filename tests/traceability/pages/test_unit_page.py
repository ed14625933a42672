import re

import pytest
from django.test import Client

from tests.factories.traceability import make_cooperative, make_household, make_item, make_lot
from tests.factories.traceability import make_serials as made
from traceability.labels.models import LogisticUnit
from traceability.labels.unit_actions import empty, new_units, pack, set_prefix
from traceability.lots.actions import activate_range, recall_lot
from traceability.lots.models import Lot

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept": "text/html"})


@pytest.fixture
def lot() -> Lot:
    return make_lot(make_item(make_cooperative()))


@pytest.fixture
def case(lot: Lot) -> LogisticUnit:
    set_prefix(party=lot.party, prefix="9520600")
    (unit,) = new_units(party=lot.party, kind="case")
    serials = made(lot, 3)
    activate_range(run=serials[0].run)
    pack(unit=unit, serials=serials)
    return unit


def read(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    body = re.sub(r"<style>.*?</style>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_a_case_says_whose_it_is_and_which_lots_are_in_it(
    client: Client, case: LogisticUnit
) -> None:
    page = read(client, f"/00/{case.sscc}")

    assert "HTX Rạch Gò: thùng 3 gói." in page
    assert case.sscc in page
    assert "Gạo ST25 lúa–tôm ST25-2601-A3 · 3 gói." in page


def test_machines_are_sent_to_the_same_page(case: LogisticUnit) -> None:
    answer = Client().head(f"/00/{case.sscc}")

    assert answer.status_code == 307
    assert answer.headers["Location"].endswith(f"/q/00/{case.sscc}")


def test_a_recall_of_one_lot_warns_on_the_case(
    client: Client, case: LogisticUnit, lot: Lot
) -> None:
    recall_lot(lot=lot, reason="Dư lượng")

    html = client.get(f"/q/00/{case.sscc}").content.decode()

    assert 'class="v r"' in html
    assert "Có hàng bị thu hồi trong này" in html


def test_a_unit_without_an_sscc_has_a_page_too(client: Client) -> None:
    (unit,) = new_units(party=make_household(), kind="pallet")

    assert "Hộ trồng lúa: pallet" in read(client, f"/q/{unit.code}")


def test_an_emptied_unit_says_so(client: Client, case: LogisticUnit) -> None:
    empty(unit=case)

    page = read(client, f"/q/{case.code}")

    assert "Đã lấy hết hàng ra" in page
    assert "Gạo ST25" not in page
