"""Money goes out once, to the right account, after two people have looked."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from pytest_django import Settings

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from payments import actions
from payments.ledger.core.postings import Role
from payments.ledger.queries import PLATFORM, balance, mirror_differences, unbalanced_entries
from payments.models import Payee, PayoutAccount
from payments.payouts.actions import (
    approve_payout,
    cancel_payout,
    check_file,
    confirm_from_statement,
    confirm_paid,
    fail_payout,
    make_file,
    propose_everybody,
    propose_payout,
    propose_refund_payout,
)
from payments.payouts.errors import (
    FileRefusedError,
    NotStaffError,
    OtherFileError,
    PayoutAccountError,
    PayoutOverError,
    PayoutProofError,
    PayoutReasonError,
    PayoutTooMuchError,
    PayoutWaitsError,
    SamePersonError,
    UncheckedFileError,
)
from payments.payouts.models import Payout, PayoutFile
from payments.payouts.queries import available, held
from payments.refunds.actions import BuyerAccount, Choice, request_refund, withdraw_refund
from payments.refunds.errors import RefundOverError
from payments.refunds.models import Refund
from payments.statements.actions import import_statement
from payments.statements.hooks import went_out_for
from payments.statements.models import StatementLine
from tests.factories import payments as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> User:
    return make.person()


@pytest.fixture
def payee(seller: User) -> Payee:
    """Return a seller for whom 203,000 is held."""
    owner = make.payee(seller)
    make.collect(make.charge(owner), through=make.platform_merchant())
    return owner


def propose(payee: Payee, by: User, amount: int | None = None) -> Payout:
    wanted = None if amount is None else Money(amount)
    return propose_payout(payee=payee, amount=wanted, acting_user=by)


def filed(payee: Payee, ann: User, ben: User, amount: int | None = None) -> Payout:
    payout = propose(payee, ann, amount)
    approve_payout(payout=payout, acting_user=ben)
    make_file(template="generic", acting_user=ann)
    return Payout.objects.get(pk=payout.pk)


def compared(payout: Payout, by: User) -> None:
    assert payout.file is not None
    file = PayoutFile.objects.get(pk=payout.file.pk)
    check_file(file=file, content=bytes(file.content), acting_user=by)


def bank(payee: Payee) -> int:
    return balance(owner=f"payee:{payee.pk}", role=Role.BANK)


def test_from_proposal_to_proof(payee: Payee, ann: User, ben: User) -> None:
    payout = filed(payee, ann, ben)
    assert (payout.state, payout.amount, available(payee), held(payee)) == (
        "filed",
        203_000,
        0,
        203_000,
    )
    content = bytes(payout.file.content).decode()  # type: ignore[union-attr]
    assert f"1,{payout.account_number},HOP TAC XA MAU,999999" in content
    assert f"203000,{payout.code} CHI TRA" in content

    compared(payout, ben)
    paid = confirm_paid(payout=payout, reference="FT 88", acting_user=ann)

    assert (paid.state, paid.reference, paid.confirmed_by) == ("paid", "FT 88", ann)
    assert (held(payee), bank(payee)) == (0, 203_000)
    assert balance(owner=PLATFORM, role=Role.BANK) == -203_000
    assert mirror_differences() == {}
    assert not unbalanced_entries().exists()


def test_whoever_proposed_cannot_approve(payee: Payee, ann: User) -> None:
    payout = propose(payee, ann)

    with pytest.raises(SamePersonError):
        approve_payout(payout=payout, acting_user=ann)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).update(approved_by=ann)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).update(state="approved")

    payout.refresh_from_db()
    assert payout.state == "proposed"


def test_only_staff_moves_money(payee: Payee, seller: User, ann: User) -> None:
    with pytest.raises(NotStaffError):
        propose(payee, seller)
    payout = propose(payee, ann)
    with pytest.raises(NotStaffError):
        approve_payout(payout=payout, acting_user=seller)
    with pytest.raises(NotStaffError):
        make_file(template="generic", acting_user=seller)


def test_never_more_than_what_is_held(payee: Payee, ann: User) -> None:
    propose(payee, ann, 200_000)

    with pytest.raises(PayoutTooMuchError) as refused:
        propose(payee, ann, 3_001)
    assert refused.value.details["most"] == 3_000
    propose(payee, ann)
    with pytest.raises(PayoutTooMuchError):
        propose(payee, ann)


def test_the_same_form_twice_is_one_payout(payee: Payee, ann: User) -> None:
    first = propose(payee, ann, 1_000)

    again = propose_payout(payee=payee, amount=Money(1_000), acting_user=ann, key=first.key)

    assert first == again
    assert Payout.objects.count() == 1


def test_what_buyers_have_coming_is_left_out(payee: Payee, ann: User, seller: User) -> None:
    charge = payee.charges.get()
    request_refund(charge=charge, amount=Money(53_000), reason="Rách", acting_user=seller)
    make.collected_money(make.charge(payee, 90_000), 95_000, make.platform_merchant())

    assert held(payee) == 203_000 + 95_000
    assert available(payee) == 150_000


def test_a_changed_account_waits(
    payee: Payee, ann: User, ben: User, seller: User, settings: Settings
) -> None:
    settings.PAYOUTS_ACCOUNT_HOURS = 72
    with time_machine.travel(now() + timedelta(hours=73)):
        waiting = propose(payee, ann, 1_000)
        changed = actions.add_payout_account(
            payee=payee,
            bank_bin=make.SAMPLE_BIN,
            account_number="SCTDEMO999",
            holder_name=payee.legal_name,
            acting_user=seller,
        )
        actions.verify_payout_account(account=changed, acting_user=ben)

        with pytest.raises(PayoutWaitsError) as refused:
            propose(payee, ann, 1_000)
        assert "from" in refused.value.title() or "từ" in refused.value.title()
        with pytest.raises(PayoutWaitsError):
            approve_payout(payout=waiting, acting_user=ben)
    with time_machine.travel(now() + timedelta(hours=73 + 73)):
        assert propose(payee, ann, 1_000).account == changed
        with pytest.raises(PayoutAccountError):
            approve_payout(payout=waiting, acting_user=ben)


def test_without_an_account_nothing_goes_out(ann: User) -> None:
    owner = make.payee()
    make.collect(make.charge(owner), through=make.platform_merchant())
    PayoutAccount.objects.filter(payee=owner).update(active=False)

    with pytest.raises(PayoutAccountError):
        propose(owner, ann)
    assert propose_everybody(acting_user=ann) == []


def test_everybody_gets_what_is_there(payee: Payee, ann: User, settings: Settings) -> None:
    other = make.payee()
    make.collect(make.charge(other, 5_000), through=make.platform_merchant())
    settings.PAYOUTS_SMALLEST = 10_000

    made = propose_everybody(acting_user=ann)

    assert [(one.payee, one.amount) for one in made] == [(payee, 203_000)]


def test_a_failed_payout_gives_the_amount_back(payee: Payee, ann: User, ben: User) -> None:
    payout = filed(payee, ann, ben)

    with pytest.raises(PayoutReasonError):
        fail_payout(payout=payout, reason=" ", acting_user=ann)
    failed = fail_payout(payout=payout, reason="Tài khoản đóng", acting_user=ann)

    assert (failed.state, failed.note) == ("failed", "Tài khoản đóng")
    assert (available(payee), held(payee), bank(payee)) == (203_000, 203_000, 0)
    with pytest.raises(PayoutOverError):
        confirm_paid(payout=payout, reference="FT", acting_user=ann)


def test_money_that_came_back_after_it_was_paid_is_held_again(
    payee: Payee, ann: User, ben: User
) -> None:
    payout = filed(payee, ann, ben)
    compared(payout, ann)
    confirm_paid(payout=payout, reference="FT", acting_user=ann)

    fail_payout(payout=payout, reason="Ngân hàng trả lại", acting_user=ben)

    assert (available(payee), held(payee), bank(payee)) == (203_000, 203_000, 0)
    assert balance(owner=PLATFORM, role=Role.BANK) == 0
    assert mirror_differences() == {}


def test_a_given_up_payout_gives_the_amount_back(payee: Payee, ann: User, ben: User) -> None:
    payout = propose(payee, ann)

    cancel_payout(payout=payout, reason="no", acting_user=ben)

    assert available(payee) == 203_000
    with pytest.raises(PayoutOverError):
        approve_payout(payout=payout, acting_user=ben)


def test_a_file_changed_on_its_way_is_found_out(payee: Payee, ann: User, ben: User) -> None:
    payout = filed(payee, ann, ben)
    file = PayoutFile.objects.get()
    other = bytes(file.content).replace(b"203000", b"903000")

    with pytest.raises(OtherFileError):
        check_file(file=file, content=other, acting_user=ann)
    with pytest.raises(UncheckedFileError):
        confirm_paid(payout=payout, reference="FT", acting_user=ann)

    assert PayoutFile.objects.get().checked_at is None


def test_a_payout_stands_in_one_file_only(payee: Payee, ann: User, ben: User) -> None:
    filed(payee, ann, ben)

    with pytest.raises(FileRefusedError):
        make_file(template="generic", acting_user=ann)
    with pytest.raises(FileRefusedError):
        make_file(template="unknown", acting_user=ann)


def test_proof_is_needed(payee: Payee, ann: User, ben: User) -> None:
    payout = filed(payee, ann, ben)
    compared(payout, ann)

    with pytest.raises(PayoutProofError):
        confirm_paid(payout=payout, reference="  ", acting_user=ann)


def platform_account() -> PayoutAccount:
    platform = actions.register_payee(
        name="The platform", kind=Payee.Kind.PLATFORM, reference=f"platform:{make.next_number()}"
    )
    return make.payout_account(platform)


def test_the_banks_statement_confirms_by_code_and_exact_amount(
    payee: Payee, ann: User, ben: User
) -> None:
    payout = filed(payee, ann, ben)
    rows = [
        "Ngày,Nội dung,Ghi nợ,Ghi có,Số tham chiếu",
        f"21/11/2026,{payout.code} CHI TRA,203001,,FT1",
        f"21/11/2026,MBVCB.{payout.code}.CHI TRA,203000,,FT2",
    ]

    import_statement(
        account=platform_account(),
        name="sao-ke.csv",
        content="\n".join(rows).encode(),
        acting_user=ben,
    )

    payout.refresh_from_db()
    assert (payout.state, payout.reference) == ("paid", "FT2")
    assert payout.statement_line is not None
    assert held(payee) == 0


def test_money_that_went_out_is_explained_by_its_payout_alone(
    payee: Payee, ann: User, ben: User
) -> None:
    payout = filed(payee, ann, ben)
    compared(payout, ann)
    confirm_paid(payout=payout, reference="by phone", acting_user=ann)
    rows = [f"21/11/2026,{payout.code} CHI TRA,-203000", "21/11/2026,phi,-11000"]

    import_statement(
        account=platform_account(),
        name="bank.csv",
        content="\n".join(["Ngày,Nội dung,Số tiền", *rows]).encode(),
        acting_user=ann,
    )

    lines = list(StatementLine.objects.order_by("pk"))
    assert [set(answer) for answer in went_out_for.send(lines)] == [{lines[0].pk}]


def test_a_sellers_own_statement_confirms_nothing(
    payee: Payee, ann: User, ben: User, seller: User
) -> None:
    payout = filed(payee, ann, ben)

    import_statement(
        account=payee.payout_accounts.get(),
        name="sao-ke.csv",
        content=f"Ngày,Nội dung,Số tiền\n21/11/2026,{payout.code},-203000".encode(),
        acting_user=seller,
    )
    confirm_from_statement(lines=[], acting_user=ann)

    payout.refresh_from_db()
    assert payout.state == "filed"


def buyers_refund(payee: Payee, seller: User, amount: int = 53_000) -> Refund:
    to = BuyerAccount(
        bank_bin=make.SAMPLE_BIN, account_number="SCTDEMO 901", holder_name="Người mua"
    )
    return request_refund(
        charge=payee.charges.get(),
        amount=Money(amount),
        reason="Rách",
        acting_user=seller,
        choice=Choice(way="payout", to=to),
    )


def test_a_refund_is_paid_out_to_the_buyer(
    payee: Payee, ann: User, ben: User, seller: User
) -> None:
    refund = buyers_refund(payee, seller)
    payout = propose_refund_payout(refund=refund, acting_user=ann)
    assert (payout.holder_name, payout.account_number) == ("NGUOI MUA", "SCTDEMO901")
    assert available(payee) == 150_000
    with pytest.raises(RefundOverError):
        withdraw_refund(refund=refund, acting_user=seller)
    with pytest.raises(PayoutOverError):
        propose_refund_payout(refund=refund, acting_user=ann)
    approve_payout(payout=payout, acting_user=ben)
    make_file(template="generic", acting_user=ann)
    payout.refresh_from_db()
    compared(payout, ann)

    confirm_paid(payout=payout, reference="FT 5", acting_user=ben)

    refund.refresh_from_db()
    charge = payee.charges.get()
    assert (refund.state, charge.returned, charge.refunding) == ("done", 53_000, 0)
    assert (held(payee), available(payee), bank(payee)) == (150_000, 150_000, 0)
    assert mirror_differences() == {}


def test_a_refund_whose_payout_failed_can_be_paid_out_again(
    payee: Payee, ann: User, ben: User, seller: User
) -> None:
    refund = buyers_refund(payee, seller)
    payout = propose_refund_payout(refund=refund, acting_user=ann)
    cancel_payout(payout=payout, reason="wrong", acting_user=ben)

    refund.refresh_from_db()
    assert refund.state == "requested"
    assert propose_refund_payout(refund=refund, acting_user=ann).pk != payout.pk


def test_a_buyer_is_not_paid_out_of_what_was_paid_out_to_the_seller(
    payee: Payee, ann: User, ben: User, seller: User
) -> None:
    payout = filed(payee, ann, ben)
    compared(payout, ann)
    confirm_paid(payout=payout, reference="FT", acting_user=ann)
    refund = buyers_refund(payee, seller)

    with pytest.raises(PayoutTooMuchError):
        propose_refund_payout(refund=refund, acting_user=ann)
    refund.refresh_from_db()
    assert refund.state == "requested"
