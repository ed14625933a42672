"""Between proposal, approval and file, money may go back: then less goes out, not more."""

from datetime import date

import pytest

from marketplace.base.accounts.models import User
from marketplace.kernel.money import Money
from payments.disputes.actions import open_dispute
from payments.ledger.core.postings import Role
from payments.ledger.queries import balance, mirror_differences
from payments.models import Charge, Payee, Receipt
from payments.payouts.actions import (
    approve_payout,
    check_file,
    confirm_paid,
    make_file,
    propose_payout,
    propose_refund_payout,
)
from payments.payouts.errors import FileRefusedError, PayoutTooMuchError, SamePersonError
from payments.payouts.models import Payout
from payments.payouts.queries import held
from payments.refunds.actions import BuyerAccount, Choice, request_refund
from payments.refunds.models import Refund
from payments.settlement.actions import add_rule
from payments.settlement.core.commission import Terms
from tests.factories import payments as make
from tests.factories import tax

pytestmark = pytest.mark.django_db


def collected(payee: Payee) -> tuple[Charge, Receipt]:
    charge = make.charge(payee)
    receipt = make.collect(charge, through=make.platform_merchant())
    charge.refresh_from_db()
    return charge, receipt


def refund_to_account(charge: Charge, amount: int, by: User) -> Refund:
    to = BuyerAccount(
        bank_bin=make.sample_bank().bin, account_number="SCTDEMO777", holder_name="A BUYER"
    )
    return request_refund(
        charge=charge,
        amount=Money(amount),
        reason="not as described",
        acting_user=by,
        choice=Choice(way=Refund.Way.PAYOUT, to=to),
    )


def test_all_of_a_sale_is_paid_back_though_commission_and_tax_were_kept_back(
    ann: User, ben: User
) -> None:
    tax.rates()
    payee = make.payee()
    tax.taxpayer(payee)
    add_rule(terms=Terms(basis_points=250), valid_from=date(2026, 1, 1), reason="agreed")
    charge, _receipt = collected(payee)
    assert held(payee) == 203_000 - 5_075 - 3_045

    refund = refund_to_account(charge, 203_000, ann)
    payout = propose_refund_payout(refund=refund, acting_user=ann)
    approve_payout(payout=payout, acting_user=ben)
    file = make_file(template="generic", acting_user=ann)
    check_file(file=file, content=bytes(file.content), acting_user=ben)
    confirm_paid(payout=payout, reference="FT 1", acting_user=ann)

    books = f"payee:{payee.pk}"
    assert (held(payee), balance(owner=books, role=Role.DUE_TO_PLATFORM)) == (0, 0)
    assert mirror_differences() == {}


def test_a_part_is_not_paid_back_out_of_what_stays_kept_back(ann: User, ben: User) -> None:
    payee = make.payee()
    add_rule(terms=Terms(basis_points=5_000), valid_from=date(2026, 1, 1), reason="agreed")
    charge, _receipt = collected(payee)
    propose_payout(payee=payee, amount=None, acting_user=ann)
    refund = refund_to_account(charge, 100_000, ann)

    with pytest.raises(PayoutTooMuchError) as refused:
        propose_refund_payout(refund=refund, acting_user=ben)

    assert refused.value.details["most"] == 50_000


def test_a_payout_is_not_approved_once_its_money_is_about_to_go_back(ann: User, ben: User) -> None:
    payee = make.payee()
    charge, _receipt = collected(payee)
    payout = propose_payout(payee=payee, amount=None, acting_user=ann)
    request_refund(charge=charge, amount=Money(50_000), reason="broken", acting_user=ann)

    with pytest.raises(PayoutTooMuchError):
        approve_payout(payout=payout, acting_user=ben)

    payout.refresh_from_db()
    assert payout.state == Payout.State.PROPOSED


def test_what_is_contested_after_the_approval_stays_out_of_the_file(ann: User, ben: User) -> None:
    first, other = make.payee(), make.payee()
    _charge, contested = collected(first)
    collected(other)
    kept_out = propose_payout(payee=first, amount=None, acting_user=ann)
    goes = propose_payout(payee=other, amount=None, acting_user=ann)
    for one in (kept_out, goes):
        approve_payout(payout=one, acting_user=ben)
    open_dispute(payment=contested, dispute_ref="D1", amount=Money(203_000))

    file = make_file(template="generic", acting_user=ann)

    assert list(file.payouts.all()) == [goes]
    kept_out.refresh_from_db()
    assert kept_out.state == Payout.State.APPROVED
    with pytest.raises(FileRefusedError):
        make_file(template="generic", acting_user=ann)


def test_whoever_wrote_the_buyers_account_does_not_approve_its_payout(ann: User, ben: User) -> None:
    charge, _receipt = collected(make.payee())
    refund = refund_to_account(charge, 203_000, ann)
    payout = propose_refund_payout(refund=refund, acting_user=ben)

    with pytest.raises(SamePersonError):
        approve_payout(payout=payout, acting_user=ann)

    third = make.person(staff=True)
    assert approve_payout(payout=payout, acting_user=third).approved_by == third


def test_a_name_no_bank_reads_is_told_with_its_payout(ann: User, ben: User) -> None:
    for _good in range(2):
        payee = make.payee()
        collected(payee)
        good = propose_payout(payee=payee, amount=None, acting_user=ann)
        approve_payout(payout=good, acting_user=ben)
    other = make.payee_without_account(legal_name="សួស្តី")
    make.payout_account(other)
    collected(other)
    bad = propose_payout(payee=other, amount=None, acting_user=ann)
    approve_payout(payout=bad, acting_user=ben)

    with pytest.raises(FileRefusedError) as refused:
        make_file(template="generic", acting_user=ann)

    assert bad.code in refused.value.title()
