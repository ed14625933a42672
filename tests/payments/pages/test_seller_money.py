"""The seller's pages about money."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from payments import actions
from payments.core.states import ChargeState
from payments.models import Charge, Payee, PayoutAccount, Receipt
from tests.factories import payments as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> User:
    return make.person()


@pytest.fixture
def owner(seller: User) -> Payee:
    return make.payee(seller)


@pytest.fixture
def stall(english_client: Client, seller: User, owner: Payee) -> Client:
    english_client.force_login(seller)
    return english_client


def offered(owner: Payee) -> Charge:
    charge = make.charge(owner)
    make.attempt(charge)
    return charge


def text(client: Client, url: str = "/ban/tien/") -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_nobody_sees_money_without_signing_in(client: Client) -> None:
    charge = make.charge()

    for url in (
        "/ban/tien/",
        "/ban/tien/tai-khoan/",
        f"/ban/tien/{charge.public_id}/",
        f"/ban/tien/{charge.public_id}/go/",
        f"/ban/tien/{charge.public_id}/tra-lai/",
    ):
        assert client.get(url).status_code == 302
        assert client.post(url).status_code == 302


def test_a_stranger_gets_nothing_and_changes_nothing(stall: Client) -> None:
    charge = offered(make.payee(make.person()))

    for page in ("", "go/", "tra-lai/"):
        url = f"/ban/tien/{charge.public_id}/{page}"
        assert stall.get(url).status_code == 404
        assert stall.post(url, {"amount": "203000"}).status_code == 404

    assert charge.memo_code not in text(stall)
    assert not Receipt.objects.exists()


def test_the_seller_confirms_what_the_list_asks(stall: Client, owner: Payee) -> None:
    charge = offered(owner)
    assert "Has this money come?" in text(stall)
    assert 'value="203,000"' in text(stall, f"/ban/tien/{charge.public_id}/")

    answer = stall.post(f"/ban/tien/{charge.public_id}/", {"amount": "203.000"})

    assert answer.headers["Location"] == "/ban/tien/"
    html = text(stall)
    assert "Confirmed by you" in html
    assert "Has this money come?" not in html
    assert Charge.objects.get().state is ChargeState.SETTLED


@pytest.mark.parametrize("typed", ["203000", "203.000", "203 000 đ", "203,000₫", "203000 VND"])
def test_amounts_are_read_as_people_type_them(stall: Client, owner: Payee, typed: str) -> None:
    charge = offered(owner)

    stall.post(f"/ban/tien/{charge.public_id}/", {"amount": typed})

    assert Charge.objects.get().allocated == 203_000


@pytest.mark.parametrize("typed", ["", "0", "-5", "hai trăm", "1e5", "203.000,5x", "٢٠٣٠٠٠"])
def test_what_is_no_amount_is_asked_again_and_kept(stall: Client, owner: Payee, typed: str) -> None:
    charge = offered(owner)

    html = stall.post(f"/ban/tien/{charge.public_id}/", {"amount": typed}).content.decode()

    assert 'aria-invalid="true"' in html
    assert f'value="{typed}"' in html or typed == ""
    assert not Receipt.objects.exists()


def test_a_second_tap_is_told_that_it_is_paid(stall: Client, owner: Payee) -> None:
    charge = offered(owner)
    url = f"/ban/tien/{charge.public_id}/"
    stall.post(url, {"amount": "203000"})

    html = stall.post(url, {"amount": "203000"}).content.decode()

    assert "This is no longer to be paid." in html
    assert Receipt.objects.count() == 1


def test_late_money_is_written_down_and_not_called_confirmed(stall: Client, owner: Payee) -> None:
    charge = make.charge(owner, minutes=-1)
    actions.expire_due_charges()

    answer = stall.post(f"/ban/tien/{charge.public_id}/", {"amount": "203000"}, follow=True)

    assert "a person looks at this money" in answer.content.decode()
    assert Receipt.objects.get().attention == Receipt.Attention.LATE


def test_a_bank_that_tells_leaves_nothing_to_confirm(english_client: Client, seller: User) -> None:
    owner = make.payee_without_account(seller)
    make.payout_account(owner, feed_code="sepay")
    charge = offered(owner)
    english_client.force_login(seller)

    assert "Has this money come?" not in text(english_client)
    html = english_client.post(
        f"/ban/tien/{charge.public_id}/", {"amount": "203000"}
    ).content.decode()
    assert "Your bank tells us when money comes" in html
    assert not Receipt.objects.exists()


def test_a_mistake_is_taken_back_with_its_reason(stall: Client, owner: Payee) -> None:
    charge = offered(owner)
    stall.post(f"/ban/tien/{charge.public_id}/", {"amount": "203000"})
    link = f"/ban/tien/{charge.public_id}/go/"
    assert link in text(stall)

    assert "Say in a few words" in stall.post(link, {"reason": " "}).content.decode()
    stall.post(link, {"reason": "the wrong order"})

    assert Charge.objects.get().state is ChargeState.PENDING
    assert "Has this money come?" in text(stall)


def test_after_a_day_a_confirmation_stays(stall: Client, owner: Payee) -> None:
    charge = offered(owner)
    stall.post(f"/ban/tien/{charge.public_id}/", {"amount": "203000"})

    with time_machine.travel(now() + timedelta(hours=25)):
        stall.force_login(owner.members.get())
        assert f"/ban/tien/{charge.public_id}/go/" not in text(stall)


def test_excess_is_listed_until_its_return_is_proved(stall: Client, owner: Payee) -> None:
    charge = offered(owner)
    make.pay(charge, 220_000)
    link = f"/ban/tien/{charge.public_id}/tra-lai/"
    assert link in text(stall)

    html = stall.post(link, {"amount": "17.001", "reference": "FT1"}).content.decode()
    assert "At most 17,000\xa0VND is owed." in html
    assert 'value="FT1"' in html
    stall.post(link, {"amount": "17.000", "reference": "FT1"})

    assert link not in text(stall)
    assert "Nothing to send back" in text(stall, link)


def test_the_list_costs_the_same_for_one_charge_and_for_ten(
    stall: Client, owner: Payee, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make.pay(offered(owner), 220_000)
    offered(owner)
    text(stall)
    with django_assert_max_num_queries(20) as few:
        text(stall)
    for _again in range(9):
        make.pay(offered(owner), 220_000)
        offered(owner)

    with django_assert_max_num_queries(len(few)):
        text(stall)


def test_older_payments_are_a_page_away(stall: Client, owner: Payee) -> None:
    for _number in range(31):
        make.charge(owner)

    html = text(stall)
    assert "?trang=2" in html
    assert "?trang=1" in text(stall, "/ban/tien/?trang=2")
    for wrong in ("0", "-1", "x", "99999999999"):
        assert "All payments" in text(stall, f"/ban/tien/?trang={wrong}")


def account(owner: Payee, **changed: str) -> dict[str, str]:
    typed = {
        "bank": make.sample_bank().bin,
        "account_number": "sctdemo 7777",
        "holder_name": "Hop tac xa Mau",
        "password": "a sample password",
    }
    return {**typed, **changed}


def test_the_first_account_is_used_at_once(english_client: Client, seller: User) -> None:
    owner = make.payee_without_account(seller)
    english_client.force_login(seller)
    assert "No bank account yet" in text(english_client)

    english_client.post("/ban/tien/tai-khoan/", account(owner))

    made = PayoutAccount.objects.get()
    assert (made.account_number, made.active) == ("SCTDEMO7777", True)
    assert made.created_by == seller


def test_a_new_account_needs_the_password_and_a_check(stall: Client, owner: Payee) -> None:
    old = owner.payout_accounts.get()

    html = stall.post("/ban/tien/tai-khoan/", account(owner, password="wrong")).content.decode()
    assert "The password is wrong." in html
    assert owner.payout_accounts.count() == 1
    stall.post("/ban/tien/tai-khoan/", account(owner))

    new = owner.payout_accounts.exclude(pk=old.pk).get()
    assert (new.active, new.waits_for_check) == (False, True)
    assert owner.payout_accounts.get(active=True) == old
    assert "is being checked" in text(stall, "/ban/tien/tai-khoan/")


def test_passwords_cannot_be_guessed_here(stall: Client, owner: Payee) -> None:
    for _again in range(5):
        stall.post("/ban/tien/tai-khoan/", account(owner, password="wrong"))

    html = stall.post("/ban/tien/tai-khoan/", account(owner)).content.decode()

    assert "Too many tries." in html
    assert owner.payout_accounts.count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"holder_name": "Somebody Else"}, "The account must be held by HỢP TÁC XÃ MẪU"),
        ({"account_number": "12"}, "An account number has 4 to 19 letters and digits."),
        ({"bank": "000000"}, "Choose a bank from the list."),
    ],
)
def test_a_wrong_account_is_explained_and_kept(
    stall: Client, owner: Payee, wrong: dict[str, str], told: str
) -> None:
    html = stall.post("/ban/tien/tai-khoan/", account(owner, **wrong)).content.decode()

    assert told in html
    assert 'value="sctdemo 7777"' in html or "account_number" in wrong
    assert owner.payout_accounts.count() == 1


def test_another_sellers_account_is_not_taken_over(stall: Client, owner: Payee) -> None:
    theirs = make.payee().payout_accounts.get()

    html = stall.post(
        "/ban/tien/tai-khoan/", account(owner, account_number=theirs.account_number)
    ).content.decode()

    assert "Another seller uses this account." in html


def test_who_belongs_to_no_payee_has_no_account_page(english_client: Client) -> None:
    english_client.force_login(make.person())

    assert english_client.get("/ban/tien/tai-khoan/").status_code == 404
    assert "You do not sell here yet" in text(english_client)


def test_people_of_a_payee_follow_the_sellers_people(owner: Payee, seller: User) -> None:
    other = make.person()

    actions.set_members(payee=owner, members=[other])

    assert list(owner.members.all()) == [other]
