"""Search, timeline, replay and health in the back office."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from marketplace.base.accounts.models import User
from marketplace.base.words.formats import dong
from marketplace.kernel.models import AuditRow
from marketplace.kernel.money import Money
from payments import actions, hooks
from payments.actions.replaying import close_attempt, replay_notice
from payments.core.states import ChargeState
from payments.errors import AttemptEndedError
from payments.health import Condition, sources
from payments.models import Attempt, Charge, MerchantAccount, Notice, PayoutAccount, Receipt
from payments.refunds.actions import request_refund
from payments.search import find_anything
from payments.timeline import Kind, Line, timeline
from tests.factories import payments as make
from tests.payments.wallets.cases import MERCHANT, NOW, case_of, told_of
from tests.payments.wallets.conftest import make_desk

pytestmark = pytest.mark.django_db

DESK = "/quan-tri/tien/"


@pytest.fixture
def staff() -> User:
    return make.person(superuser=True)


@pytest.fixture
def desk(english_client: Client, staff: User) -> Client:
    english_client.force_login(staff)
    return english_client


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    return len(seen)


def unanswered(charge: Charge) -> Attempt:
    merchant = MerchantAccount.objects.create(
        provider="gateway", merchant_id=f"SCTDEMO{make.next_number()}", payee=charge.payee
    )
    return Attempt.objects.create(
        charge=charge,
        provider="gateway",
        provider_label="A gateway",
        due=charge.amount,
        merchant=merchant,
        order_ref=f"ST{make.next_number():012X}",
        provider_ref="cs_test_123456",
        queries=12,
        outcome=Attempt.Outcome.UNKNOWN,
        created_at=charge.created_at,
    )


# -- search --------------------------------------------------------------------------------------


def test_a_charge_is_found_by_everything_that_is_known_of_it() -> None:
    owner = make.payee(make.person(), legal_name="HỢP TÁC XÃ RẠCH GÒ")
    charge = make.charge(owner, 203_000)
    tried = unanswered(charge)
    other = make.charge(make.payee_without_account(legal_name="HỘ KHÁC"), 99_000)
    number = owner.payout_accounts.get().account_number
    member = owner.members.get().phone or ""

    for query in (
        "203.000 ₫",
        "203k",
        charge.memo_code,
        charge.memo_code.lower()[2:8],
        charge.purpose,
        charge.public_id,
        tried.order_ref or "",
        "cs_test_123456",
        "rach go",
        "Rạch Gò",
        number[-6:],
        f"0{member[3:]}",
    ):
        found = find_anything(query).charges
        assert charge in found, query
        assert other not in found, query


def test_money_is_found_by_amount_words_and_reference() -> None:
    owner = make.payee()
    receipt = make.money(owner, 96_000, "chuyen tien vu sua")
    other = make.money(make.payee(), 95_000, "gao")
    Receipt.objects.filter(pk=other.pk)

    for query in ("96.000", "vu sua", "CHUYEN TIEN"):
        assert list(find_anything(query).receipts) == [receipt], query
    assert receipt in find_anything("FT26325000001").receipts
    assert (
        receipt.notice in find_anything(receipt.notice.event_id if receipt.notice else "").notices
    )


def test_nothing_found_says_what_to_try(desk: Client) -> None:
    assert "Try fewer words" in text(desk, f"{DESK}tim/?q=no+such+thing")
    assert "Nothing found" not in text(desk, f"{DESK}tim/?q=")


def test_a_search_says_when_it_does_not_show_all(desk: Client) -> None:
    payee = make.payee()
    for _number in range(19):
        make.charge(payee, amount=41_000)
    assert "Type more to find it" not in text(desk, f"{DESK}tim/?q=41000")

    make.charge(payee, amount=41_000)

    assert "Only the newest 20 of a kind are shown." in text(desk, f"{DESK}tim/?q=41000")


def test_a_search_asks_as_often_for_ten_charges_as_for_one(desk: Client) -> None:
    owner = make.payee()
    make.pay(make.charge(owner, 77_000))
    one = queries(desk, f"{DESK}tim/?q=77000")
    for _number in range(9):
        make.pay(make.charge(owner, 77_000))

    assert queries(desk, f"{DESK}tim/?q=77000") == one


# -- timeline ------------------------------------------------------------------------------------


def test_a_charges_story_is_told_in_order(staff: User) -> None:
    charge = make.charge()
    make.attempt(charge)
    receipt = make.money(charge.payee, charge.amount, "khong ma")
    match = actions.match_receipt(receipt=receipt, charge=charge, acting_user=staff)
    actions.unmatch(allocation=match, acting_user=staff, reason="the buyer called")  # type: ignore[arg-type]
    actions.match_receipt(receipt=receipt, charge=charge, acting_user=staff, reason="right")
    charge.refresh_from_db()

    lines = timeline(charge)

    told = [line.kind for line in lines if not line.is_technical]
    assert told[:2] == [Kind.CHARGE, Kind.ATTEMPT]
    assert [kind for kind in told if kind in {Kind.NOTICE, Kind.RECEIPT}] == [
        Kind.NOTICE,
        Kind.RECEIPT,
    ]
    assert [kind for kind in told if kind in {Kind.MATCH, Kind.UNDONE}] == [
        Kind.MATCH,
        Kind.UNDONE,
        Kind.MATCH,
    ]
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    books = [str(line.title) for line in lines if line.kind is Kind.BOOKS]
    assert books.count("money_came") == 1
    assert books.count("allocation_undone") == 1
    opened = next(line for line in lines if line.title == "charge.opened")
    assert f"amount: {dong(charge.amount)}" in opened.details
    assert "receipt.matched" in [line.title for line in lines if line.kind is Kind.AUDIT]
    assert str(staff) in {line.who for line in lines}


def test_a_story_holds_no_notice_of_a_number_that_begins_alike() -> None:
    charge = make.charge()
    tried = unanswered(charge)
    kept = {
        end: Notice.objects.create(
            provider="gateway",
            event_id=f"{tried.merchant_id}:{tried.order_ref}{end}",
            environment=charge.environment,
            merchant=tried.merchant,
            body=b"{}",
            headers={},
            received_at=NOW,
        )
        for end in (":TX1:failed", "7:TX2:failed")
    }

    told = [line.notice for line in timeline(charge) if line.notice]

    assert told == [kept[":TX1:failed"]]


def test_the_page_of_a_charge_shows_what_came_and_what_is_due(desk: Client) -> None:
    charge = make.charge(amount=203_000)
    make.pay(charge, 185_000)

    html = text(desk, f"{DESK}don/{charge.public_id}/")

    assert charge.memo_code in html
    assert "Still due" in html
    assert "money_came" in html
    assert desk.get(f"{DESK}don/nobody/").status_code == 404


def test_a_charges_page_asks_as_often_for_ten_payments_as_for_one(desk: Client) -> None:
    charge = make.charge(amount=1_000_000)
    make.pay(charge, 10_000)
    page = f"{DESK}don/{charge.public_id}/"
    one = queries(desk, page)
    for _number in range(9):
        make.pay(charge, 10_000)

    assert queries(desk, page) == one


def test_refunds_stand_in_the_story_with_their_books(staff: User) -> None:
    charge = make.charge(amount=203_000)
    make.pay(charge)
    refund = request_refund(
        charge=charge, amount=Money(50_000), reason="one bag was wet", acting_user=staff
    )

    lines = timeline(charge)

    asked = [line for line in lines if line.kind is Kind.REFUND]
    assert asked[0].amount == 50_000
    assert "one bag was wet" in asked[0].details
    assert refund.refund_ref in asked[0].details


def test_other_modules_add_their_lines_to_the_story() -> None:
    charge = make.charge()
    moment = charge.created_at + timedelta(minutes=1)

    def guest(known: Charge) -> list[Line]:
        return [Line(at=moment, kind=Kind.DISPUTE, title="contested", amount=known.amount)]

    with hooks.charge_told.register_temporarily(guest):
        lines = timeline(charge)

    assert [line.title for line in lines if line.kind is Kind.DISPUTE] == ["contested"]


# -- tries without an answer ---------------------------------------------------------------------


def test_a_try_that_nobody_answers_is_on_the_desk_until_a_person_closes_it(
    desk: Client, staff: User
) -> None:
    charge = make.charge()
    tried = unanswered(charge)
    assert str(tried.order_ref) in text(desk, DESK)
    page = text(desk, f"{DESK}don/{charge.public_id}/")
    assert "Ask the gateway" in page

    refused = desk.post(f"{DESK}lan/{tried.pk}/dong/", {"reason": " "}, follow=True)
    assert "Say where you saw" in refused.content.decode()
    desk.post(f"{DESK}lan/{tried.pk}/dong/", {"reason": "the gateway's list of payments"})

    tried.refresh_from_db()
    assert tried.outcome == Attempt.Outcome.FAILED
    assert str(tried.order_ref) not in text(desk, DESK)
    row = AuditRow.objects.get(action="attempt.closed_by_hand")
    assert (row.acting_user, row.details["reason"]) == (staff, "the gateway's list of payments")
    with pytest.raises(AttemptEndedError):
        close_attempt(attempt=tried, reason="again", acting_user=staff)


def test_a_try_that_is_still_asked_about_is_not_on_the_desk(desk: Client) -> None:
    tried = unanswered(make.charge())
    Attempt.objects.filter(pk=tried.pk).update(
        next_query_at=datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    )

    assert str(tried.order_ref) not in text(desk, DESK)


# -- notices -------------------------------------------------------------------------------------


def sepay_notice(account: PayoutAccount, **changes: object) -> Notice:
    fields = {
        "id": make.next_number(),
        "transactionDate": "2026-11-21 15:59:00",
        "accountNumber": account.account_number,
        "subAccount": None,
        "code": None,
        "content": "chuyen tien",
        "transferType": "in",
        "transferAmount": 203_000,
        "accumulated": 0,
        "gateway": "Sandbox",
        "description": "",
        "referenceCode": "FT1",
    }
    return actions.take_notice(
        feed_code="sepay",
        event_id=f"{account.pk}:{fields['id']}",
        environment=account.environment,
        account=account,
        body=json.dumps({**fields, **changes}).encode(),
        headers={},
    )


@pytest.fixture
def account() -> PayoutAccount:
    return make.payout_account(make.payee_without_account(), feed_code="sepay")


def test_a_notice_that_was_never_read_is_read_by_hand(desk: Client, account: PayoutAccount) -> None:
    charge = make.charge(account.payee)
    kept = sepay_notice(account, content=charge.memo_code)

    html = desk.post(f"{DESK}tin/{kept.pk}/doc-lai/").content.decode()

    assert "Read again: it brought" in html
    charge.refresh_from_db()
    assert charge.state is ChargeState.SETTLED
    again = desk.post(f"{DESK}tin/{kept.pk}/doc-lai/").content.decode()
    assert "Its money was received before, so nothing changed." in again
    assert Receipt.objects.count() == 1
    assert AuditRow.objects.filter(action="notice.replayed").count() == 2


def test_a_notice_of_another_account_stays_what_it_was(account: PayoutAccount, staff: User) -> None:
    kept = sepay_notice(account, accountNumber="SCTDEMO999999")

    first = replay_notice(notice=kept, acting_user=staff)
    second = replay_notice(notice=kept, acting_user=staff)

    assert (first.before, first.after, first.changed) == ("new", "mismatch", True)
    assert (second.changed, second.receipt) == (False, None)


def test_a_notices_page_shows_it_as_it_came_and_runs_nothing_in_it(
    desk: Client, account: PayoutAccount
) -> None:
    kept = sepay_notice(account, content="<script>alert(1)</script>")

    html = text(desk, f"{DESK}tin/{kept.pk}/")

    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "203" in html
    assert "event_id" in html


def test_an_unreadable_notice_says_why(desk: Client, account: PayoutAccount) -> None:
    kept = sepay_notice(account, transferAmount="much")

    page = text(desk, f"{DESK}tin/{kept.pk}/")
    assert "<dt>cannot be read</dt><dd>transferAmount" in page
    html = desk.post(f"{DESK}tin/{kept.pk}/doc-lai/").content.decode()
    assert "Read again: cannot be read." in html
    assert kept.event_id in text(desk, f"{DESK}?loai=notices")


def test_a_gateways_notice_is_read_again_without_a_second_effect(
    desk: Client, settings: Settings
) -> None:
    case = case_of("case_vnpay")
    settings.PAYMENT_SECRETS = {case.code: {"live": {MERCHANT: case.secrets}}}
    with time_machine.travel(NOW, tick=False):
        waiting = make_desk(desk, case)
        waiting.take(case.tell(told_of(waiting.attempt, case)))
    kept = Notice.objects.get()
    assert "14012345" in text(desk, f"{DESK}tin/{kept.pk}/")

    html = desk.post(f"{DESK}tin/{kept.pk}/doc-lai/").content.decode()

    assert "Its money was received before, so nothing changed." in html
    assert Receipt.objects.count() == 1
    assert waiting.fresh().state is ChargeState.SETTLED
    story = timeline(waiting.charge)
    assert [line.notice for line in story if line.kind is Kind.NOTICE] == [kept]


# -- health --------------------------------------------------------------------------------------


def test_health_tells_last_word_share_delay_and_refusals(account: PayoutAccount) -> None:
    moment = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        for _number in range(3):
            kept = sepay_notice(account)
            credit = make.credit(account, 5_000, "x")
            actions.receive(credit=credit, notice=kept)
        broken = sepay_notice(account)
        actions.set_outcome(notice=broken, outcome=Notice.Outcome.UNREADABLE)
        actions.refuse_notice(feed_code="sepay", account=account, reason="bad_signature")
        (source,) = sources()

    assert (source.week, source.good_percent, source.refused) == (4, 75, 1)
    booked = datetime(2026, 11, 21, 2, 42, tzinfo=UTC)
    assert source.delay == (moment - booked).total_seconds()
    assert source.last == moment
    assert source.condition is Condition.TROUBLED
    assert source.silence is None


def test_a_source_without_news_says_so_and_a_broken_one_comes_first(
    desk: Client, account: PayoutAccount
) -> None:
    other = make.payout_account(make.payee_without_account(), feed_code="sepay")
    actions.connect_feed(account=other, feed_code="sepay", broken=True)

    assert [one.condition for one in sources()] == [Condition.BROKEN, Condition.UNKNOWN]
    html = text(desk, f"{DESK}suc-khoe/")
    assert html.index("Fell silent") < html.index("Too little to know")
    assert "Feeds that fell silent" in text(desk, DESK)


def test_an_unanswered_try_is_counted_at_its_gateway() -> None:
    tried = unanswered(make.charge())

    (source,) = [
        one for one in sources() if tried.merchant and one.number == tried.merchant.merchant_id
    ]

    assert source.waiting == 1


def test_health_asks_as_often_for_ten_accounts_as_for_one(desk: Client) -> None:
    def one_more() -> None:
        fed = make.payout_account(make.payee_without_account(), feed_code="sepay")
        for _number in range(3):
            sepay_notice(fed)

    one_more()
    one = queries(desk, f"{DESK}suc-khoe/")
    for _number in range(9):
        one_more()

    assert queries(desk, f"{DESK}suc-khoe/") == one


@pytest.mark.parametrize("page", ["tim/", "suc-khoe/"])
def test_strangers_see_none_of_it(client: Client, page: str) -> None:
    for user in (None, make.person(), make.person(staff=True)):
        if user is not None:
            client.force_login(user)
        assert client.get(DESK + page).status_code in {302, 403}


def test_strangers_read_no_notice_and_replay_none(client: Client, account: PayoutAccount) -> None:
    kept = sepay_notice(account)
    charge = make.charge()
    client.force_login(make.person(staff=True))

    for page in (f"tin/{kept.pk}/", f"don/{charge.public_id}/"):
        assert client.get(DESK + page).status_code in {302, 403}
    client.post(f"{DESK}tin/{kept.pk}/doc-lai/")
    assert not Receipt.objects.exists()
