"""Refunds, payouts and disputes from two places at once: what SQLite's single writer hides."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from pytest_django import Settings

from marketplace.kernel.money import Money
from payments.disputes.actions import open_dispute
from payments.ledger.queries import mirror_differences, unbalanced_entries
from payments.models import Charge, MoneyReturn, Payee, Receipt
from payments.payouts.actions import approve_payout, make_file, propose_payout
from payments.payouts.errors import PayoutTooMuchError
from payments.payouts.models import Payout
from payments.payouts.queries import available
from payments.refunds.actions import (
    request_refund,
    request_refund_of_receipt,
    send_refund,
    settle_by_hand,
    take_refund_answer,
)
from payments.refunds.errors import RefundTooMuchError
from payments.refunds.models import Refund
from payments.wallets.protocol import RefundAnswer, RefundOutcome
from tests.factories import payments as make
from tests.factories import refunds as refunds_make
from tests.factories.refunds import BenchWallet

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT_ONCE = 12


def together(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Run all of ``acts`` in threads that start at the same moment; errors come back as values."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001 (the tests look at it)
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_refunds_asked_for_at_once_never_come_to_more_than_was_paid() -> None:
    make.sample_bank()
    seller = make.person()
    charge = make.charge(make.payee(seller), 100_000)
    make.pay(charge)

    def ask() -> Refund:
        mine = Charge.objects.get(pk=charge.pk)
        return request_refund(charge=mine, amount=Money(30_000), reason="Rách", acting_user=seller)

    answers = together([ask] * AT_ONCE)

    charge.refresh_from_db()
    assert sum(isinstance(one, Refund) for one in answers) == 3
    assert sum(isinstance(one, RefundTooMuchError) for one in answers) == AT_ONCE - 3
    assert (charge.refunding, charge.waived) == (90_000, 90_000)
    assert not unbalanced_entries().exists()


def test_refunds_of_money_that_pays_nothing_at_once_are_one() -> None:
    make.sample_bank()
    seller = make.person()
    receipt = make.money(make.payee(seller), 90_000, "?")

    def ask() -> Refund:
        mine = Receipt.objects.get(pk=receipt.pk)
        return request_refund_of_receipt(
            receipt=mine, amount=Money(90_000), reason="Nhầm", acting_user=seller
        )

    answers = together([ask] * AT_ONCE)

    assert sum(isinstance(one, Refund) for one in answers) == 1
    receipt.refresh_from_db()
    assert (receipt.refunding, receipt.open_amount) == (90_000, 0)


def test_a_refund_sent_and_answered_from_many_places_gives_back_once(wallet: BenchWallet) -> None:
    make.sample_bank()
    seller = make.person()
    charge = make.charge(make.payee(seller))
    refunds_make.pay(charge, refunds_make.merchant(charge.payee))
    charge.refresh_from_db()
    refund = request_refund(charge=charge, amount=Money(203_000), reason="Rách", acting_user=seller)
    done = RefundAnswer(outcome=RefundOutcome.DONE, provider_ref="T1")

    def send() -> Refund:
        return send_refund(refund=Refund.objects.get(pk=refund.pk))

    def hear() -> Refund:
        return take_refund_answer(refund=Refund.objects.get(pk=refund.pk), answer=done)

    together([send, hear] * (AT_ONCE // 2))

    charge.refresh_from_db()
    assert len(wallet.asked) <= 1
    assert (MoneyReturn.objects.count(), charge.returned, charge.refunding) == (1, 203_000, 0)
    assert not unbalanced_entries().exists()


def test_a_proof_typed_at_once_closes_a_refund_once() -> None:
    make.sample_bank()
    seller = make.person()
    charge = make.charge(make.payee(seller))
    make.pay(charge)
    charge.refresh_from_db()
    refund = request_refund(charge=charge, amount=Money(50_000), reason="x", acting_user=seller)

    together(
        [
            lambda: settle_by_hand(
                refund=Refund.objects.get(pk=refund.pk), reference="FT", acting_user=seller
            )
        ]
        * AT_ONCE
    )

    assert MoneyReturn.objects.count() == 1


def test_payouts_proposed_at_once_never_come_to_more_than_is_held(settings: Settings) -> None:
    settings.PAYOUTS_ACCOUNT_HOURS = 0
    make.sample_bank()
    ann, ben = make.person(staff=True), make.person(staff=True)
    payee = make.payee()
    make.collect(make.charge(payee, 100_000), through=make.merchant())

    def propose() -> Payout:
        mine = Payee.objects.get(pk=payee.pk)
        return propose_payout(payee=mine, amount=Money(40_000), acting_user=ann)

    answers = together([propose] * AT_ONCE)

    made = [one for one in answers if isinstance(one, Payout)]
    assert len(made) == 2
    assert sum(isinstance(one, PayoutTooMuchError) for one in answers) == AT_ONCE - 2
    assert available(payee) == 20_000
    for payout in made:
        approve_payout(payout=payout, acting_user=ben)
    files = together([lambda: make_file(template="generic", acting_user=ann)] * 4)
    assert sum(not isinstance(one, Exception) for one in files) == 1
    assert set(Payout.objects.values_list("state", flat=True)) == {"filed"}


def test_refund_payout_and_dispute_at_once_share_what_is_there(settings: Settings) -> None:
    settings.PAYOUTS_ACCOUNT_HOURS = 0
    make.sample_bank()
    seller, ann = make.person(), make.person(staff=True)
    payee = make.payee(seller)
    charge = make.charge(payee, 100_000)
    payment = make.collect(charge, through=make.merchant())

    def refund() -> object:
        mine = Charge.objects.get(pk=charge.pk)
        return request_refund(charge=mine, amount=Money(100_000), reason="x", acting_user=seller)

    def contest() -> object:
        return open_dispute(payment=payment, dispute_ref="D1", amount=Money(100_000))

    together([refund, contest] * (AT_ONCE // 2))

    charge.refresh_from_db()
    assert charge.refunding == 100_000
    assert available(payee) == 0
    with pytest.raises(PayoutTooMuchError):
        propose_payout(payee=payee, amount=None, acting_user=ann)
    assert mirror_differences() == {}
