"""The market's page: shares and counts, quiet stalls, who sells where; never a stall's takings."""

import csv
import io

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.base.accounts.models import User
from marketplace.base.notices.models import NoticeMessage
from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.actions.stands import print_stand
from marketplace.modules.stalls.core.market import Mark
from marketplace.modules.stalls.marketview import market_view
from marketplace.modules.stalls.models import Market, Stall
from tests.factories import payments as money
from tests.factories import stalls as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return money.person()


@pytest.fixture
def market(manager: User) -> Market:
    return factory.market(manager)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def cash(at: Stall, amount: int) -> None:
    actions.take_cash(
        stall=at,
        amount=Money(amount),
        client_id=f"c{money.next_number()}",
        acting_user=factory.vendor_of(at),
    )


def test_the_map_shows_shares_and_no_takings(manager: User, market: Market) -> None:
    stall = factory.stall(market)
    factory.static_money(stall, 66_013)
    cash(stall, 33_987)
    page = client_of(manager).get(f"/cho/{market.slug}/?sap={stall.pk}").content.decode()

    assert f"Sạp {stall.number}, 66 phần trăm trả QR" in page
    for taking in ("66.013", "33.987", "100.000"):
        assert taking not in page


def test_a_second_vendor_counts_no_line_twice(market: Market) -> None:
    stall = factory.stall(market, money.person(), money.person())
    factory.static_money(stall, 50_000)

    assert market_view(market).cells[0].today == 1


def test_a_stall_is_quiet_after_seven_days_without_qr(market: Market) -> None:
    with time_machine.travel("2026-11-01 08:00+07:00", tick=False):
        quiet, busy = factory.stall(market), factory.stall(market)
        without = factory.stall(market, payee=money.payee_without_account(money.person()))
        factory.static_money(quiet, 10_000)
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        factory.static_money(busy, 10_000)
        cash(quiet, 10_000)
        marks = {one.stall.pk: one.mark for one in market_view(market).cells}

    assert marks == {quiet.pk: Mark.QUIET, busy.pk: Mark.BUSY, without.pk: Mark.WITHOUT}


def test_stands_that_nobody_checked_are_listed(market: Market) -> None:
    printed, _other = factory.stall(market), factory.stall(market)
    print_stand(stall=printed, acting_user=factory.vendor_of(printed))

    assert [one.stall for one in market_view(market).unchecked] == [printed]


def test_ten_stalls_cost_no_more_queries_than_one(manager: User, market: Market) -> None:
    client, counts = client_of(manager), []
    for more in (1, 9):
        for _stall in range(more):
            factory.static_money(factory.stall(market), 10_000)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/cho/{market.slug}/").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["vendor", "manager of another market", "stranger"])
def test_others_do_not_see_the_market(who: str, market: Market) -> None:
    stall = factory.stall(market)
    user = factory.vendor_of(stall) if who == "vendor" else money.person()
    if who == "manager of another market":
        factory.market(user)
    client = client_of(user)

    for path in ("", "sap.csv", "sap/moi/"):
        assert client.get(f"/cho/{market.slug}/{path}").status_code == 404
    close = client.post(f"/cho/{market.slug}/sap/{stall.pk}/dong/", {"reason": "x"})
    assert close.status_code == 404
    stall.refresh_from_db()
    assert stall.is_open


def test_a_manager_opens_no_stalls_book(manager: User, market: Market) -> None:
    stall = factory.stall(market)

    assert client_of(manager).get(f"/quay/so/?sap={stall.pk}").status_code == 404


def form(**more: str) -> dict[str, str]:
    return {
        "code": "s77",
        "number": "77",
        "name": "Cá đồng",
        "aisle": "A",
        "position": "3",
        "language": "km",
        "legal_name": "SAP 77",
        "phone": "0900 000 077",
        **more,
    }


def test_a_manager_opens_a_stall_and_invites_its_vendor(manager: User, market: Market) -> None:
    answer = client_of(manager).post(f"/cho/{market.slug}/sap/moi/", form())

    stall = Stall.objects.get()
    assert answer.status_code == 302
    assert (stall.code, stall.language, stall.payee.legal_name) == ("S77", "km", "SAP 77")
    assert factory.vendor_of(stall).phone == "+84900000077"
    assert NoticeMessage.objects.get(kind="stalls.invited").to_phone == "+84900000077"


@pytest.mark.parametrize(
    "wrong",
    [{"code": "sạp"}, {"code": "x"}, {"legal_name": ""}, {"phone": "12"}, {"position": "-1"}],
)
def test_a_wrong_stall_gets_an_error_and_keeps_what_was_typed(
    wrong: dict[str, str], manager: User, market: Market
) -> None:
    answer = client_of(manager).post(f"/cho/{market.slug}/sap/moi/", form(**wrong))

    assert answer.status_code == 422
    assert "Cá đồng" in answer.content.decode()
    assert not Stall.objects.exists()


def test_a_code_that_is_taken_is_said_so(manager: User, market: Market) -> None:
    client = client_of(manager)
    client.post(f"/cho/{market.slug}/sap/moi/", form())
    again = client.post(f"/cho/{market.slug}/sap/moi/", form())

    assert again.status_code == 422
    assert Stall.objects.count() == 1


def test_a_manager_lets_nobody_into_a_stall_that_has_a_vendor(
    manager: User, market: Market
) -> None:
    stall = factory.stall(market)
    path = f"/cho/{market.slug}/sap/{stall.pk}/moi-nguoi/"
    client_of(manager).post(path, {"phone": "0900 000 078"})

    assert stall.payee.members.count() == 1


def test_a_manager_cannot_become_a_vendor(manager: User, market: Market) -> None:
    typed = form(phone=str(manager.phone))
    answer = client_of(manager).post(f"/cho/{market.slug}/sap/moi/", typed)

    assert answer.status_code == 422
    assert "Người trong ban quản lý không bán" in answer.content.decode()
    assert not Stall.objects.exists()


def test_five_words_take_a_vendor_in(manager: User, market: Market) -> None:
    factory.stall(market)
    short = {"number": "12", "name": "Cá đồng", "aisle": "A", "legal_name": "SAP 12"}
    answer = client_of(manager).post(
        f"/cho/{market.slug}/sap/moi/", {**short, "phone": "0900 000 077"}
    )

    assert answer.status_code == 302
    first, stall = Stall.objects.order_by("pk")
    assert (stall.code, stall.number, stall.language) == ("S12", "12", "vi")
    assert stall.position == first.position + 1
    assert factory.vendor_of(stall).phone == "+84900000077"


def test_a_number_of_two_aisles_gets_two_codes(manager: User, market: Market) -> None:
    client = client_of(manager)
    for aisle in ("A", "B", "Cá"):
        short = {"number": "12", "name": "Cá", "aisle": aisle, "legal_name": "SAP 12"}
        assert client.post(f"/cho/{market.slug}/sap/moi/", short).status_code == 302

    assert list(Stall.objects.order_by("pk").values_list("code", flat=True)) == [
        "S12",
        "B12",
        "C12",
    ]


def test_one_place_is_opened_once(manager: User, market: Market) -> None:
    client = client_of(manager)
    short = {"number": "12", "name": "Cá", "aisle": "A", "legal_name": "SAP 12"}
    client.post(f"/cho/{market.slug}/sap/moi/", short)
    again = client.post(f"/cho/{market.slug}/sap/moi/", short)

    assert again.status_code == 422
    assert "Sạp số này ở dãy này đang mở." in again.content.decode()
    assert Stall.objects.count() == 1


def test_who_shares_an_account_brings_its_vendors_along(manager: User, market: Market) -> None:
    other = factory.stall(market)
    client = client_of(manager)
    short = {"number": "12", "name": "Cá", "aisle": "A", "same_as": str(other.pk)}
    answer = client.post(f"/cho/{market.slug}/sap/moi/", {**short, "phone": "0900 000 077"})
    assert answer.status_code == 422
    assert "Người bán sạp kia bán luôn ở đây" in answer.content.decode()

    assert client.post(f"/cho/{market.slug}/sap/moi/", short).status_code == 302
    assert factory.vendor_of(Stall.objects.get(number="12")) == factory.vendor_of(other)


def test_a_stall_of_another_market_shares_no_account(manager: User, market: Market) -> None:
    stranger = factory.stall()
    short = {"number": "12", "name": "Cá", "aisle": "A", "same_as": str(stranger.pk)}
    answer = client_of(manager).post(f"/cho/{market.slug}/sap/moi/", short)

    assert answer.status_code == 422
    assert Stall.objects.count() == 1


def test_a_closed_stall_leaves_the_map(manager: User, market: Market) -> None:
    stall = factory.stall(market)
    path = f"/cho/{market.slug}/sap/{stall.pk}/dong/"
    client_of(manager).post(path, {"reason": "nghỉ bán"})
    client_of(manager).post(path, {"reason": "nghỉ bán"})

    assert market_view(market).cells == []


def test_the_table_carries_no_formula(manager: User, market: Market) -> None:
    actions.open_stall(
        market=market,
        draft=actions.StallDraft(code="S1", number="1", name="=1+1", aisle="A"),
    )
    text = client_of(manager).get(f"/cho/{market.slug}/sap.csv").content.decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text)))[1][:3] == ["S1", "1", "'=1+1"]
