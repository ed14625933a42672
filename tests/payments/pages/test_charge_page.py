"""The page of one charge, as its buyer sees it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
import zxingcpp
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from marketplace.kernel.clock import now
from payments import actions, hooks
from payments.core.states import ChargeState
from payments.models import Attempt, Bank, Charge
from tests.factories import payments as make

pytestmark = pytest.mark.django_db


def url_of(charge: Charge) -> str:
    return f"/tra/{charge.public_id}/"


def page(client: Client, charge: Charge, **query: str) -> str:
    response = client.get(url_of(charge), query)
    assert response.status_code == 200
    return response.content.decode()


def fragment(client: Client, charge: Charge, query: str = "") -> tuple[int, str]:
    response = client.get(url_of(charge) + query, headers={"HX-Request": "true"})
    return response.status_code, response.content.decode()


def waiting_charge(amount: int = 203_000) -> Charge:
    charge = make.charge(amount=amount)
    make.attempt(charge)
    return charge


def test_the_page_shows_amount_rows_and_code(english_client: Client) -> None:
    charge = waiting_charge()
    account = charge.payee.payout_accounts.get()

    html = page(english_client, charge)

    assert "Waiting for the money" in html
    assert f'data-copy="{account.account_number}"' in html
    assert 'data-copy="203000"' in html
    assert f'data-copy="{charge.memo_code}"' in html
    assert 'role="img"' in html
    assert 'hx-trigger="every 3s"' in html
    assert re.search(r'data-countdown="(8[89]\d|900)"', html)
    assert "noindex" in html


def test_without_javascript_the_page_reloads_itself(english_client: Client) -> None:
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in page(
        english_client, waiting_charge()
    )


def test_the_saved_picture_is_the_code(english_client: Client) -> None:
    charge = waiting_charge()

    response = english_client.get(f"/tra/{charge.public_id}/ma.png")

    picture = Image.open(BytesIO(response.content))
    assert response["Content-Disposition"] == f'attachment; filename="{charge.memo_code}.png"'
    assert [one.text for one in zxingcpp.read_barcodes(picture)] == [
        Attempt.objects.get().step["payload"]
    ]


def test_there_is_no_picture_of_what_is_not_to_be_paid(english_client: Client) -> None:
    charge = waiting_charge()
    make.pay(charge)

    assert english_client.get(f"/tra/{charge.public_id}/ma.png").status_code == 409


def test_htmx_gets_nothing_while_nothing_changes(english_client: Client) -> None:
    charge = waiting_charge()
    poll = re.search(r'hx-get="([^"]+)"', page(english_client, charge))
    assert poll is not None
    query = "?" + poll[1].replace("&amp;", "&").partition("?")[2]

    assert fragment(english_client, charge, query) == (204, "")
    make.pay(charge)
    status, html = fragment(english_client, charge, query)

    assert status == 200
    assert "Money received" in html
    assert "hx-trigger" not in html
    assert "<html" not in html


def test_a_code_that_ran_out_offers_a_fresh_one(english_client: Client) -> None:
    charge = waiting_charge()

    with time_machine.travel(now() + timedelta(minutes=16)):
        html = page(english_client, charge)
        assert "This code's time is over" in html
        assert "The goods are kept for you until" in html
        response = english_client.post(f"/tra/{charge.public_id}/ma/")
        assert response.headers["Location"] == url_of(charge)
        html = page(english_client, charge)

    assert "Waiting for the money" in html
    assert charge.memo_code not in re.findall(r'data-copy="(\w+)"', html)
    assert charge.attempts.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_short_payment_shows_the_rest_and_its_code_at_once(english_client: Client) -> None:
    make.sample_bank()
    charge = waiting_charge()

    make.pay(charge, 185_000)
    html = page(english_client, charge)

    assert "18,000\xa0VND is still missing" in html
    assert 'data-copy="18000"' in html
    assert charge.attempts.count() == 2


def test_who_paid_too_little_can_have_the_money_back(english_client: Client) -> None:
    charge = waiting_charge()
    make.pay(charge, 185_000)
    link = f"/tra/{charge.public_id}/thoi/"

    assert "185,000\xa0VND" in english_client.get(link).content.decode()
    assert Charge.objects.get(cancelled_at=None) == charge
    english_client.post(link)

    charge.refresh_from_db()
    assert charge.state is ChargeState.CANCELLED
    assert "owes you 185,000\xa0VND" in page(english_client, charge)


def test_a_new_code_for_what_another_tab_paid_shows_that_it_is_paid(
    english_client: Client,
) -> None:
    charge = waiting_charge()
    make.pay(charge)

    answer = english_client.post(f"/tra/{charge.public_id}/ma/", follow=True)

    assert "Money received" in answer.content.decode()
    assert charge.attempts.count() == 1


def test_what_is_paid_or_not_begun_cannot_be_given_up_by_its_link(english_client: Client) -> None:
    charge = waiting_charge()

    for _again in range(2):
        assert english_client.post(f"/tra/{charge.public_id}/thoi/").status_code == 302
        charge.refresh_from_db()
        assert charge.cancelled_at is None
        make.pay(charge)


def test_too_much_is_paid_first_then_sent_back(english_client: Client) -> None:
    charge = waiting_charge()
    make.pay(charge, 220_000)

    html = page(english_client, charge)

    assert "Received, 17,000\xa0VND too much" in html
    assert "To be sent back" in html


def test_an_expired_charge_says_so_and_late_money_is_owned_up_to(english_client: Client) -> None:
    charge = waiting_charge()

    with time_machine.travel(now() + timedelta(hours=1)):
        actions.expire_due_charges()
        assert "The time to pay is over" in page(english_client, charge)
        make.pay(charge)
        html = page(english_client, charge)

    assert "Your money came after the time was over" in html
    assert 'hx-trigger="every 30s"' in html


def test_money_the_seller_confirmed_is_marked_so(english_client: Client) -> None:
    seller = make.person()
    charge = make.charge(make.payee(seller))
    actions.confirm_by_seller(charge=charge, amount=charge.asked, acting_user=seller)

    assert "Confirmed by the seller" in page(english_client, charge)


def test_cash_is_called_cash(english_client: Client) -> None:
    seller = make.person()
    charge = make.charge(make.payee(seller), minutes=None)
    actions.start_attempt(charge=charge, provider_code="cod")
    assert "Pay when the goods come" in page(english_client, charge)
    actions.record_cash(charge=charge, amount=charge.asked, acting_user=seller)

    html = page(english_client, charge)

    assert "Paid in cash" in html
    assert "Money received" not in html


def test_goods_that_wait_for_money_are_not_paid_at_the_door(english_client: Client) -> None:
    charge = make.charge()

    assert 'value="cod"' not in page(english_client, charge)
    answer = english_client.post(f"/tra/{charge.public_id}/ma/", {"provider": "cod"}, follow=True)

    assert "This way to pay does not work here." in answer.content.decode()
    assert not charge.attempts.exists()


def test_before_any_try_the_buyer_chooses_a_way(english_client: Client) -> None:
    charge = make.charge(minutes=None)

    html = page(english_client, charge)
    assert 'value="vietqr_transfer"' in html
    assert 'value="cod"' in html
    english_client.post(f"/tra/{charge.public_id}/ma/", {"provider": "cod"})

    assert charge.attempts.get().provider == "cod"


def test_bank_buttons_come_from_the_table_and_only_when_shown(english_client: Client) -> None:
    charge = waiting_charge()
    assert 'class="apps' not in page(english_client, charge)
    bank = Bank.objects.get(bin=make.SAMPLE_BIN)
    bank.app_link = "samplebank://pay?qr={payload}&memo={memo}"
    bank.shown = True
    bank.save()

    html = page(english_client, charge)

    assert 'class="apps smo"' in html
    assert "samplebank://pay?qr=000201010212" in html
    assert f"&amp;memo={charge.memo_code}" in html


def test_links_and_forms_never_lead_away_from_the_site(english_client: Client) -> None:
    charge = waiting_charge()

    for away in ("https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org"):
        html = page(english_client, charge, back=away, done=away)
        assert "example.org" not in html
        assert "javascript:" not in html
        answer = english_client.post(f"/tra/{charge.public_id}/ma/", {"back": away})
        assert answer.headers["Location"] == url_of(charge)


def test_forms_return_to_the_shops_pay_page(english_client: Client) -> None:
    charge = waiting_charge()

    answer = english_client.post(f"/tra/{charge.public_id}/ma/", {"back": "/t/26A7K/"})

    assert answer.headers["Location"] == "/t/26A7K/"


def test_a_paid_charge_leads_on_to_the_order(english_client: Client) -> None:
    charge = waiting_charge()
    make.pay(charge)

    assert 'data-go="/t/26A7K/abc/"' in page(english_client, charge, done="/t/26A7K/abc/")


def test_a_guessed_link_finds_nothing(english_client: Client) -> None:
    assert english_client.get("/tra/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


def test_a_charge_that_nobody_can_take_says_what_is_missing(english_client: Client) -> None:
    charge = make.charge(make.payee_without_account(), amount=5_000_000)

    assert "The seller cannot be paid here yet" in page(english_client, charge)


def test_a_page_costs_the_same_for_one_receipt_and_for_ten(
    english_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    charge = waiting_charge()
    make.pay(charge, 1_000)
    with django_assert_max_num_queries(7) as first:
        page(english_client, charge)
    for _again in range(9):
        make.pay(charge, 1_000)

    with django_assert_max_num_queries(len(first)):
        page(english_client, charge)


def test_looking_writes_nothing(english_client: Client) -> None:
    charge = waiting_charge()
    before = Charge.objects.values().get(pk=charge.pk), Attempt.objects.count()

    page(english_client, charge)
    fragment(english_client, charge)

    assert (Charge.objects.values().get(pk=charge.pk), Attempt.objects.count()) == before


def test_money_that_comes_late_and_is_served_shows_as_received(english_client: Client) -> None:
    charge = waiting_charge()
    with time_machine.travel(now() + timedelta(hours=1)):
        actions.expire_due_charges()
        with hooks.money_late.register_temporarily(lambda _charge, _money: True):
            make.pay(charge)
        html = page(english_client, charge)

    assert "Money received" in html
