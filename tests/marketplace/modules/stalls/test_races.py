"""Two phones, two stalls, the clock and the bank at the same time: every đồng once."""

import threading
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from marketplace.base.notices.models import NoticeMessage
from marketplace.kernel.clock import now
from marketplace.kernel.errors import DomainError
from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.actions.book import day_totals
from marketplace.modules.stalls.models import Announcement, BookLine, DayClose, Sale, Stall
from marketplace.modules.stalls.tasks import remind_to_close
from payments.actions import match_receipt
from payments.models import Allocation, Receipt
from tests.factories import payments as money
from tests.factories import stalls as factory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE = 8


def together(*works: Callable[[], object]) -> Sequence[DomainError]:
    """Do all at once; return what was refused. Anything else that goes wrong fails the test."""
    start = threading.Barrier(len(works))
    refused: list[DomainError] = []
    broken: list[BaseException] = []

    def do(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except DomainError as error:
            refused.append(error)
        except BaseException as error:  # noqa: BLE001 -- raised again in the test's own thread
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]
    return refused


def said(stall: Stall) -> list[int]:
    return list(
        Announcement.objects.filter(stall=stall).order_by("number").values_list("number", flat=True)
    )


def today() -> date:
    return timezone.localdate(now())


def cash(stall: Stall, client_id: str) -> Sale:
    return actions.take_cash(
        stall=stall,
        amount=Money(20_000),
        client_id=client_id,
        acting_user=factory.vendor_of(stall),
    )


def test_money_that_comes_while_the_day_closes_is_counted_in_one_day() -> None:
    stall = factory.stall(feed_code="test_feed")
    vendor = factory.vendor_of(stall)
    sales = [factory.sale(stall) for _ in range(AT_ONCE)]
    late = str(uuid4())

    def close() -> None:
        drawer = actions.Drawer(counted=0)
        actions.close_day(stall=stall, day=today(), drawer=drawer, acting_user=vendor)

    pays = [partial(factory.pay, one) for one in sales]
    refused = together(*pays, close, close, lambda: cash(stall, late))

    assert [type(one).__name__ for one in refused] == ["DayClosedError"]
    done, left = DayClose.objects.get(), day_totals(stall, today() + timedelta(days=1))
    counted = day_totals(stall, today())
    assert (done.cashless, done.expected, done.lines) == (
        counted.cashless,
        counted.cash_in_drawer,
        counted.lines,
    )
    assert done.cashless + left.cashless == AT_ONCE * 50_000
    assert done.cash + left.cash == 20_000
    assert said(stall) == list(range(1, AT_ONCE + 2))


def test_two_phones_of_one_stall_number_every_sale_once() -> None:
    stall = factory.stall(feed_code="test_feed")
    one_tap = str(uuid4())
    each = [lambda: cash(stall, str(uuid4())) for _ in range(AT_ONCE // 2)]
    same = [lambda: cash(stall, one_tap) for _ in range(AT_ONCE // 2)]

    assert together(*each, *same) == []

    count = AT_ONCE // 2 + 1
    numbers = Sale.objects.filter(stall=stall).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, count + 1))
    assert day_totals(stall, today()).cash == count * 20_000
    assert said(stall) == list(range(1, count + 1))


def test_cash_on_one_phone_and_the_banks_money_are_both_there() -> None:
    stall = factory.stall(feed_code="test_feed")
    sale = factory.sale(stall)
    vendor = factory.vendor_of(stall)

    refused = together(
        lambda: factory.pay(sale),
        lambda: actions.pay_in_cash(sale=sale, acting_user=vendor),
        lambda: actions.pay_in_cash(sale=sale, acting_user=vendor),
    )

    totals = day_totals(stall, today())
    sale.charge.refresh_from_db()
    assert totals.cashless == 50_000
    assert totals.cash in {0, 50_000}
    assert len(refused) == (1 if totals.cash else 2)
    assert sale.charge.allocated == totals.takings
    assert sum(BookLine.objects.values_list("amount", flat=True)) == totals.takings


def test_giving_a_sale_up_and_its_money_do_not_pass_each_other() -> None:
    stall = factory.stall(feed_code="test_feed")
    sale = factory.sale(stall)
    vendor = factory.vendor_of(stall)

    refused = together(
        lambda: factory.pay(sale),
        lambda: actions.cancel_sale(sale=sale, acting_user=vendor),
    )

    receipt = Receipt.objects.get()
    sale.refresh_from_db()
    (told,) = Announcement.objects.filter(stall=stall)
    if refused:
        assert (sale.cancelled_at, receipt.open_amount, told.kind) == (None, 0, "full")
    else:
        assert sale.cancelled_at is not None
        assert (receipt.open_amount, told.kind) == (50_000, "unexpected")


def test_two_stalls_on_one_account_each_hear_their_own() -> None:
    first = factory.stall(feed_code="test_feed")
    second = factory.stall(first.market, payee=first.payee)
    sales = [factory.sale(first) for _ in range(AT_ONCE // 2)]
    pays = [partial(factory.pay, one) for one in sales]
    scans = [partial(factory.static_money, second, 30_000) for _ in sales]

    assert together(*pays, *scans) == []

    count = AT_ONCE // 2
    for stall, amount in ((first, 50_000), (second, 30_000)):
        assert said(stall) == list(range(1, count + 1))
        assert day_totals(stall, today()).cashless == count * amount


def test_money_of_two_stalls_is_claimed_by_one_and_staff_comes_too_late_or_first() -> None:
    first = factory.stall(feed_code="test_feed")
    second = factory.stall(first.market, payee=first.payee)
    receipt = money.money(first.payee, 40_000, "chuyen tien")
    sale = factory.sale(first, 70_000)
    vendor, staff = factory.vendor_of(first), money.person(staff=True)

    refused = together(
        lambda: actions.claim_money(stall=first, receipt=receipt, acting_user=vendor),
        lambda: actions.claim_money(stall=second, receipt=receipt, acting_user=vendor),
        lambda: match_receipt(receipt=receipt, charge=sale.charge, acting_user=staff),
    )

    assert [type(one).__name__ for one in refused] == ["AlreadyMatchedError"] * 2
    assert Allocation.objects.get().amount == 40_000
    assert sum(BookLine.objects.values_list("amount", flat=True)) == 40_000


def test_two_clocks_remind_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.modules.stalls.conf.reminder_hour", lambda: 0)
    stall = factory.stall()
    cash(stall, str(uuid4()))

    assert together(remind_to_close, remind_to_close, remind_to_close) == []

    assert NoticeMessage.objects.filter(kind="stalls.unclosed").count() == 1
