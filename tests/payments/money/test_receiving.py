"""Money that comes: duplicate, late, short, excess and unknown each have a place."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from marketplace.kernel.clock import now
from marketplace.kernel.models import AuditRow
from marketplace.kernel.money import Money
from payments import actions, hooks
from payments.actions import receiving
from payments.core.states import ChargeState
from payments.errors import NoticeMismatchError
from payments.models import Allocation, Charge, Notice, Receipt
from payments.protocol import BankCredit, feeds
from tests.factories import payments as make

pytestmark = pytest.mark.django_db


def goods_are_there(_late: Charge, _money: Receipt) -> bool:
    return True


def reloaded(charge: Charge) -> Charge:
    charge.refresh_from_db()
    return charge


def test_money_with_the_code_settles_the_charge_once() -> None:
    charge = make.charge()
    settled: list[int] = []

    with hooks.charge_settled.register_temporarily(lambda paid: settled.append(paid.pk)):
        receipt = make.pay(charge)

    assert settled == [charge.pk]
    assert reloaded(charge).state is ChargeState.SETTLED
    assert charge.settled_at is not None
    assert receipt.attention == ""
    assert receipt.open_amount == 0
    assert receipt.payee_id == charge.payee_id
    assert charge.allocations.get().proof == Allocation.Proof.CODE


def test_the_same_notice_twice_is_one_receipt_and_one_allocation() -> None:
    charge = make.charge()
    account = charge.payee.payout_accounts.get()
    told = make.credit(account, 203_000, charge.memo_code)

    first = actions.receive(credit=told, notice=make.notice(account, event_id="92704"))
    second = actions.receive(credit=told, notice=make.notice(account, event_id="92704"))

    assert first.pk == second.pk
    assert Notice.objects.count() == 1
    assert Receipt.objects.count() == 1
    assert Allocation.objects.count() == 1
    assert reloaded(charge).allocated == 203_000


def test_two_transfers_for_one_charge_are_excess_and_settle_it_once() -> None:
    charge = make.charge()
    settled: list[int] = []

    with hooks.charge_settled.register_temporarily(lambda paid: settled.append(paid.pk)):
        make.pay(charge)
        make.pay(charge)

    assert settled == [charge.pk]
    assert reloaded(charge).state is ChargeState.OVERPAID
    assert charge.to_return == Money(203_000)


def test_a_short_payment_leaves_the_rest_and_a_second_one_settles() -> None:
    charge = make.charge()

    make.pay(charge, 185_000)
    assert reloaded(charge).state is ChargeState.PARTLY_PAID
    assert charge.rest == Money(18_000)
    make.pay(charge, 18_000)

    assert reloaded(charge).state is ChargeState.SETTLED


def test_the_rest_has_a_code_of_its_own_and_both_codes_find_the_charge() -> None:
    charge = make.charge()
    first = make.attempt(charge)

    make.pay(charge, 100_000)
    second = make.attempt(reloaded(charge))
    make.money(charge.payee, 100_000, second.memo_code or "")
    make.money(charge.payee, 3_000, first.memo_code or "")

    assert first.memo_code == charge.memo_code
    assert second.memo_code != first.memo_code
    assert second.due == 103_000
    assert reloaded(charge).state is ChargeState.SETTLED


def test_unknown_money_is_kept_for_a_person() -> None:
    receipt = make.money(make.payee(), 96_000, "chuyen tien vu sua")

    assert receipt.attention == Receipt.Attention.UNKNOWN
    assert receipt.open_amount == 96_000


def test_a_mistyped_code_suggests_its_charge_and_pays_nothing() -> None:
    charge = make.charge()
    last = "Z" if charge.memo_code[-1] != "Z" else "X"

    receipt = make.money(charge.payee, 203_000, f"{charge.memo_code[:-1]}{last} cam on")

    assert (receipt.attention, receipt.hint) == (Receipt.Attention.SUGGESTED, "near_code")
    assert receipt.suggested == charge
    assert reloaded(charge).state is ChargeState.PENDING


def test_the_right_amount_without_a_code_only_suggests() -> None:
    charge = make.charge()

    receipt = make.money(charge.payee, 203_000, "tra tien gao")

    assert (receipt.attention, receipt.hint) == (Receipt.Attention.SUGGESTED, "amount")
    assert reloaded(charge).allocated == 0


def test_money_for_another_sellers_charge_is_for_a_person() -> None:
    charge = make.charge()

    receipt = make.money(make.payee(), 203_000, charge.memo_code)

    assert (receipt.attention, receipt.hint) == (Receipt.Attention.SUGGESTED, "other_payee")
    assert reloaded(charge).allocated == 0


def test_late_money_waits_for_a_person_when_the_goods_are_gone() -> None:
    charge = make.charge(minutes=-1)
    actions.expire_due_charges()

    receipt = make.pay(charge)

    assert receipt.attention == Receipt.Attention.LATE
    assert receipt.suggested == charge
    assert reloaded(charge).state is ChargeState.EXPIRED
    assert receipt.open_amount == 203_000


def test_late_money_revives_the_charge_when_the_goods_can_still_be_held() -> None:
    charge = make.charge(minutes=-1)
    actions.expire_due_charges()
    settled: list[int] = []

    with (
        hooks.money_late.register_temporarily(goods_are_there),
        hooks.charge_settled.register_temporarily(lambda paid: settled.append(paid.pk)),
    ):
        receipt = make.pay(charge)

    assert settled == [charge.pk]
    assert receipt.attention == ""
    assert reloaded(charge).state is ChargeState.SETTLED


def test_late_money_does_not_revive_what_was_charged_anew() -> None:
    old = make.charge(minutes=-1)
    actions.expire_due_charges()
    actions.open_charge(
        payee=old.payee,
        amount=old.asked,
        purpose=old.purpose,
        description=old.description,
        expires_at=None,
    )

    with hooks.money_late.register_temporarily(goods_are_there):
        receipt = make.pay(old)

    assert receipt.attention == Receipt.Attention.LATE


def test_a_failing_guest_undoes_the_match_and_the_next_run_finishes_it() -> None:
    charge = make.charge()

    def no_parcel(paid: Charge) -> None:
        raise RuntimeError(f"no parcel for {paid.purpose}")

    with hooks.charge_settled.register_temporarily(no_parcel):
        receipt = make.pay(charge)
    receipt.refresh_from_db()
    assert receipt.attention == Receipt.Attention.FAILED
    assert reloaded(charge).state is ChargeState.PENDING
    assert not Allocation.objects.exists()

    settled: list[int] = []
    with hooks.charge_settled.register_temporarily(lambda paid: settled.append(paid.pk)):
        actions.retry_failed()

    receipt.refresh_from_db()
    assert settled == [charge.pk]
    assert receipt.attention == ""
    assert reloaded(charge).state is ChargeState.SETTLED


def test_money_that_staff_placed_meanwhile_is_not_placed_again() -> None:
    charge = make.charge()

    def no_parcel(paid: Charge) -> None:
        raise RuntimeError(f"no parcel for {paid.purpose}")

    with hooks.charge_settled.register_temporarily(no_parcel):
        receipt = make.pay(charge)
    read_before = Receipt.objects.get(pk=receipt.pk)
    actions.match_receipt(receipt=receipt, charge=charge, acting_user=make.person(staff=True))

    assert read_before.attention == Receipt.Attention.FAILED
    with transaction.atomic():
        receiving.place(read_before)

    placed = Receipt.objects.get(pk=receipt.pk)
    assert (placed.attention, placed.open_amount) == ("", 0)
    assert Allocation.objects.count() == 1


def test_a_notice_about_another_account_or_environment_brings_nothing() -> None:
    charge = make.charge()
    account = charge.payee.payout_accounts.get()
    good = make.credit(account, 203_000, charge.memo_code)

    for wrong in (
        replace(good, account_number="SCTDEMO999"),
        replace(good, environment="sandbox"),
    ):
        notice = make.notice(account)
        with pytest.raises(NoticeMismatchError):
            actions.receive(credit=wrong, notice=notice)
        notice.refresh_from_db()
        assert notice.outcome == Notice.Outcome.MISMATCH

    assert not Receipt.objects.exists()
    assert reloaded(charge).state is ChargeState.PENDING


def test_a_sandbox_never_pays_a_real_charge() -> None:
    charge = make.charge()
    rehearsal = actions.add_payout_account(
        payee=charge.payee,
        bank_bin=make.SAMPLE_BIN,
        account_number="SCTDEMOSANDBOX",
        holder_name=charge.payee.legal_name,
        environment="sandbox",
    )

    receipt = actions.receive(
        credit=make.credit(rehearsal, 203_000, charge.memo_code), notice=make.notice(rehearsal)
    )

    assert receipt.attention == Receipt.Attention.UNKNOWN
    assert reloaded(charge).state is ChargeState.PENDING


def test_every_receipt_is_announced_matched_or_not() -> None:
    charge = make.charge()
    heard: list[int] = []

    with hooks.money_received.register_temporarily(lambda money: heard.append(money.amount)):
        make.pay(charge)
        make.money(charge.payee, 7, "")

    assert heard == [203_000, 7]


def test_a_refused_notice_leaves_an_audit_row_and_nothing_else() -> None:
    account = make.payee().payout_accounts.get()
    before = AuditRow.objects.count()

    actions.refuse_notice(feed_code="sepay", account=account, reason="signature")

    assert AuditRow.objects.count() == before + 1
    assert AuditRow.objects.latest("pk").action == "notice.refused"
    assert not Notice.objects.exists()
    assert not Receipt.objects.exists()


def test_only_harmless_headers_are_kept() -> None:
    account = make.payee().payout_accounts.get()

    notice = actions.take_notice(
        feed_code="sepay",
        event_id="1",
        environment="live",
        account=account,
        body=b"raw \xff bytes",
        headers={"Authorization": "Apikey secret", "X-SePay-Timestamp": "1", "Cookie": "a=b"},
    )

    assert notice.headers == {"x-sepay-timestamp": "1"}
    assert bytes(Notice.objects.get().body) == b"raw \xff bytes"


def test_partly_paid_charges_do_not_expire() -> None:
    charge = make.charge(minutes=-1)
    make.pay(charge, 1_000)

    actions.expire_due_charges()

    assert reloaded(charge).state is ChargeState.PARTLY_PAID


def test_expiry_tells_once_and_leaves_charges_that_are_not_due() -> None:
    due, later, endless = (
        make.charge(minutes=-1),
        make.charge(minutes=10),
        make.charge(minutes=None),
    )
    told: list[int] = []

    with hooks.charge_expired.register_temporarily(lambda charge: told.append(charge.pk)):
        actions.expire_due_charges()
        actions.expire_due_charges()

    assert told == [due.pk]
    assert reloaded(later).state is ChargeState.PENDING
    assert reloaded(endless).state is ChargeState.PENDING


def test_one_guest_that_fails_does_not_keep_other_charges_open() -> None:
    first, second = make.charge(minutes=-2), make.charge(minutes=-1)

    def refuse_first(charge: Charge) -> None:
        if charge.pk == first.pk:
            raise RuntimeError("stock row is gone")

    with hooks.charge_expired.register_temporarily(refuse_first):
        actions.expire_due_charges()

    assert reloaded(first).state is ChargeState.PENDING
    assert reloaded(second).state is ChargeState.EXPIRED


def test_notices_that_were_kept_but_not_read_are_read_by_the_clock() -> None:
    charge = make.charge()
    account = charge.payee.payout_accounts.get()
    told = make.credit(account, 203_000, charge.memo_code)

    class KeptFeed:
        code = "test_feed"
        label = "Test"
        signature_headers: tuple[str, ...] = ()
        secret_headers: tuple[str, ...] = ()

        def event_id(self, *_: object, **__: object) -> str:
            return told.event_id

        def check_signature(self, *_: object, **__: object) -> None:
            """Nothing to check: the notice was kept."""

        def read_notice(self, *_: object, **__: object) -> BankCredit:
            return told

    make.notice(account)
    with feeds.register_temporarily("test_feed", KeptFeed()):
        actions.reread_notices()
        assert reloaded(charge).state is ChargeState.PENDING

        with time_machine.travel(now() + timedelta(minutes=2)):
            actions.reread_notices()

    assert reloaded(charge).state is ChargeState.SETTLED


def test_money_rows_say_who_and_what_in_the_audit() -> None:
    charge = make.charge()
    make.pay(charge)

    actions_of_charge = set(AuditRow.objects.values_list("action", flat=True))

    assert {
        "charge.opened",
        "notice.taken",
        "receipt.recorded",
        "receipt.matched",
        "charge.settled",
    } <= actions_of_charge
