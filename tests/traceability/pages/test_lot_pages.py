from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.base.accounts.models import User
from tests.factories.traceability import (
    make_cooperative,
    make_household,
    make_item,
    make_lot,
    make_pack,
    make_user,
)
from traceability.lots.actions import issue_serials, recall_lot
from traceability.lots.models import Lot, LotState, Recall, TradeItem
from traceability.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def cooperative(member: User) -> Party:
    return make_cooperative(member)


def new_lot(party: Party, **fields: str) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "party": str(party.pk),
        "item": "",
        "name": "" if "item" in fields else "Gạo ST25 lúa–tôm",
        "kilograms": "" if "item" in fields else "5",
        "storage": "dry",
        "code": "ST25-A3",
        "quantity": "840",
        "harvested_on": (today - timedelta(days=7)).isoformat(),
        "harvested_kilograms": "7.800",
        "packed_on": today.isoformat(),
        "best_before": (today + timedelta(days=240)).isoformat(),
        **fields,
    }


def test_the_first_lot_brings_its_goods_along(client: Client, cooperative: Party) -> None:
    assert "Chưa có lô nào" in client.get("/ban/lo/").content.decode()

    response = client.post("/ban/lo/moi/", new_lot(cooperative, kilograms="0,5"), follow=True)

    lot = Lot.objects.get()
    assert response.redirect_chain == [(f"/ban/lo/{lot.link_code}/", 302)]
    assert "Đã mở lô ST25-A3. Giờ làm tem." in response.content.decode()
    assert (lot.item.net_weight_grams, lot.item.pack) == (500, {"vi": "0,5 kg"})
    harvest = lot.events.order_by("event_time")[0]
    assert harvest.body["quantityList"][0]["quantity"] == 7800


def test_the_next_lot_takes_the_goods_that_are_there(client: Client, cooperative: Party) -> None:
    item = make_item(cooperative)

    page = client.get("/ban/lo/moi/").content.decode()
    client.post("/ban/lo/moi/", new_lot(cooperative, item=str(item.pk)))

    assert f'value="{timezone.localdate():%y%m}-1"' in page
    assert TradeItem.objects.get() == item
    assert Lot.objects.get().item == item


def test_a_typed_name_means_new_goods(client: Client, cooperative: Party) -> None:
    item = make_item(cooperative)

    client.post(
        "/ban/lo/moi/", new_lot(cooperative, item=str(item.pk), name="Gạo tấm", kilograms="2")
    )

    assert Lot.objects.get().item.names == {"vi": "Gạo tấm"}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("code", "Lô 1", "Dùng chữ không dấu, số, gạch nối; không cách; tối đa 20."),
        ("name", "", "Hàng mới thì cần ghi ô này."),
        ("gtin", "9520600012354", "GTIN chưa đúng: 14 chữ số, số cuối để kiểm."),
        ("packed_on", "2020-01-01", "Đóng gói phải sau ngày thu hoạch."),
        ("best_before", "2020-01-01", "Ngày này phải sau ngày đóng gói."),
        ("harvested_on", "2099-01-01", "Ngày này chưa tới."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    client: Client, cooperative: Party, field: str, value: str, sentence: str
) -> None:
    response = client.post("/ban/lo/moi/", new_lot(cooperative, **{field: value}))

    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert 'value="840"' in html
    assert (Lot.objects.count(), TradeItem.objects.count()) == (0, 0)


def test_a_lot_opened_twice_is_one_lot(client: Client, cooperative: Party) -> None:
    typed = new_lot(cooperative)
    client.post("/ban/lo/moi/", typed)

    response = client.post("/ban/lo/moi/", typed)

    assert response.status_code == 422
    assert "Đã có lô ST25-A3. Chọn mã khác." in response.content.decode()
    assert (Lot.objects.count(), TradeItem.objects.count()) == (1, 1)


def test_goods_of_another_party_cannot_be_taken(client: Client, cooperative: Party) -> None:
    foreign = make_item(make_household(), gtin14=None)

    response = client.post("/ban/lo/moi/", new_lot(cooperative, item=str(foreign.pk)))

    assert response.status_code == 422
    assert Lot.objects.count() == 0


def test_strangers_find_nothing(client: Client, cooperative: Party) -> None:
    lot = make_lot(make_item(cooperative))
    pages = ["", "ghi/mill/", "thu-hoi/", "thu-hoi/xong/"]
    client.force_login(make_user("+84900000002"))

    found = [client.get(f"/ban/lo/{lot.link_code}/{page}").status_code for page in pages]

    assert found == [404] * 4
    assert client.get("/ban/lo/").headers["Location"] == "/ban/ben/moi/"
    assert client.post(f"/ban/lo/{lot.link_code}/thu-hoi/", {}).status_code == 404
    client.logout()
    assert client.get(f"/ban/lo/{lot.link_code}/").status_code == 302


def test_a_member_of_another_party_sees_only_its_own(client: Client, cooperative: Party) -> None:
    lot = make_lot(make_item(cooperative))
    stranger = make_user("+84900000002")
    make_household(stranger)
    client.force_login(stranger)

    assert client.get(f"/ban/lo/{lot.link_code}/").status_code == 404
    assert "ST25-2601-A3" not in client.get("/ban/lo/").content.decode()


@pytest.mark.parametrize("lots", [1, 10])
def test_the_list_costs_the_same_for_one_lot_and_for_ten(
    client: Client, cooperative: Party, lots: int
) -> None:
    item = make_item(cooperative)
    for number in range(lots):
        make_pack(make_lot(item, code=f"A{number}"))

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/ban/lo/")

    assert response.content.decode().count('class="lot"') == lots
    assert len(queries) == 6, [query["sql"] for query in queries.captured_queries]


def test_a_tile_opens_the_diary_for_the_lot(client: Client, cooperative: Party) -> None:
    lot = make_lot(make_item(cooperative))

    response = client.get(f"/ban/lo/{lot.link_code}/ghi/mill/", follow=True)

    address = f"/ban/nhat-ky/?ben={cooperative.pk}&viec=mill&lo={lot.link_code}#ghi"
    assert response.redirect_chain == [(address, 302)]
    assert "Cho lô ST25-2601-A3" in response.content.decode()


def test_steps_with_actions_of_their_own_have_no_form(client: Client, cooperative: Party) -> None:
    lot = make_lot(make_item(cooperative))

    found = [
        client.get(f"/ban/lo/{lot.link_code}/ghi/{step}/").status_code
        for step in ("recall", "activate", "pack", "dance")
    ]

    assert found == [404] * 4


def test_a_recall_asks_once_more_and_then_shows_everywhere(
    client: Client, cooperative: Party
) -> None:
    pack = make_pack(make_lot(make_item(cooperative)))
    url = f"/ban/lo/{pack.lot.link_code}/thu-hoi/"
    page = client.get(url).content.decode()
    assert "1 gói đang bán." in page
    assert 'value="1800 0000"' in page

    unsure = client.post(url, {"reason": "Dư lượng kháng sinh"})
    assert unsure.status_code == 422
    assert "Đánh dấu ô này mới thu hồi được." in unsure.content.decode()
    assert "Dư lượng kháng sinh" in unsure.content.decode()
    assert Recall.objects.count() == 0

    client.post(url, {"reason": "Dư lượng kháng sinh", "phone": "1800 0000", "is_sure": "on"})

    assert Recall.objects.get().phone == "+8418000000"
    assert "Đừng ăn" in client.get(f"/q/{pack.code}").content.decode()
    assert client.get(url).status_code == 302


def test_a_recall_is_ended_with_a_reason(client: Client, cooperative: Party) -> None:
    lot = make_lot(make_item(cooperative))
    recall_lot(lot=lot, reason="Dư lượng")
    url = f"/ban/lo/{lot.link_code}/thu-hoi/xong/"

    assert client.post(url, {"outcome": "completed", "reason": ""}).status_code == 422
    client.post(url, {"outcome": "completed", "reason": "Đã nhận lại 731 gói"})

    lot.refresh_from_db()
    assert lot.state == LotState.CLOSED
    page = client.get(f"/ban/lo/{lot.link_code}/").content.decode()
    assert "Đã nhận lại 731 gói" in page


def test_packs_are_counted_again_but_never_below_the_labels(
    client: Client, cooperative: Party
) -> None:
    lot = make_lot(make_item(cooperative))
    issue_serials(lot=lot, count=10)
    url = f"/ban/lo/{lot.link_code}/so-goi/"

    refused = client.post(url, {"quantity": "9"})
    assert refused.status_code == 422
    assert "Lô đã có 10 tem. Số gói không ít hơn được." in refused.content.decode()
    client.post(url, {"quantity": "900"})

    lot.refresh_from_db()
    assert lot.quantity == 900


def test_dates_of_an_opened_lot_are_kept(client: Client, cooperative: Party) -> None:
    client.post("/ban/lo/moi/", new_lot(cooperative))

    lot = Lot.objects.get()
    assert lot.packed_on == timezone.localdate()
    assert isinstance(lot.best_before, date)
