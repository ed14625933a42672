"""Every difference between gateway, bank and ledger is listed, and closed with a reason."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from marketplace.kernel.clock import now
from payments import actions
from payments.ledger.core.postings import Role
from payments.ledger.queries import PLATFORM, balances
from payments.models import MerchantAccount, Payee, Receipt
from payments.reconciliation.actions import (
    _write,
    close_difference,
    reconcile_day,
    reconcile_last_days,
    take_report,
)
from payments.reconciliation.errors import DifferenceClosedError, ReportRefusedError
from payments.reconciliation.finding import covered, find
from payments.reconciliation.models import Difference, ProviderLine, ProviderReport
from payments.statements.actions import import_statement
from tests.factories import payments as make
from tests.factories.reconciliation import DAY, report

pytestmark = pytest.mark.django_db


def open_ones() -> list[tuple[str, int, int]]:
    return list(
        Difference.objects.filter(closed_at=None)
        .order_by("kind", "pk")
        .values_list("kind", "ours", "theirs")
    )


def paid(merchant: MerchantAccount, amount: int = 203_000) -> Receipt:
    return make.collect(make.charge(amount=amount), through=merchant)


def test_a_report_that_agrees_leaves_no_difference() -> None:
    merchant = make.merchant()
    receipt = paid(merchant)

    report(merchant, f"payment,{receipt.reference},203000,2026-11-21,2233")

    assert open_ones() == []


def test_payments_that_differ_are_listed_with_both_sides() -> None:
    merchant = make.merchant()
    mine, other = paid(merchant), paid(merchant, 100_000)

    report(
        merchant,
        f"payment,{other.reference},90000,2026-11-21,0",
        "payment,UNKNOWN,50000,2026-11-21,0",
    )

    assert open_ones() == [
        ("payment_amount", 100_000, 90_000),
        ("payment_not_here", 0, 50_000),
        ("payment_not_there", 203_000, 0),
    ]
    assert Difference.objects.get(kind="payment_not_there").reference == mine.reference


def test_collected_money_without_a_report_is_a_difference_until_it_comes() -> None:
    merchant = make.merchant()
    receipt = paid(merchant)

    reconcile_day(day=DAY)
    assert open_ones() == [("no_report", 203_000, 0)]
    report(merchant, f"payment,{receipt.reference},203000,2026-11-21,0")

    assert open_ones() == []
    assert Difference.objects.get().closed_by is None


def test_the_sellers_own_gateway_account_needs_no_report() -> None:
    charge = make.charge()
    make.collect(charge, through=make.merchant(charge.payee))

    reconcile_day(day=DAY)

    assert open_ones() == []


def test_a_payment_that_the_gateway_books_on_the_next_day_is_no_difference() -> None:
    merchant = make.merchant()
    receipt = paid(merchant)
    report(merchant, f"payment,{receipt.reference},203000,2026-11-22,0")

    reconcile_day(day=DAY)
    reconcile_day(day=date(2026, 11, 22))

    assert open_ones() == []


def test_a_gateways_payout_is_booked_and_looked_for_in_the_bank() -> None:
    merchant = make.merchant()
    receipt = paid(merchant)
    ours = actions.register_payee(name="The shop", kind=Payee.Kind.PLATFORM, reference="platform")
    account = make.payout_account(ours)

    report(
        merchant,
        f"payment,{receipt.reference},203000,2026-11-21,2233",
        "payout,N1,200767,2026-11-21,2233",
    )

    books = balances(owner=PLATFORM)
    assert (books[Role.BANK], books[Role.GATEWAY_FEES], books[Role.CLEARING]) == (200_767, 2_233, 0)
    assert open_ones() == [("payout_not_in_bank", 0, 200_767)]
    statement = f"Ngay,Noi dung,So tien\n21/11/2026,{merchant.provider} N1,200767\n"
    import_statement(
        account=account,
        name="bank.csv",
        content=statement.encode(),
        acting_user=make.person(staff=True),
    )
    reconcile_day(day=DAY)
    assert open_ones() == []


def test_what_the_seller_confirmed_and_the_bank_does_not_know_is_listed() -> None:
    seller = make.person()
    charge = make.charge(make.payee(seller), amount=203_000)
    actions.confirm_by_seller(charge=charge, amount=charge.asked, acting_user=seller)
    account = charge.payee.payout_accounts.get()
    statement = "Ngay,Noi dung,So tien\n21/11/2026,something else,1000\n"
    import_statement(
        account=account, name="bank.csv", content=statement.encode(), acting_user=seller
    )

    reconcile_day(day=DAY)

    assert open_ones() == [("not_in_bank", 203_000, 0)]


def test_what_the_feed_did_not_tell_of_is_listed() -> None:
    owner = make.payee_without_account()
    account = make.payout_account(owner, feed_code="test_feed")
    statement = "Ngay,Noi dung,So tien\n21/11/2026,missed,5000\n"
    import_statement(
        account=account,
        name="bank.csv",
        content=statement.encode(),
        acting_user=make.person(staff=True),
    )

    reconcile_day(day=DAY)

    assert open_ones() == [("bank_not_here", 0, 5_000)]


def test_a_receipt_that_the_ledger_does_not_know_is_listed() -> None:
    person = make.person()
    Receipt.objects.create(
        payee=make.payee(person),
        amount=203_000,
        environment="live",
        source=Receipt.Source.CASH,
        confirmed_by=person,
        occurred_at=now(),
        created_at=now(),
    )

    reconcile_day(day=DAY)

    assert open_ones() == [("not_booked", 203_000, 0)]


def test_looking_twice_finds_nothing_new_and_a_reason_closes() -> None:
    merchant = make.merchant()
    paid(merchant)
    first, second = reconcile_day(day=DAY), reconcile_day(day=DAY)
    (difference,) = first.new
    staff = make.person(staff=True)

    assert (second.found, list(second.new)) == (1, [])
    with pytest.raises(DifferenceClosedError):
        close_difference(difference=difference, reason="  ", acting_user=staff)
    close_difference(difference=difference, reason="report comes on Monday", acting_user=staff)
    with pytest.raises(DifferenceClosedError):
        close_difference(difference=difference, reason="again", acting_user=staff)
    reconcile_day(day=DAY)
    assert open_ones() == []


def test_the_same_report_twice_is_one_and_a_bad_one_leaves_nothing() -> None:
    merchant = make.merchant()
    row = "payment,P1,1000,2026-11-21,0"

    assert report(merchant, row) == report(merchant, row)
    assert ProviderLine.objects.count() == 1
    with pytest.raises(ReportRefusedError) as refused:
        report(merchant, "gift,P2,1000,2026-11-21,0")
    assert "gift" in refused.value.title()
    assert ProviderReport.objects.count() == 1


def test_a_report_that_takes_back_what_an_earlier_one_said_is_refused_with_both_amounts() -> None:
    merchant = make.merchant()
    report(merchant, "payment,T1,203000,2026-11-21,0")

    with pytest.raises(ReportRefusedError) as refused:
        report(merchant, "payment,T0,5000,2026-11-21,0", "payment,T1,200000,2026-11-21,0")

    assert "T1: 203000 → 200000" in refused.value.title()
    assert list(ProviderLine.objects.values_list("reference", "amount")) == [("T1", 203_000)]


def test_the_same_empty_file_for_another_day_covers_that_day_too() -> None:
    merchant = make.merchant()
    report(merchant)
    before = date(2026, 11, 20)

    take_report(
        merchant=merchant,
        name="report.csv",
        content=b"kind,reference,amount,day,fee",
        first_day=before,
        last_day=before,
    )

    assert covered(merchant, DAY)
    assert covered(merchant, before)
    assert ProviderReport.objects.count() == 2


def test_the_clock_looks_at_the_last_days() -> None:
    paid(make.merchant())

    with time_machine.travel("2026-11-24T05:00:00Z"):
        reconcile_last_days()

    assert open_ones() == [("no_report", 203_000, 0)]


def test_the_command_prints_what_differs_and_fails_then() -> None:
    out = StringIO()
    call_command("reconcile", day="2026-11-21", stdout=out)
    assert "agree" in out.getvalue()
    paid(make.merchant())

    with pytest.raises(CommandError, match="1 open on 2026-11-21"):
        call_command("reconcile", day="2026-11-21", stdout=out)
    assert "no_report" in out.getvalue()
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        call_command("reconcile", day="21.11.2026")


def test_what_vanished_by_itself_and_is_there_again_is_open_again() -> None:
    merchant = make.merchant()
    paid(merchant)
    reconcile_day(day=DAY)
    difference = Difference.objects.get()
    Difference.objects.filter(pk=difference.pk).update(closed_at=now(), reason="seen no more")

    again = reconcile_day(day=DAY)

    difference.refresh_from_db()
    assert (difference.closed_at, difference.reason) == (None, "")
    assert list(again.new) == [difference]


def test_a_difference_that_another_comparison_wrote_meanwhile_is_one() -> None:
    paid(make.merchant())
    (found,) = find(DAY)

    first, second = _write(found), _write(found)

    assert first == second
    assert Difference.objects.count() == 1


def test_a_confirmation_that_was_taken_back_is_not_missing_in_the_bank() -> None:
    seller = make.person()
    charge = make.charge(make.payee(seller), amount=203_000)
    receipt = actions.confirm_by_seller(charge=charge, amount=charge.asked, acting_user=seller)
    actions.withdraw_confirmation(receipt=receipt, acting_user=seller, reason="a mistake")
    statement = "Ngay,Noi dung,So tien\n21/11/2026,something else,1000\n"
    import_statement(
        account=charge.payee.payout_accounts.get(),
        name="bank.csv",
        content=statement.encode(),
        acting_user=seller,
    )

    reconcile_day(day=DAY)

    assert open_ones() == []


@pytest.mark.parametrize("content", [b";;;\n,,,\n", b"kind,reference\n" + b"x" * 200_000])
def test_a_report_of_rubbish_is_refused_not_crashed_on(content: bytes) -> None:
    with pytest.raises(ReportRefusedError):
        take_report(merchant=make.merchant(), name="report.csv", content=content)
