"""Cash on delivery."""

from pytest_django import Settings

from marketplace.kernel.money import Money
from payments import actions
from payments.core.states import ChargeState
from payments.ledger.core.postings import Role
from payments.ledger.queries import balance
from payments.protocol import NothingStep
from tests.factories import payments as make
from tests.payments.providers.contract import ProviderContract


class TestCashOnDelivery(ProviderContract):
    code = "cod"

    def too_much(self) -> Money | None:
        return Money(2_000_000)

    def test_a_seller_without_a_bank_account_can_take_cash(self) -> None:
        assert self.provider.is_offered(make.payee_without_account(), Money(203_000))

    def test_the_limit_is_a_setting(self, settings: Settings) -> None:
        settings.COD_BELOW = 100_000

        assert self.provider.is_offered(make.payee(), Money(99_999))
        assert not self.provider.is_offered(make.payee(), Money(100_000))

    def test_nothing_is_to_be_done_until_the_cash_is_recorded(self) -> None:
        seller = make.person()
        charge = make.charge(make.payee(seller), minutes=None)

        step = actions.start_attempt(charge=charge, provider_code="cod")
        assert isinstance(step, NothingStep)
        assert charge.state is ChargeState.PENDING
        actions.record_cash(charge=charge, amount=charge.asked, acting_user=seller)

        assert charge.rest == Money(0)
        assert balance(owner=f"payee:{charge.payee_id}", role=Role.CASH) == 203_000
