"""Staff's desk: money that needs a person."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from payments import actions
from payments.core.states import ChargeState
from payments.models import Allocation, Charge, Notice, Receipt
from tests.factories import payments as make

pytestmark = pytest.mark.django_db

DESK = "/quan-tri/tien/"


@pytest.fixture
def staff() -> User:
    return make.person(superuser=True)


@pytest.fixture
def desk(english_client: Client, staff: User) -> Client:
    english_client.force_login(staff)
    return english_client


def text(client: Client, url: str = DESK) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def mistyped(charge: Charge) -> Receipt:
    last = "Z" if charge.memo_code[-1] != "Z" else "X"
    return make.money(charge.payee, charge.amount, f"{charge.memo_code[:-1]}{last} cam on")


def test_sellers_and_strangers_do_not_see_the_desk(client: Client) -> None:
    receipt = make.money(make.payee(), 5_000)
    for user in (None, make.person(), make.person(staff=True)):
        if user is not None:
            client.force_login(user)
        assert client.get(DESK).status_code in {302, 403}
        for verb in ("ghep", "khong-phai", "tra-lai"):
            assert client.post(f"{DESK}{receipt.pk}/{verb}/").status_code in {302, 403}

    receipt.refresh_from_db()
    assert receipt.open_amount == 5_000


def test_an_empty_desk_says_so(desk: Client) -> None:
    html = text(desk)

    assert "0 things need a person" in html
    assert "All money has found its order." in html


def test_a_mistyped_code_is_shown_side_by_side_and_matched_with_one_click(
    desk: Client, staff: User
) -> None:
    charge = make.charge()
    receipt = mistyped(charge)

    html = text(desk)
    assert f"Almost surely order {charge.memo_code}." in html
    assert "3 of 4 points fit." in html
    assert f"<mark>{charge.memo_code[-1]}</mark>" in html
    desk.post(f"{DESK}{receipt.pk}/ghep/", {"charge": charge.public_id})

    charge.refresh_from_db()
    assert charge.state is ChargeState.SETTLED
    assert charge.allocations.get().made_by == staff
    assert "All money has found its order." in text(desk)


def test_unknown_money_is_searched_for_by_code_and_amount(desk: Client) -> None:
    charge = make.charge(amount=96_000)
    receipt = make.money(charge.payee, 90_000, "chuyen tien vu sua")

    for query in (charge.memo_code[2:7].lower(), "96.000"):
        assert charge.public_id in text(desk, f"{DESK}?mo={receipt.pk}&q={query}")
    assert "No order has this code or amount." in text(desk, f"{DESK}?mo={receipt.pk}&q=1")


def test_only_orders_of_the_same_seller_are_offered(desk: Client) -> None:
    other = make.charge(amount=90_000)
    receipt = make.money(make.payee(), 90_000, "?")

    assert other.public_id not in text(desk, f"{DESK}?mo={receipt.pk}&q=90000")


def test_one_transfer_is_split_over_two_orders(desk: Client) -> None:
    owner = make.payee()
    first, second = make.charge(owner, 100_000), make.charge(owner, 50_000)
    receipt = make.money(owner, 150_000, "hai don")

    desk.post(f"{DESK}{receipt.pk}/ghep/", {"charge": first.public_id, "share": "rest"})
    desk.post(f"{DESK}{receipt.pk}/ghep/", {"charge": second.public_id})

    states = {charge.state for charge in Charge.objects.all()}
    assert states == {ChargeState.SETTLED}


def test_a_match_is_undone_with_a_reason(desk: Client) -> None:
    charge = make.charge()
    receipt = mistyped(charge)
    desk.post(f"{DESK}{receipt.pk}/ghep/", {"charge": charge.public_id})
    allocation = Allocation.objects.get()
    link = f"{DESK}ghep/{allocation.pk}/go/"
    assert link in text(desk)

    desk.post(link, {"reason": ""})
    assert Charge.objects.get().state is ChargeState.SETTLED
    desk.post(link, {"reason": "the buyer called"})

    assert Charge.objects.get().state is ChargeState.PENDING
    assert link not in text(desk)


def test_much_money_waits_for_a_second_person(desk: Client, client: Client) -> None:
    charge = make.charge(amount=6_000_000)
    receipt = mistyped(charge)
    link = f"{DESK}{receipt.pk}/ghep/"

    desk.post(link, {"charge": charge.public_id})
    assert "another person has to agree" in text(desk)
    assert (
        "A second person must agree"
        in desk.post(link, {"charge": charge.public_id}, follow=True).content.decode()
    )
    assert not Allocation.objects.exists()
    desk.force_login(make.person(superuser=True))
    desk.post(link, {"charge": charge.public_id})

    assert Charge.objects.get().state is ChargeState.SETTLED


def test_a_wrong_suggestion_is_put_aside(desk: Client) -> None:
    receipt = mistyped(make.charge())

    desk.post(f"{DESK}{receipt.pk}/khong-phai/")

    receipt.refresh_from_db()
    assert receipt.suggested is None
    assert "No order fits by itself." in text(desk)


def test_money_that_was_sent_back_leaves_the_desk(desk: Client) -> None:
    receipt = make.money(make.payee(), 96_000, "nham")
    link = f"{DESK}{receipt.pk}/tra-lai/"
    assert "96,000" in text(desk, link)

    desk.post(link, {"amount": "96.000", "reference": "FT9"})

    assert "All money has found its order." in text(desk)


@pytest.mark.parametrize("kind", ["receipt", "charge"])
def test_more_than_is_owed_cannot_have_been_sent_back_and_what_was_typed_stays(
    desk: Client, kind: str
) -> None:
    if kind == "receipt":
        link = f"{DESK}{make.money(make.payee(), 96_000, 'nham').pk}/tra-lai/"
    else:
        charge = make.charge()
        make.pay(charge, charge.amount + 17_000)
        link = f"{DESK}don/{charge.public_id}/tra-lai/"

    answer = desk.post(link, {"amount": "960.000", "reference": "FT9-TYPED"})

    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'value="FT9-TYPED"' in html
    assert 'value="960.000"' in html
    assert 'role="alert"' in html


def test_late_money_whose_goods_are_gone_is_refused_in_words(desk: Client) -> None:
    charge = make.charge(minutes=-1)
    actions.expire_due_charges()
    receipt = make.pay(charge)
    assert "Late" in text(desk, f"{DESK}?loai=late")

    answer = desk.post(f"{DESK}{receipt.pk}/ghep/", {"charge": charge.public_id}, follow=True)

    assert "This is no longer to be paid." in answer.content.decode()
    receipt.refresh_from_db()
    assert receipt.attention == Receipt.Attention.LATE


def test_a_short_payment_comes_to_the_desk_after_a_day_and_can_be_given_up(
    desk: Client, staff: User
) -> None:
    charge = make.charge()
    make.pay(charge, 185_000)
    assert "Short for more than 24 hours" not in text(desk)

    with time_machine.travel(now() + timedelta(hours=24, minutes=1)):
        desk.force_login(staff)
        assert "Short for more than 24 hours" in text(desk)
        desk.post(f"{DESK}don/{charge.public_id}/huy/")
        assert "Sellers must send back" in text(desk)

    assert Charge.objects.get().to_return.amount == 185_000


def test_excess_stays_on_the_desk_until_it_is_sent_back(desk: Client) -> None:
    charge = make.charge()
    make.pay(charge, 220_000)
    link = f"{DESK}don/{charge.public_id}/tra-lai/"
    assert link in text(desk)

    desk.post(link, {"amount": "17000", "reference": "FT8"})

    assert link not in text(desk)


def test_strange_notices_are_seen(desk: Client) -> None:
    notice = make.notice(make.payee().payout_accounts.get())
    actions.set_outcome(notice=notice, outcome=Notice.Outcome.UNREADABLE)

    assert notice.event_id in text(desk)


def test_a_new_account_is_checked_by_somebody_else(desk: Client, staff: User) -> None:
    owner = make.payee()
    new = make.payout_account(owner)
    own = actions.add_payout_account(
        payee=owner,
        bank_bin=make.SAMPLE_BIN,
        account_number="SCTDEMOOWN",
        holder_name=owner.legal_name,
        acting_user=staff,
    )
    assert new.account_number in text(desk)

    desk.post(f"{DESK}tai-khoan/{own.pk}/", {"answer": "yes"})
    own.refresh_from_db()
    assert not own.active
    desk.post(f"{DESK}tai-khoan/{new.pk}/", {"answer": "yes"})
    new.refresh_from_db()
    assert new.active
    assert owner.payout_accounts.filter(active=True).count() == 1


def test_a_refused_account_is_never_used(desk: Client) -> None:
    owner = make.payee()
    new = make.payout_account(owner)

    desk.post(f"{DESK}tai-khoan/{new.pk}/", {"answer": "no"})

    new.refresh_from_db()
    assert (new.active, new.waits_for_check) == (False, False)


def test_the_desk_costs_the_same_for_one_row_and_for_ten(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def one_of_each() -> None:
        mistyped(make.charge())
        make.pay(make.charge(), 220_000)
        make.money(make.payee(), 96_000, "?")

    one_of_each()
    text(desk)
    with django_assert_max_num_queries(30) as few:
        text(desk)
    for _again in range(9):
        one_of_each()

    with django_assert_max_num_queries(len(few)):
        text(desk)


@pytest.mark.parametrize(
    "path",
    [
        "tien-phai-tra",
        "tien-ve",
        "tin-ngan-hang",
        "nguoi-nhan-tien",
        "tai-khoan-nhan",
        "ngan-hang",
    ],
)
def test_the_back_office_lists_money_and_changes_none(desk: Client, path: str) -> None:
    charge = make.charge()
    make.pay(charge)

    assert desk.get(f"/quan-tri/{path}/").status_code == 200
    if path != "ngan-hang":
        assert desk.get(f"/quan-tri/{path}/new/").status_code in {302, 403, 404}


def test_the_back_office_shows_one_charge_and_one_receipt(desk: Client) -> None:
    charge = make.charge()
    receipt = make.pay(charge)

    assert charge.memo_code in text(desk, f"/quan-tri/tien-phai-tra/inspect/{charge.pk}/")
    assert desk.get(f"/quan-tri/tien-ve/inspect/{receipt.pk}/").status_code == 200
    assert desk.get(f"/quan-tri/tien-phai-tra/edit/{charge.pk}/").status_code in {302, 403, 404}


def test_staff_edit_which_bank_apps_the_pay_page_opens(desk: Client) -> None:
    bank = make.sample_bank()
    typed = {
        "bin": bank.bin,
        "code": "SAMPLE",
        "short_name": "Ngân hàng mẫu",
        "app_link": "samplebank://pay?qr={payload}",
        "position": "1",
        "shown": "on",
    }

    desk.post(f"/quan-tri/ngan-hang/edit/{bank.pk}/", typed)
    bank.refresh_from_db()
    assert (bank.shown, bank.app_link) == (True, "samplebank://pay?qr={payload}")
    for wrong in ("javascript:alert(1)", "samplebank://{secret}", "samplebank://{", "{0}"):
        desk.post(f"/quan-tri/ngan-hang/edit/{bank.pk}/", {**typed, "app_link": wrong})
        bank.refresh_from_db()
        assert bank.app_link == "samplebank://pay?qr={payload}"


def test_the_desk_says_what_the_settings_say(desk: Client, settings: Settings) -> None:
    settings.PAYMENTS_UNDO_HOURS = 6
    settings.PAYMENTS_SHORT_HOURS = 48
    settings.PAYMENTS_TWO_PEOPLE_FROM = 2_000_000
    mistyped(make.charge())

    page = text(desk)

    assert "Can be undone for 6 hours. From 2,000,000" in page
    assert "for more than 48 hours" in page


def test_the_desk_says_how_long_the_oldest_money_waits(desk: Client, staff: User) -> None:
    came = make.money(make.payee(), 96_000, "nham").occurred_at

    with time_machine.travel(came + timedelta(hours=3, minutes=1)):
        desk.force_login(staff)
        page = text(desk)

    assert '<span class="k">Longest wait</span><span class="v">3 h</span>' in page
