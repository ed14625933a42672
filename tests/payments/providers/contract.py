"""What every provider must do, whoever writes it. Subclass it in the provider's own test file."""

import json

import pytest

from marketplace.kernel.money import Money
from payments import actions
from payments.errors import ChargeClosedError, PaymentRefusedError
from payments.models import Attempt, Charge, Payee, Receipt
from payments.protocol import Provider, WaitsForBank, providers
from payments.steps import from_json, to_json
from tests.factories import payments as make


@pytest.mark.django_db
class ProviderContract:
    """Set ``code``; override ``payee`` when the provider needs a special one."""

    code: str

    def payee(self) -> Payee:
        return make.payee()

    def too_much(self) -> Money | None:
        """Return an amount the provider does not take, or None when it takes any."""
        return None

    @property
    def provider(self) -> Provider:
        return providers.get(self.code)

    def charge(self) -> Charge:
        return make.charge(self.payee())

    def test_it_is_registered_under_its_code_with_words_for_people(self) -> None:
        assert self.provider.code == self.code
        assert str(self.provider.label)
        assert str(self.provider.summary)

    def test_it_is_offered_for_an_ordinary_parcel(self) -> None:
        assert self.provider.is_offered(self.payee(), Money(203_000))

    def test_it_takes_whole_dong_only_and_never_nothing(self) -> None:
        assert not self.provider.is_offered(self.payee(), Money(0))
        assert not self.provider.is_offered(self.payee(), Money(203_000, "USD"))

    def test_it_says_no_before_it_is_asked_for_too_much(self) -> None:
        amount = self.too_much()
        if amount is None:
            assert self.provider.is_offered(self.payee(), Money(10**12))
            return
        payee = self.payee()
        charge = make.charge(payee, amount.amount)

        assert not self.provider.is_offered(payee, amount)
        with pytest.raises(PaymentRefusedError):
            actions.start_attempt(charge=charge, provider_code=self.code)
        assert not Attempt.objects.exists()

    def test_its_attempt_is_written_and_a_reload_gets_the_same_step(self) -> None:
        charge = self.charge()

        first = actions.start_attempt(charge=charge, provider_code=self.code)
        second = actions.start_attempt(charge=charge, provider_code=self.code)

        attempt = Attempt.objects.get()
        assert first == second
        assert attempt.outcome == Attempt.Outcome.OFFERED
        assert attempt.amount == charge.asked
        assert attempt.provider_label == str(self.provider.label)

    def test_its_step_survives_storage(self) -> None:
        step = actions.start_attempt(charge=self.charge(), provider_code=self.code)

        assert from_json(json.loads(json.dumps(to_json(step)))) == step

    def test_it_has_a_memo_code_only_when_a_bank_carries_the_money(self) -> None:
        charge = self.charge()
        actions.start_attempt(charge=charge, provider_code=self.code)

        waits = isinstance(self.provider, WaitsForBank)
        assert (Attempt.objects.get().memo_code == charge.memo_code) is waits

    def test_starting_moves_no_money(self) -> None:
        charge = self.charge()
        actions.start_attempt(charge=charge, provider_code=self.code)

        charge.refresh_from_db()
        assert charge.allocated == 0
        assert not Receipt.objects.exists()

    def test_nothing_is_started_for_what_is_paid(self) -> None:
        charge = self.charge()
        make.pay(charge)

        with pytest.raises(ChargeClosedError):
            actions.start_attempt(charge=charge, provider_code=self.code)
