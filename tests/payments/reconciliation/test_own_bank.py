"""The platform's own bank account: gateways' settlements, payouts, and what nobody explains."""

import pytest

from payments import actions
from payments.ledger.core.postings import Role
from payments.ledger.queries import PLATFORM, balances
from payments.models import Payee, PayoutAccount, Receipt
from payments.reconciliation.actions import reconcile_day, take_report
from payments.reconciliation.models import Difference
from payments.reconciliation.writing_off import write_off
from payments.statements.actions import import_statement
from payments.statements.models import StatementLine
from tests.factories import payments as make
from tests.factories.reconciliation import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> PayoutAccount:
    payee = actions.register_payee(name="The shop", kind=Payee.Kind.PLATFORM, reference="platform")
    return make.payout_account(payee)


def read_in(account: PayoutAccount, *rows: str) -> None:
    import_statement(
        account=account,
        name="bank.csv",
        content="\n".join(["Ngay,Noi dung,So tien", *rows, ""]).encode(),
        acting_user=make.person(staff=True),
    )


def open_ones() -> list[tuple[str, int, int]]:
    rows = Difference.objects.filter(closed_at=None).order_by("pk")
    return list(rows.values_list("kind", "ours", "theirs"))


def test_a_gateways_settlement_is_no_sale_and_waits_for_its_report(ours: PayoutAccount) -> None:
    through = make.merchant()
    receipt = make.collect(make.charge(amount=203_000), through=through)

    read_in(ours, "21/11/2026,settlement N1,200767")
    reconcile_day(day=DAY)
    assert list(Receipt.objects.all()) == [receipt]
    assert ("bank_not_here", 0, 200_767) in open_ones()

    rows = [
        f"payment,{receipt.reference},203000,2026-11-21,2233",
        "payout,N1,200767,2026-11-21,2233",
    ]
    take_report(
        merchant=through,
        name="report.csv",
        content="\n".join(["kind,reference,amount,day,fee", *rows]).encode(),
    )
    assert open_ones() == []
    assert balances(owner=PLATFORM)[Role.BANK] == 200_767


def test_what_a_gateway_pays_to_a_sellers_own_bank_is_not_looked_for_in_ours(
    ours: PayoutAccount,
) -> None:
    seller = make.payee_without_account()
    rows = ["kind,reference,amount,day,fee", "payout,N1,200767,2026-11-21,0"]

    take_report(merchant=make.merchant(seller), name="report.csv", content="\n".join(rows).encode())
    read_in(ours, "21/11/2026,of somebody else,200767")
    reconcile_day(day=DAY)

    assert open_ones() == [("bank_not_here", 0, 200_767)]


def test_what_names_a_bill_of_the_platform_pays_it(ours: PayoutAccount) -> None:
    bill = make.charge(ours.payee, amount=50_000, minutes=None)

    read_in(ours, f"21/11/2026,{bill.memo_code} hoa hong,50000")

    bill.refresh_from_db()
    assert bill.settled_at is not None
    assert StatementLine.objects.get().outcome == "new_money"


def test_money_that_went_out_for_nothing_we_know_is_listed_and_can_be_written_off(
    ours: PayoutAccount,
) -> None:
    read_in(ours, "21/11/2026,phi dich vu,-11000")

    reconcile_day(day=DAY)
    assert open_ones() == [("bank_went_out", 0, 11_000)]
    officer = make.person(staff=True)
    write_off(difference=Difference.objects.get(), reason="the bank's fee", acting_user=officer)

    assert open_ones() == []
    books = balances(owner=PLATFORM)
    assert (books[Role.BANK], books[Role.DIFFERENCES]) == (-11_000, 11_000)


def test_what_a_seller_spends_is_their_own_affair() -> None:
    account = make.payout_account(make.payee_without_account())

    read_in(account, "21/11/2026,mua phan bon,-500000")

    reconcile_day(day=DAY)
    assert open_ones() == []
