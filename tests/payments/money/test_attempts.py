"""One try with one provider: written first, never asked twice under two keys."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from payments import actions
from payments.errors import PaymentRefusedError, ProviderUnreachableError
from payments.models import Attempt, Charge, Payee
from payments.protocol import NextStep, RedirectStep, providers
from payments.queries import Phase, charge_view
from tests.factories import payments as make

pytestmark = pytest.mark.django_db


class Moody:
    """A provider that answers as the test says, and remembers the keys it was asked with."""

    code = "moody"
    label = "Moody"
    summary = "For tests"
    waits_for_money = True

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.keys: list[str] = []
        self.rows_seen: list[int] = []

    def is_offered(self, payee: Payee, amount: Money) -> bool:
        return payee.pk > 0 and amount.amount > 0

    def start(self, attempt: Attempt) -> NextStep:
        self.keys.append(str(attempt.idempotency_key))
        self.rows_seen.append(Attempt.objects.filter(pk=attempt.pk).count())
        if self.error is not None:
            raise self.error
        return RedirectStep(url="https://pay.example/1")


@pytest.fixture
def moody() -> Iterator[Moody]:
    provider = Moody()
    with providers.register_temporarily("moody", provider):
        yield provider


def start(charge: Charge) -> NextStep:
    return actions.start_attempt(charge=charge, provider_code="moody")


def test_the_row_is_there_before_the_provider_is_asked(moody: Moody) -> None:
    start(make.charge())

    assert moody.rows_seen == [1]


def test_no_answer_is_unknown_and_asked_again_under_the_same_key(moody: Moody) -> None:
    charge = make.charge()
    moody.error = ProviderUnreachableError()
    for _again in range(2):
        with pytest.raises(ProviderUnreachableError):
            start(charge)

    assert Attempt.objects.get().outcome == Attempt.Outcome.UNKNOWN
    assert charge_view(charge).phase is Phase.NO_ANSWER
    moody.error = None
    assert start(charge) == RedirectStep(url="https://pay.example/1")

    assert len(moody.keys) == 3
    assert len(set(moody.keys)) == 1
    assert Attempt.objects.get().outcome == Attempt.Outcome.OFFERED
    assert charge_view(charge).phase is Phase.REDIRECT


def test_a_refusal_ends_the_try_and_the_next_has_a_key_of_its_own(moody: Moody) -> None:
    charge = make.charge()
    moody.error = PaymentRefusedError()
    with pytest.raises(PaymentRefusedError):
        start(charge)
    assert charge_view(charge).phase is Phase.CHOOSE
    moody.error = None
    start(charge)

    assert len(set(moody.keys)) == 2
    outcomes = set(Attempt.objects.values_list("outcome", flat=True))
    assert outcomes == {Attempt.Outcome.REFUSED, Attempt.Outcome.OFFERED}


def test_a_reload_does_not_ask_the_provider_again(moody: Moody) -> None:
    charge = make.charge()

    assert start(charge) == start(charge)
    assert len(moody.keys) == 1


def test_a_try_that_is_over_is_made_anew(moody: Moody) -> None:
    charge = make.charge()
    start(charge)

    with time_machine.travel(now() + timedelta(minutes=16)):
        start(charge)

    assert len(set(moody.keys)) == 2


def test_a_provider_nobody_registered_is_refused() -> None:
    charge = make.charge()

    with pytest.raises(PaymentRefusedError):
        actions.start_attempt(charge=charge, provider_code="gone")
    assert not Attempt.objects.exists()


def test_the_page_of_a_redirect_and_of_no_answer(moody: Moody, client: Client) -> None:
    charge = make.charge()
    client.cookies["django_language"] = "en"
    url = f"/tra/{charge.public_id}/"
    moody.error = ProviderUnreachableError()
    html = client.post(f"{url}ma/", {"provider": "moody"}, follow=True).content.decode()
    assert "No answer yet. Nothing is lost: look again in a minute." in html
    assert "Nothing is lost. Ask again, or choose another way." in html
    moody.error = None
    client.post(f"{url}ma/", {"provider": "moody"})

    assert 'href="https://pay.example/1"' in client.get(url).content.decode()


def test_old_tries_stay_readable_when_their_module_is_gone() -> None:
    charge = make.charge()
    with providers.register_temporarily("moody", Moody()):
        start(charge)

    attempt = Attempt.objects.get()
    assert (attempt.provider, attempt.provider_label) == ("moody", "Moody")
    assert charge_view(charge).phase is Phase.REDIRECT
