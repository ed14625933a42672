"""What holds of every gateway's address, whoever calls it."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from pytest_django.fixtures import Settings

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from payments import actions
from payments.core.states import ChargeState
from payments.models import Attempt, MerchantAccount, Notice, Receipt
from payments.protocol import NextStep, RedirectStep, providers
from payments.wallets.asking import ask_again
from payments.wallets.protocol import Outcome, Verdict
from tests.factories import payments as make
from tests.payments.wallets.cases import ALL_CASES, MERCHANT, NOW, Sent, case_of, told_of
from tests.payments.wallets.conftest import Desk


def only(trait: str) -> pytest.MarkDecorator:
    """Ask only the gateways that have ``trait``."""
    having = [name for name in ALL_CASES if getattr(case_of(name), trait)]
    return pytest.mark.parametrize("case", having, indirect=True)


def test_a_payment_is_recorded_and_settles_its_charge(desk: Desk) -> None:
    answer = desk.take(desk.case.tell(told_of(desk.attempt, desk.case)))

    assert desk.case.says(answer, Verdict.DONE)
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.reference, receipt.merchant) == (
        203_000,
        "14012345",
        desk.merchant,
    )
    assert desk.fresh().state is ChargeState.SETTLED
    desk.attempt.refresh_from_db()
    assert (desk.attempt.outcome, desk.attempt.next_query_at) == (Attempt.Outcome.PAID, None)


def test_a_call_without_a_signature_changes_nothing(desk: Desk) -> None:
    sent = desk.case.tell(told_of(desk.attempt, desk.case))

    answer = desk.take(desk.case.without_signature(sent))

    assert desk.case.says(answer, Verdict.BAD_SIGNATURE)
    assert desk.counts() == (0, 0)
    assert len(desk.refusals()) == 1
    assert desk.fresh().state is ChargeState.PENDING


def test_a_call_signed_with_another_secret_changes_nothing(desk: Desk) -> None:
    told = replace(told_of(desk.attempt, desk.case), secrets=desk.case.other_secrets)

    answer = desk.take(desk.case.tell(told))

    assert desk.case.says(answer, Verdict.BAD_SIGNATURE)
    assert desk.counts() == (0, 0)
    assert desk.refusals() == ["bad_signature"]


def test_an_amount_changed_on_the_way_changes_nothing(desk: Desk) -> None:
    sent = desk.case.tell(told_of(desk.attempt, desk.case))

    answer = desk.take(desk.case.altered(sent))

    assert desk.case.says(answer, Verdict.BAD_SIGNATURE)
    assert desk.counts() == (0, 0)


def test_without_a_secret_nobody_is_believed(desk: Desk, settings: Settings) -> None:
    sent = desk.case.tell(told_of(desk.attempt, desk.case))
    settings.PAYMENT_SECRETS = {}

    desk.take(sent)

    assert desk.counts() == (0, 0)
    assert desk.fresh().state is ChargeState.PENDING


def test_a_secret_of_the_sandbox_opens_no_live_account(desk: Desk, settings: Settings) -> None:
    settings.PAYMENT_SECRETS = {desk.case.code: {"sandbox": {MERCHANT: desk.case.secrets}}}

    answer = desk.take(desk.case.tell(told_of(desk.attempt, desk.case)))

    assert desk.case.says(answer, Verdict.BAD_SIGNATURE)
    assert desk.counts() == (0, 0)


def test_while_a_secret_is_replaced_both_count(desk: Desk, settings: Settings) -> None:
    both = [desk.case.other_secrets, desk.case.secrets]
    settings.PAYMENT_SECRETS = {desk.case.code: {"live": {MERCHANT: both}}}
    told = told_of(desk.attempt, desk.case)

    desk.take(desk.case.tell(told))

    assert desk.fresh().state is ChargeState.SETTLED


def test_the_same_call_again_has_no_further_effect(desk: Desk) -> None:
    sent = desk.case.tell(told_of(desk.attempt, desk.case))
    desk.take(sent)
    before = desk.counts()

    answers = [desk.take(sent) for _again in range(3)]

    assert all(desk.case.says(answer, Verdict.AGAIN) for answer in answers)
    assert desk.counts() == before == (1, 1)
    assert desk.fresh().allocated == 203_000


def test_another_amount_waits_for_a_person(desk: Desk) -> None:
    told = replace(told_of(desk.attempt, desk.case), amount=Money(200_000))

    answer = desk.take(desk.case.tell(told))
    again = desk.take(desk.case.tell(told))

    assert desk.case.says(answer, Verdict.WRONG_AMOUNT)
    assert desk.case.says(again, Verdict.WRONG_AMOUNT)
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.attention, receipt.suggested) == (
        200_000,
        Receipt.Attention.AMOUNT,
        desk.charge,
    )
    assert desk.fresh().state is ChargeState.PENDING


@only("has_currency")
def test_another_currency_pays_nothing(desk: Desk) -> None:
    told = replace(told_of(desk.attempt, desk.case), amount=Money(203_000, "USD"))

    answer = desk.take(desk.case.tell(told))

    assert desk.case.says(answer, Verdict.WRONG_CURRENCY)
    assert desk.fresh().state is ChargeState.PENDING
    assert not Receipt.objects.exists()


@only("has_merchant")
def test_money_of_another_merchant_pays_nothing(desk: Desk) -> None:
    told = replace(told_of(desk.attempt, desk.case), merchant_id="SOMEONEELSE")

    answer = desk.take(desk.case.tell(told))

    assert desk.case.says(answer, Verdict.WRONG_MERCHANT)
    assert Notice.objects.get().outcome == Notice.Outcome.MISMATCH
    assert not Receipt.objects.exists()


def test_money_for_an_unknown_order_waits_for_a_person(desk: Desk) -> None:
    unknown = "ST000000000000"
    told = replace(told_of(desk.attempt, desk.case), order_ref=unknown)

    answer = desk.take(desk.case.tell(told))
    again = desk.take(desk.case.tell(told))

    assert desk.case.says(answer, Verdict.UNKNOWN_ORDER)
    assert desk.case.says(again, Verdict.UNKNOWN_ORDER)
    assert Receipt.objects.get().attention == Receipt.Attention.UNKNOWN


def test_another_accounts_order_is_unknown(desk: Desk, settings: Settings) -> None:
    settings.PAYMENT_SECRETS = {
        desk.case.code: {"live": {MERCHANT: desk.case.secrets, "OTHER": desk.case.secrets}}
    }
    other = MerchantAccount.objects.create(
        payee=make.payee(), provider=desk.case.code, merchant_id="OTHER"
    )
    assert other.payee is not None
    theirs = make.gateway_attempt(make.charge(other.payee, 203_000), other)

    answer = desk.take(desk.case.tell(told_of(theirs, desk.case)))

    assert desk.case.says(answer, Verdict.UNKNOWN_ORDER)
    theirs.charge.refresh_from_db()
    assert theirs.charge.state is ChargeState.PENDING


def test_a_notice_may_be_quicker_than_the_answer_to_us(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    charge = make.charge(desk.charge.payee, 90_000)

    def start(attempt: Attempt) -> NextStep:
        desk.take(desk.case.tell(told_of(attempt, desk.case)))
        return RedirectStep(url="https://gateway.example/pay")

    monkeypatch.setattr(providers.get(desk.case.code), "start", start)

    actions.start_attempt(charge=charge, provider_code=desk.case.code)

    charge.refresh_from_db()
    assert charge.state is ChargeState.SETTLED
    assert charge.attempts.get().outcome == Attempt.Outcome.PAID


def test_money_for_an_expired_charge_is_kept_and_shown(desk: Desk) -> None:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        actions.expire_due_charges.func()
        assert desk.fresh().state is ChargeState.EXPIRED
        told = replace(told_of(desk.attempt, desk.case), at=now())

        answer = desk.take(desk.case.tell(told))

    assert desk.case.says(answer, Verdict.DONE)
    receipt = Receipt.objects.get()
    assert (receipt.attention, receipt.suggested) == (Receipt.Attention.LATE, desk.charge)
    assert desk.fresh().state is ChargeState.EXPIRED


@only("can_fail")
def test_a_failure_ends_the_try_and_a_later_success_still_counts(desk: Desk) -> None:
    told = told_of(desk.attempt, desk.case)

    failed = desk.take(desk.case.tell(replace(told, outcome=Outcome.FAILED)))
    desk.attempt.refresh_from_db()

    assert desk.case.says(failed, Verdict.NOTED)
    assert (desk.attempt.outcome, desk.attempt.next_query_at) == (Attempt.Outcome.FAILED, None)
    assert desk.fresh().state is ChargeState.PENDING

    desk.take(desk.case.tell(replace(told, transaction_id="14012346")))
    assert desk.fresh().state is ChargeState.SETTLED


@only("can_fail")
def test_a_failure_told_after_the_success_takes_nothing_back(desk: Desk) -> None:
    told = told_of(desk.attempt, desk.case)
    desk.take(desk.case.tell(told))

    desk.take(desk.case.tell(replace(told, outcome=Outcome.FAILED)))

    desk.attempt.refresh_from_db()
    assert desk.attempt.outcome == Attempt.Outcome.PAID
    assert desk.fresh().state is ChargeState.SETTLED


@only("can_fail")
def test_failures_of_two_orders_under_one_number_are_two(desk: Desk) -> None:
    other = make.gateway_attempt(make.charge(desk.charge.payee, 90_000), desk.merchant)
    for attempt in (desk.attempt, other):
        told = replace(told_of(attempt, desk.case), outcome=Outcome.FAILED, transaction_id="0")
        desk.take(desk.case.tell(told))

    other.refresh_from_db()
    desk.attempt.refresh_from_db()
    assert desk.attempt.outcome == other.outcome == Attempt.Outcome.FAILED


@only("can_hold")
def test_money_the_gateway_holds_pays_nothing_until_it_lets_go(desk: Desk) -> None:
    told = told_of(desk.attempt, desk.case)

    desk.take(desk.case.tell(replace(told, outcome=Outcome.HELD)))
    assert Receipt.objects.get().attention == Receipt.Attention.HELD
    assert desk.fresh().state is ChargeState.PENDING

    desk.take(desk.case.tell(told))
    assert Receipt.objects.get().attention == Receipt.Attention.NONE
    assert desk.fresh().state is ChargeState.SETTLED


@only("signs_time")
def test_a_call_out_of_its_time_is_refused_either_way(desk: Desk, settings: Settings) -> None:
    window = int(getattr(settings, desk.case.skew_setting))
    told = told_of(desk.attempt, desk.case)
    off = timedelta(seconds=window + 1)

    old = desk.take(desk.case.tell(replace(told, at=NOW - off)))
    early = desk.take(desk.case.tell(replace(told, at=NOW + off)))

    assert desk.case.says(old, Verdict.STALE)
    assert desk.case.says(early, Verdict.STALE)
    assert desk.counts() == (0, 0)

    setattr(settings, desk.case.skew_setting, window + 1)
    desk.take(desk.case.tell(replace(told, at=NOW - off)))
    assert desk.fresh().state is ChargeState.SETTLED


def test_64_kb_are_read_and_one_byte_more_is_not(desk: Desk) -> None:
    merchant, name = desk.merchant, desk.case.tell(told_of(desk.attempt, desk.case)).name
    whole, more = (
        desk.take(Sent(name=name, body=b"x" * size, content_type="text/plain"))
        for size in (64 * 1024, 64 * 1024 + 1)
    )

    assert more.status_code == 413
    assert whole.status_code != 413
    assert Receipt.objects.filter(merchant=merchant).count() == 0


def test_what_is_signed_but_cannot_be_read_is_kept(desk: Desk) -> None:
    sent = desk.case.unreadable(told_of(desk.attempt, desk.case))
    if sent is None:
        pytest.skip("whatever this gateway signs can be read")

    answer = desk.take(sent)

    assert desk.case.says(answer, Verdict.UNREADABLE)
    assert Notice.objects.get().outcome == Notice.Outcome.UNREADABLE
    assert not Receipt.objects.exists()


def test_a_kept_notice_is_read_again_after_a_crash(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(**_facts: object) -> None:
        raise RuntimeError("the process ends here")

    sent = desk.case.tell(told_of(desk.attempt, desk.case))
    with monkeypatch.context() as patch:
        patch.setattr("payments.wallets.outcomes.read", crash)
        with pytest.raises(RuntimeError):
            desk.take(sent)
    assert desk.counts() == (1, 0)

    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        actions.reread_notices.func()

    assert desk.fresh().received == Money(203_000)
    assert desk.counts() == (1, 1)


def test_a_try_in_the_air_is_asked_about_with_growing_pauses(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from payments.errors import ProviderUnreachableError

    def no_answer(_attempt: Attempt) -> None:
        raise ProviderUnreachableError(reason="timeout")

    monkeypatch.setattr(providers.get(desk.case.code), "query", no_answer)
    pauses = []
    for _turn in range(8):
        desk.attempt.refresh_from_db()
        assert desk.attempt.next_query_at is not None
        due = desk.attempt.next_query_at
        with time_machine.travel(due, tick=False):
            ask_again.func()
        desk.attempt.refresh_from_db()
        assert desk.attempt.next_query_at is not None
        pauses.append((desk.attempt.next_query_at - due).total_seconds() / 60)

    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]
    assert desk.attempt.queries == 8
