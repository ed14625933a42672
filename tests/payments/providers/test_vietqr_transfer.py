"""Transfer by QR."""

from datetime import timedelta

import pytest
import time_machine

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from payments import actions
from payments.errors import PaymentRefusedError
from payments.models import Charge
from payments.protocol import QrStep
from payments.vietqr.core.payload import parse
from tests.factories import payments as make
from tests.payments.providers.contract import ProviderContract


def qr_step(charge: Charge) -> QrStep:
    step = actions.start_attempt(charge=charge, provider_code="vietqr_transfer")
    assert isinstance(step, QrStep)
    return step


class TestVietQrTransfer(ProviderContract):
    code = "vietqr_transfer"

    def too_much(self) -> Money | None:
        return Money(500_000_000)

    def test_a_seller_without_an_account_is_not_paid_this_way(self) -> None:
        payee = make.payee_without_account()

        assert not self.provider.is_offered(payee, Money(203_000))
        with pytest.raises(PaymentRefusedError):
            actions.start_attempt(charge=make.charge(payee), provider_code=self.code)

    def test_the_code_says_account_amount_and_memo(self) -> None:
        charge = make.charge()
        account = charge.payee.payout_accounts.get()

        step = qr_step(charge)
        read = parse(step.payload)

        assert (read.acquirer_bin, read.account) == ("999999", account.account_number)
        assert (read.amount, read.purpose, read.dynamic) == (203_000, charge.memo_code, True)
        assert (step.bank_name, step.holder_name) == ("Ngân hàng mẫu", "HOP TAC XA MAU")
        assert (step.amount, step.memo) == (Money(203_000), charge.memo_code)

    def test_a_short_payment_gets_a_code_for_the_rest_alone(self) -> None:
        charge = make.charge()
        qr_step(charge)
        make.pay(charge, 185_000)

        step = qr_step(charge)
        read = parse(step.payload)

        assert (read.amount, step.amount) == (18_000, Money(18_000))
        assert read.purpose == step.memo != charge.memo_code

    def test_a_code_is_shown_for_a_quarter_of_an_hour_then_a_fresh_one_is_made(self) -> None:
        charge = make.charge(minutes=60)
        first = qr_step(charge)
        assert first.expires_at - now() <= timedelta(minutes=15)

        with time_machine.travel(now() + timedelta(minutes=15, seconds=1)):
            second = qr_step(charge)

        assert second.memo != first.memo
        make.money(charge.payee, 203_000, first.memo)
        charge.refresh_from_db()
        assert charge.rest == Money(0)

    def test_no_code_outlives_the_goods(self) -> None:
        charge = make.charge(minutes=4)

        assert qr_step(charge).expires_at == charge.expires_at
