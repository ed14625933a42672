"""A gateway gives money back: once, whatever becomes of its answers."""

from datetime import timedelta

import pytest
import time_machine

from marketplace.kernel.money import Money
from marketplace.kernel.outbox.worker import run_due
from payments import actions, hooks
from payments.core.states import ChargeState
from payments.errors import NotYourMoneyError, PlatformHoldsError
from payments.ledger.core.postings import Role
from payments.ledger.queries import PLATFORM, balances, mirror_differences, unbalanced_entries
from payments.models import Charge, MerchantAccount, MoneyReturn, Receipt
from payments.refunds.actions import (
    ask_refunds_again,
    refuse_refund,
    request_refund,
    request_refund_of_receipt,
    send_refund,
    settle_by_hand,
    take_external_refund,
)
from payments.refunds.errors import RefundOverError
from payments.refunds.models import Refund
from payments.wallets.protocol import RefundOutcome, Refunds, WalletRefundNotice
from tests.factories import payments as make
from tests.factories import refunds as refunds_make
from tests.factories.refunds import BenchWallet

pytestmark = pytest.mark.django_db


class Sale:
    """A charge paid through the seller's own gateway account."""

    def __init__(self, amount: int = 203_000) -> None:
        self.seller = make.person()
        self.staff = make.person(staff=True)
        self.charge = make.charge(make.payee(self.seller), amount)
        self.merchant = refunds_make.merchant(self.charge.payee)
        self.receipt = refunds_make.pay(self.charge, self.merchant)
        self.charge.refresh_from_db()

    def ask(self, amount: int) -> Refund:
        return request_refund(
            charge=self.charge, amount=Money(amount), reason="Hết hàng", acting_user=self.seller
        )

    def now(self, refund: Refund) -> tuple[str, Charge]:
        self.charge.refresh_from_db()
        return Refund.objects.get(pk=refund.pk).state, self.charge


def later(hours: int = 24) -> None:
    """Ask about everything that is due after some hours."""
    moment = time_machine.travel(timedelta(hours=hours), tick=False)
    with moment:
        ask_refunds_again()


def test_a_part_goes_back_after_the_request_is_committed(wallet: BenchWallet) -> None:
    sale = Sale()

    refund = sale.ask(53_000)
    assert (refund.way, refund.state, wallet.asked) == ("gateway", "requested", [])
    run_due()

    state, charge = sale.now(refund)
    given = MoneyReturn.objects.get()
    assert (state, charge.state, charge.returned) == ("done", ChargeState.SETTLED, 53_000)
    assert wallet.sent == {refund.key: 53_000}
    assert (given.kind, given.payment, given.reference) == (
        "gateway",
        sale.receipt,
        f"T{refund.key.hex[:10]}",
    )
    assert not unbalanced_entries().exists()


def test_a_lost_answer_is_a_question_not_a_second_refund(wallet: BenchWallet) -> None:
    sale = Sale()
    wallet.lose = 3

    refund = sale.ask(203_000)
    run_due()
    state, charge = sale.now(refund)
    assert (state, charge.refunding, charge.returned) == ("unknown", 203_000, 0)
    later(1)
    assert sale.now(refund)[0] == "unknown"
    later(20)

    state, charge = sale.now(refund)
    assert (state, charge.state) == ("done", ChargeState.REFUNDED)
    assert wallet.sent == {refund.key: 203_000}
    assert set(wallet.asked) == {refund.key}
    assert MoneyReturn.objects.count() == 1


def test_where_the_gateway_does_not_know_the_same_refund_is_sent_again(
    wallet: BenchWallet,
) -> None:
    sale = Sale()
    wallet.lose, wallet.knows = 1, False

    refund = sale.ask(50_000)
    run_due()
    later()

    assert sale.now(refund)[0] == "done"
    assert wallet.asked == [refund.key, refund.key]
    assert wallet.sent == {refund.key: 50_000}


def test_a_refund_is_sent_once_however_often_its_task_runs(wallet: BenchWallet) -> None:
    from payments.refunds.outgoing import send_later

    sale = Sale()
    refund = sale.ask(50_000)
    for _time in range(3):
        send_later(refund.pk)

    assert wallet.asked == [refund.key]


def test_a_slow_refund_is_on_its_way_until_the_gateway_tells(wallet: BenchWallet) -> None:
    sale = Sale()
    wallet.pend = True
    refund = sale.ask(50_000)
    run_due()
    assert sale.now(refund)[0] == "sent"
    word = WalletRefundNotice(
        refund_ref=refund.refund_ref, outcome=RefundOutcome.DONE, provider_ref="T1"
    )

    hooks.refund_told.send(sale.merchant, word)
    hooks.refund_told.send(sale.merchant, word)

    state, charge = sale.now(refund)
    assert (state, charge.returned, MoneyReturn.objects.count()) == ("done", 50_000, 1)


def test_what_the_gateway_refuses_is_owed_again_and_can_go_by_hand(wallet: BenchWallet) -> None:
    sale = Sale()
    wallet.refuse = True
    refund = sale.ask(50_000)
    run_due()

    state, charge = sale.now(refund)
    assert (state, charge.refunding, charge.facts.owed) == ("refused", 0, 50_000)
    assert Refund.objects.get().code == "95"

    from payments.actions import record_return

    record_return(charge=charge, amount=Money(50_000), reference="FT", acting_user=sale.seller)
    assert charge.returned == 0
    assert sale.now(refund)[1].state is ChargeState.SETTLED


def test_money_given_back_after_it_was_refused_counts_once(wallet: BenchWallet) -> None:
    sale = Sale()
    wallet.refuse = True
    refund = sale.ask(50_000)
    run_due()
    word = WalletRefundNotice(refund_ref=refund.refund_ref, outcome=RefundOutcome.DONE)

    hooks.refund_told.send(sale.merchant, word)

    assert sale.now(refund)[0] == "done"
    assert sale.charge.returned == 50_000


def test_a_gateway_that_never_answers_is_left_to_a_person(wallet: BenchWallet) -> None:
    sale = Sale()
    wallet.lose = 1_000
    refund = sale.ask(50_000)
    run_due()
    later(24 * 4)

    stuck = Refund.objects.get()
    assert (stuck.state, stuck.next_query_at, stuck.needs_a_person) == ("unknown", None, True)
    with pytest.raises(RefundOverError):
        settle_by_hand(refund=stuck, reference="FT", acting_user=sale.seller)

    refuse_refund(refund=stuck, reason="not on its page", acting_user=sale.staff)
    state, charge = sale.now(refund)
    assert (state, charge.refunding, charge.facts.owed) == ("refused", 0, 50_000)


def test_a_person_who_saw_it_on_the_gateways_page_closes_it(wallet: BenchWallet) -> None:
    sale = Sale()
    wallet.lose = 1_000
    refund = sale.ask(50_000)
    run_due()
    later(24 * 4)

    settle_by_hand(refund=Refund.objects.get(), reference="T9", acting_user=sale.staff)

    assert sale.now(refund)[0] == "done"
    assert sale.charge.returned == 50_000
    assert MoneyReturn.objects.get().kind == MoneyReturn.Kind.GATEWAY


def test_what_a_person_saw_the_gateway_give_back_left_the_gateway_not_our_bank(
    wallet: BenchWallet,
) -> None:
    staff = make.person(staff=True)
    charge = make.charge(make.payee())
    refunds_make.pay(charge, refunds_make.merchant())
    charge.refresh_from_db()
    wallet.lose = 1_000
    refund = request_refund(charge=charge, amount=Money(203_000), reason="no", acting_user=staff)
    send_refund(refund=refund)
    later(24 * 4)

    settle_by_hand(refund=refund, reference="T9", acting_user=staff)

    books = balances(owner=PLATFORM)
    assert (books[Role.CLEARING], books[Role.BANK]) == (0, 0)


def test_what_the_platform_holds_for_a_buyer_no_seller_writes_down_as_sent() -> None:
    seller, staff = make.person(), make.person(staff=True)
    charge = make.charge(make.payee(seller))
    make.collect(charge, through=make.merchant())
    actions.cancel_charge(charge=charge, reason="sold out")
    charge.refresh_from_db()
    sent = {"charge": charge, "amount": charge.owed, "reference": "FT1"}

    with pytest.raises(PlatformHoldsError):
        actions.record_return(acting_user=seller, **sent)  # type: ignore[arg-type]

    actions.record_return(acting_user=staff, **sent)  # type: ignore[arg-type]
    charge.refresh_from_db()
    assert charge.returned == 203_000


def test_a_gateway_that_gives_all_or_nothing_gets_no_part(wallet: BenchWallet) -> None:
    sale = Sale()
    wallet.refunds = Refunds.FULL

    assert sale.ask(50_000).way == "by_hand"
    other = Sale()
    assert other.ask(203_000).way == "gateway"


def test_one_payment_never_gives_more_than_it_brought(wallet: BenchWallet) -> None:
    sale = Sale(100_000)
    second = refunds_make.pay(sale.charge, sale.merchant, 60_000)
    sale.charge.refresh_from_db()

    refund = sale.ask(60_000)
    next_one = sale.ask(30_000)
    both = sale.ask(70_000)

    assert (refund.payment, next_one.payment, both.payment) == (second, sale.receipt, sale.receipt)
    run_due()
    assert sum(wallet.sent.values()) == 160_000
    assert sale.now(both)[1].state is ChargeState.REFUNDED


def test_what_the_platform_collected_only_the_platform_sends_back(wallet: BenchWallet) -> None:
    wallet.refunds = Refunds.NONE
    seller, staff = make.person(), make.person(staff=True)
    charge = make.charge(make.payee(seller))
    receipt = refunds_make.pay(charge, refunds_make.merchant())
    charge.refresh_from_db()
    refund = request_refund(
        charge=charge, amount=Money(53_000), reason="Hết hàng", acting_user=seller
    )
    assert (refund.way, refund.payment) == ("by_hand", receipt)

    with pytest.raises(NotYourMoneyError):
        settle_by_hand(refund=refund, reference="FT", acting_user=seller)
    settle_by_hand(refund=refund, reference="FT", acting_user=staff)

    owner = f"payee:{charge.payee_id}"
    assert balances(owner=owner)[Role.HELD] == 150_000
    assert balances(owner=owner)[Role.BANK] == 0
    assert balances(owner=PLATFORM)[Role.BANK] == -53_000
    assert mirror_differences() == {}


def test_late_money_goes_back_the_way_it_came(wallet: BenchWallet) -> None:
    sale = Sale()
    from payments.actions import cancel_charge

    late = make.charge(sale.charge.payee)
    cancel_charge(charge=late, reason="given up")
    receipt = refunds_make.pay(late, sale.merchant, 203_000)
    assert receipt.attention == Receipt.Attention.LATE

    request_refund_of_receipt(
        receipt=receipt, amount=Money(203_000), reason="Đơn đã huỷ", acting_user=sale.seller
    )
    run_due()

    receipt.refresh_from_db()
    assert (receipt.returned, receipt.open_amount, receipt.attention) == (203_000, 0, "")
    assert len(wallet.sent) == 1


def told_outside(merchant: MerchantAccount, receipt: Receipt, amount: int) -> Refund | None:
    return take_external_refund(
        merchant=merchant,
        transaction_id=receipt.reference,
        provider_ref="R1",
        amount=Money(amount),
    )


def test_a_refund_on_the_gateways_page_is_written_down_once(wallet: BenchWallet) -> None:
    sale = Sale()

    first = told_outside(sale.merchant, sale.receipt, 53_000)
    again = told_outside(sale.merchant, sale.receipt, 53_000)

    assert first == again
    assert first is not None
    state, charge = sale.now(first)
    assert (state, charge.waived, charge.returned) == ("done", 53_000, 53_000)
    assert charge.state is ChargeState.SETTLED
    assert sale.ask(150_000).way == "gateway"


def test_a_refund_outside_beyond_what_we_have_waits_for_a_person(wallet: BenchWallet) -> None:
    sale = Sale()
    sale.ask(203_000)

    strange = told_outside(sale.merchant, sale.receipt, 53_000)

    assert strange is not None
    assert (strange.state, strange.held, strange.needs_a_person) == ("unknown", 0, True)
    assert sale.now(strange)[1].refunding == 203_000
    run_due()
    assert sum(wallet.sent.values()) == 203_000


def test_a_word_about_a_payment_nobody_knows_changes_nothing(wallet: BenchWallet) -> None:
    sale = Sale()
    word = WalletRefundNotice(
        refund_ref="",
        outcome=RefundOutcome.DONE,
        provider_ref="R2",
        transaction_id="TX-unknown",
        amount=Money(1_000),
    )

    hooks.refund_told.send(sale.merchant, word)

    assert not Refund.objects.exists()
