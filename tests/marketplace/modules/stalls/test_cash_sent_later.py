"""Cash typed without a network is sent later: once, into its own day while that is open."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.models import Announcement, BookLine, Sale, Stall
from payments.actions import expire_due_charges
from payments.models import Charge
from tests.factories import stalls as factory
from tests.marketplace.modules.stalls.test_quay_pages import ears, phone_of, typed

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Quay-Part": "1"}
NEW_YEAR = date(2027, 1, 1)
THE_DAY_BEFORE = date(2026, 12, 31)


@pytest.fixture
def stall() -> Stall:
    return factory.stall()


@pytest.fixture
def phone(stall: Stall) -> Client:
    return phone_of(stall)


def days(of: Stall) -> list[tuple[date, int]]:
    return list(BookLine.objects.filter(stall=of).order_by("pk").values_list("day", "amount"))


def close(stall: Stall, day: date) -> None:
    drawer = actions.Drawer(counted=0)
    actions.close_day(stall=stall, day=day, drawer=drawer, acting_user=factory.vendor_of(stall))


def test_it_stands_in_the_day_it_was_taken_and_says_when(stall: Stall) -> None:
    with time_machine.travel("2027-01-01 06:00+07:00", tick=False):
        phone = phone_of(stall)
        form = typed(stall, how="cash", ago=str(7 * 3600))
        assert phone.post("/quay/ban/", form, headers=SCRIPT).status_code == 200

        sale = Sale.objects.get()
        receipt = sale.charge.allocations.get().receipt
        assert (sale.day, sale.number) == (THE_DAY_BEFORE, 1)
        assert days(stall) == [(THE_DAY_BEFORE, 50_000)]
        assert now() - receipt.occurred_at == timedelta(hours=7)
        assert receipt.created_at == now()


def test_once_its_day_is_closed_it_stands_in_the_open_one(stall: Stall) -> None:
    with time_machine.travel("2027-01-01 06:00+07:00", tick=False):
        phone = phone_of(stall)
        close(stall, THE_DAY_BEFORE)

        phone.post("/quay/ban/", typed(stall, how="cash", ago=str(7 * 3600)), headers=SCRIPT)

        assert days(stall) == [(NEW_YEAR, 50_000)]
        assert Sale.objects.get().day == NEW_YEAR


def test_with_both_days_closed_it_stands_in_the_next(stall: Stall) -> None:
    with time_machine.travel("2027-01-01 20:00+07:00", tick=False):
        phone = phone_of(stall)
        close(stall, THE_DAY_BEFORE)
        close(stall, NEW_YEAR)

        phone.post("/quay/ban/", typed(stall, how="cash", ago=str(24 * 3600)), headers=SCRIPT)

        assert days(stall) == [(NEW_YEAR + timedelta(days=1), 50_000)]


def test_sent_again_it_is_one_sale(phone: Client, stall: Stall) -> None:
    form = typed(stall, how="cash", ago="100")

    for seconds in ("100", "160"):
        form["ago"] = seconds
        assert phone.post("/quay/ban/", form, headers=SCRIPT).status_code == 200

    assert [amount for _day, amount in days(stall)] == [50_000]


@pytest.mark.parametrize("ago", ["-5", "soon", "99999999999999999999", ""])
def test_a_phone_that_lies_about_the_time_loses_nothing(
    phone: Client, stall: Stall, ago: str
) -> None:
    phone.post("/quay/ban/", typed(stall, how="cash", ago=ago), headers=SCRIPT)

    receipt = Sale.objects.get().charge.allocations.get().receipt
    assert now() - timedelta(days=7, seconds=60) < receipt.occurred_at <= now()


def test_it_is_listed_as_cash_and_too_old_to_be_spoken(phone: Client, stall: Stall) -> None:
    ask = ears(phone)
    phone.post("/quay/ban/", typed(stall, how="cash", ago="600"), headers=SCRIPT)
    phone.post("/quay/ban/", typed(stall, how="cash"), headers=SCRIPT)

    said = ask(0)[1]["said"]

    assert isinstance(said, list)
    assert [one["kind"] for one in said] == ["cash", "cash"]
    assert said[0]["age"] >= 600
    assert said[1]["age"] <= 2
    assert not Announcement.objects.exclude(kind="cash").exists()


def test_the_rest_of_a_sale_in_cash_is_written_once_however_often_it_is_sent(
    phone: Client, stall: Stall
) -> None:
    sale = factory.sale(stall)
    for _try in range(2):
        assert phone.post(f"/quay/ban/{sale.pk}/tien-mat/", headers=SCRIPT).status_code == 200

    assert [amount for _day, amount in days(stall)] == [50_000]
    assert client_ids() == {sale.client_id}


def test_cash_for_a_sale_that_the_bank_paid_meanwhile_is_not_dropped_unsaid(
    phone: Client, stall: Stall
) -> None:
    sale = factory.sale(stall)
    factory.pay(sale)

    answer = phone.post(f"/quay/ban/{sale.pk}/tien-mat/", {"ago": "60"}, headers=SCRIPT)

    assert answer.status_code == 409
    assert "ghi lại" in answer.content.decode()
    assert phone.post(f"/quay/ban/{sale.pk}/tien-mat/", headers=SCRIPT).status_code == 200


def test_cash_for_a_sale_whose_time_ran_out_meanwhile_is_written(
    phone: Client, stall: Stall
) -> None:
    sale = factory.sale(stall)
    Charge.objects.filter(pk=sale.charge_id).update(expires_at=now() - timedelta(seconds=1))
    expire_due_charges()

    for _try in range(2):
        answer = phone.post(f"/quay/ban/{sale.pk}/tien-mat/", {"ago": "60"}, headers=SCRIPT)
        assert answer.status_code == 200

    assert [amount for _day, amount in days(stall)] == [50_000]


def client_ids() -> set[str]:
    return set(Sale.objects.values_list("client_id", flat=True))


def test_cash_of_the_future_is_cash_of_now() -> None:
    stall = factory.stall()

    sale = actions.take_cash(
        stall=stall,
        amount=Money(1_000),
        client_id=str(uuid4()),
        acting_user=factory.vendor_of(stall),
        taken_at=now() + timedelta(days=2),
    )

    assert sale.charge.allocations.get().receipt.occurred_at <= now()
