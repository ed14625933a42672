"""A buyer changes their mind about how to pay, and comes back to the first way."""

from collections.abc import Iterator

import pytest
from django.test import Client

from marketplace.kernel.money import Money
from payments.actions import start_attempt
from payments.models import Attempt, Charge, Payee
from payments.protocol import NextStep, RedirectStep, providers
from payments.queries import charge_view
from tests.factories import payments as make

pytestmark = pytest.mark.django_db

CARD = "sample_card"


class Card:
    """A way to pay on a page elsewhere."""

    code = CARD
    label = "Sample card"
    summary = "On its own page."
    waits_for_money = True

    def is_offered(self, payee: Payee, amount: Money) -> bool:
        """Fit everybody."""
        return bool(payee.pk and amount.amount)

    def start(self, attempt: Attempt) -> NextStep:
        """Send the buyer to a page for this try."""
        return RedirectStep(url=f"https://card.invalid/{attempt.pk}")


@pytest.fixture(autouse=True)
def card() -> Iterator[None]:
    with providers.register_temporarily(CARD, Card(), module="payments"):
        yield


def choose(client: Client, charge: Charge, code: str) -> None:
    answer = client.post(f"/tra/{charge.public_id}/ma/", {"provider": code})
    assert answer.status_code == 302


def page(client: Client, charge: Charge) -> str:
    return client.get(f"/tra/{charge.public_id}/").content.decode()


def other_ways(client: Client, charge: Charge) -> str:
    return client.get(f"/tra/{charge.public_id}/cach/", {"back": "/t/AB12/"}).content.decode()


def test_while_a_code_is_shown_a_link_leads_to_the_other_ways(english_client: Client) -> None:
    charge = make.charge()
    make.attempt(charge)

    assert f'href="/tra/{charge.public_id}/cach/"' in page(english_client, charge)
    html = other_ways(english_client, charge)
    assert f'value="{CARD}"' in html
    assert 'value="vietqr_transfer"' not in html
    assert '<input type="hidden" name="back" value="/t/AB12/">' in html


def test_a_link_elsewhere_is_not_taken_over(english_client: Client) -> None:
    charge = make.charge()

    answer = english_client.get(f"/tra/{charge.public_id}/cach/", {"back": "https://evil.invalid/"})

    assert "evil.invalid" not in answer.content.decode()


def test_where_there_is_no_other_way_the_page_says_so(english_client: Client) -> None:
    charge = make.charge()
    make.attempt(charge)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Card, "is_offered", lambda *_: False)

        assert "There is no other way here" in other_ways(english_client, charge)


def test_what_is_paid_needs_no_other_way(english_client: Client) -> None:
    charge = make.charge()
    make.attempt(charge)
    make.pay(charge)

    answer = english_client.get(f"/tra/{charge.public_id}/cach/")

    assert (answer.status_code, answer["Location"]) == (302, f"/tra/{charge.public_id}/")


def test_on_the_way_to_another_page_the_transfer_is_still_offered(english_client: Client) -> None:
    charge = make.charge()
    choose(english_client, charge, CARD)

    assert "https://card.invalid/" in page(english_client, charge)
    assert 'value="vietqr_transfer"' in other_ways(english_client, charge)


def test_the_buyer_comes_back_to_the_same_try(english_client: Client) -> None:
    charge = make.charge()
    choose(english_client, charge, "vietqr_transfer")
    first = charge_view(charge).qr

    choose(english_client, charge, CARD)
    assert isinstance(charge_view(charge).next_step, RedirectStep)
    choose(english_client, charge, "vietqr_transfer")

    assert charge_view(charge).qr == first
    assert charge.attempts.count() == 2


def test_a_reload_writes_nothing(english_client: Client) -> None:
    charge = make.charge()
    choose(english_client, charge, CARD)

    start_attempt(charge=charge, provider_code=CARD)

    assert charge.attempts.get().chosen_at is None
