"""The day book: every đồng has its line, a closed day stays closed."""

from datetime import date

import pytest
import time_machine

from marketplace.base.notices.models import NoticeMessage
from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.actions.book import day_totals
from marketplace.modules.stalls.daybook import unclaimed_money
from marketplace.modules.stalls.errors import (
    DayClosedError,
    DayNotYetError,
    MoneyNotFreeError,
    TapReusedError,
)
from marketplace.modules.stalls.models import BookLine, DayClose, Sale, Stall
from payments.actions import record_return, unmatch
from payments.actions.receiving import flag
from payments.errors import AlreadyMatchedError, AmountError, NotYourMoneyError
from payments.models import Allocation, Receipt
from tests.factories import payments as money
from tests.factories import stalls as factory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel("2026-11-21 12:00+07:00", tick=False):
        yield


def lines(of: Stall) -> list[tuple[str, int]]:
    return list(BookLine.objects.filter(stall=of).order_by("pk").values_list("kind", "amount"))


def cash(at: Stall, amount: int) -> Sale:
    return actions.take_cash(
        stall=at,
        amount=Money(amount),
        client_id=f"cash-{money.next_number()}",
        acting_user=factory.vendor_of(at),
    )


def close(at: Stall, counted: int, change: int = 0) -> DayClose:
    return actions.close_day(
        stall=at,
        day=TODAY,
        drawer=actions.Drawer(counted=counted, change=change),
        acting_user=factory.vendor_of(at),
    )


def test_every_way_to_be_paid_has_its_line() -> None:
    stall = factory.stall()
    factory.pay(factory.sale(stall, 50_000))
    factory.static_money(stall, 85_000)
    cash(stall, 35_000)

    assert lines(stall) == [("qr", 50_000), ("static", 85_000), ("cash", 35_000)]
    sums = day_totals(stall, TODAY)
    assert (sums.takings, sums.cashless, sums.cash, sums.count) == (170_000, 135_000, 35_000, 3)


def test_short_and_excess_money_is_written_as_it_came() -> None:
    stall = factory.stall()
    sale = factory.sale(stall, 50_000)
    factory.pay(sale, 30_000)
    factory.pay(sale, 25_000)

    assert lines(stall) == [("qr", 30_000), ("qr", 25_000)]


def test_money_with_a_stalls_code_makes_its_own_sale() -> None:
    stall = factory.stall()
    receipt = factory.static_money(stall, 85_000)

    sale = Sale.objects.get()
    assert (sale.kind, sale.amount, sale.stall) == (Sale.Kind.STATIC, 85_000, stall)
    assert (receipt.open_amount, receipt.attention) == (0, Receipt.Attention.NONE)


def test_a_stands_code_beats_an_equal_amount_that_waits() -> None:
    stall = factory.stall()
    waiting = factory.sale(stall, 50_000)
    factory.static_money(stall, 50_000)

    waiting.charge.refresh_from_db()
    assert waiting.charge.allocated == 0
    assert Sale.objects.filter(kind=Sale.Kind.STATIC).count() == 1


def test_two_stalls_of_one_account_are_told_apart_by_their_codes() -> None:
    first = factory.stall()
    second = factory.stall(first.market, payee=first.payee)
    factory.static_money(first, 10_000)
    factory.static_money(second, 20_000)

    assert (lines(first), lines(second)) == ([("static", 10_000)], [("static", 20_000)])


def test_a_code_on_another_account_claims_nothing() -> None:
    stall, other = factory.stall(), factory.stall()
    receipt = money.money(other.payee, 10_000, stall.memo_code)

    assert receipt.attention == Receipt.Attention.UNKNOWN
    assert not Sale.objects.exists()


def test_the_codes_of_two_stalls_in_one_memo_claim_nothing() -> None:
    first = factory.stall()
    second = factory.stall(first.market, payee=first.payee)
    receipt = factory.static_money(first, 10_000, f"{first.memo_code} {second.memo_code}")

    assert receipt.attention == Receipt.Attention.UNKNOWN


def test_money_without_a_code_waits_until_a_vendor_says_whose_it_is() -> None:
    first = factory.stall()
    second = factory.stall(first.market, payee=first.payee)
    receipt = factory.static_money(first, 40_000, "tien ca")
    assert receipt.attention == Receipt.Attention.UNKNOWN

    actions.claim_money(stall=second, receipt=receipt, acting_user=factory.vendor_of(second))

    receipt.refresh_from_db()
    assert (receipt.open_amount, lines(first)) == (0, [])
    assert lines(second) == [("static", 40_000)]
    with pytest.raises(AlreadyMatchedError):
        actions.claim_money(stall=first, receipt=receipt, acting_user=factory.vendor_of(first))


@pytest.mark.parametrize("attention", ["held", "failed"])
def test_money_that_is_not_free_yet_cannot_be_claimed(attention: str) -> None:
    sale = factory.sale()
    receipt = money.collected_money(sale.charge, 50_000, money.merchant())
    flag(receipt, attention, suggested=sale.charge_id)

    assert unclaimed_money(sale.stall) == []
    with pytest.raises(MoneyNotFreeError):
        actions.claim_money(
            stall=sale.stall, receipt=receipt, acting_user=factory.vendor_of(sale.stall)
        )


def test_nobody_claims_anothers_money() -> None:
    stall, other = factory.stall(), factory.stall()
    receipt = factory.static_money(other, 40_000, "tien ca")

    with pytest.raises(NotYourMoneyError):
        actions.claim_money(stall=stall, receipt=receipt, acting_user=factory.vendor_of(stall))

    assert not Sale.objects.exists()


def test_a_claim_taken_back_leaves_the_book_and_gives_the_sale_up() -> None:
    stall = factory.stall()
    receipt = factory.static_money(stall, 40_000, "tien ca")
    vendor = factory.vendor_of(stall)
    sale = actions.claim_money(stall=stall, receipt=receipt, acting_user=vendor)

    unmatch(allocation=Allocation.objects.get(), acting_user=vendor, reason="khong phai")

    sale.charge.refresh_from_db()
    assert lines(stall) == [("static", 40_000), ("static", -40_000)]
    assert day_totals(stall, TODAY).takings == 0
    assert sale.charge.cancelled_at is not None


def test_excess_given_back_is_a_line() -> None:
    stall = factory.stall()
    sale = factory.sale(stall, 50_000)
    factory.pay(sale, 70_000)
    record_return(
        charge=sale.charge,
        amount=Money(20_000),
        reference="FT1",
        acting_user=factory.vendor_of(stall),
    )

    assert lines(stall) == [("qr", 70_000), ("return", -20_000)]


def test_the_drawer_is_counted_against_cash_and_what_was_spent() -> None:
    stall = factory.stall()
    factory.pay(factory.sale(stall, 50_000))
    cash(stall, 1_085_000)
    actions.add_line(
        stall=stall,
        kind=BookLine.Kind.EXPENSE,
        amount=Money(20_000),
        note="mua nước đá",
        client_id="one",
        acting_user=factory.vendor_of(stall),
    )

    closed = close(stall, counted=1_265_000, change=200_000)

    assert (closed.expected, closed.difference, closed.cashless) == (1_065_000, 0, 50_000)


def test_a_line_sent_twice_is_one_and_another_under_its_number_is_refused() -> None:
    stall = factory.stall()

    def spend(amount: int) -> BookLine:
        return actions.add_line(
            stall=stall,
            kind=BookLine.Kind.EXPENSE,
            amount=Money(amount),
            note="",
            client_id="one",
            acting_user=factory.vendor_of(stall),
        )

    assert spend(20_000) == spend(20_000)
    with pytest.raises(TapReusedError):
        spend(30_000)


@pytest.mark.parametrize("amount", [0, -5_000, 2_000_000_000])
def test_a_senseless_expense_is_refused(amount: int) -> None:
    stall = factory.stall()
    with pytest.raises(AmountError):
        actions.add_line(
            stall=stall,
            kind=BookLine.Kind.EXPENSE,
            amount=Money(amount),
            note="",
            client_id="one",
            acting_user=factory.vendor_of(stall),
        )

    assert lines(stall) == []


def test_a_closed_day_is_never_closed_again_and_what_comes_later_is_tomorrows() -> None:
    stall = factory.stall()
    cash(stall, 35_000)
    close(stall, counted=35_000)
    factory.static_money(stall, 10_000)

    with pytest.raises(DayClosedError):
        close(stall, counted=45_000)
    assert day_totals(stall, TODAY).takings == 35_000
    assert day_totals(stall, date(2026, 11, 22)).takings == 10_000
    assert DayClose.objects.get().lines == 1


def test_tomorrow_cannot_be_closed() -> None:
    stall = factory.stall()
    with pytest.raises(DayNotYetError):
        actions.close_day(
            stall=stall,
            day=date(2026, 11, 22),
            drawer=actions.Drawer(counted=0),
            acting_user=factory.vendor_of(stall),
        )


def test_closing_sends_the_days_total_to_the_vendors_phone() -> None:
    stall = factory.stall()
    factory.pay(factory.sale(stall, 50_000))
    cash(stall, 35_000)
    close(stall, counted=35_000)

    message = NoticeMessage.objects.get(kind="stalls.day")
    assert message.to_phone == factory.vendor_of(stall).phone
    assert "85.000 ₫" in message.text.replace("\xa0", " ")


def test_late_money_after_the_close_stands_in_the_next_day() -> None:
    stall = factory.stall()
    sale = factory.sale(stall, 50_000)
    close(stall, counted=0)
    factory.pay(sale)

    assert day_totals(stall, TODAY).lines == 0
    assert day_totals(stall, date(2026, 11, 22)).cashless == 50_000
    assert now().date() == TODAY
