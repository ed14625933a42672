"""Charge, attempt, notice, refund, payout, in any order: the books balance after every step."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from marketplace.kernel.errors import DomainError
from marketplace.kernel.money import Money
from payments import actions
from payments.actions.earning import earned
from payments.disputes.actions import close_dispute, open_dispute
from payments.disputes.models import Dispute
from payments.ledger.core.postings import Role
from payments.ledger.queries import PLATFORM, balances, mirror_differences, unbalanced_entries
from payments.models import Allocation, Charge, MoneyReturn, Receipt
from payments.payouts.actions import (
    approve_payout,
    cancel_payout,
    check_file,
    confirm_paid,
    make_file,
    propose_payout,
)
from payments.payouts.models import Payout
from payments.protocol import providers
from payments.refunds.actions import (
    request_refund,
    send_refund,
    settle_by_hand,
    withdraw_refund,
)
from payments.refunds.models import Refund
from payments.settlement.actions import add_rule
from payments.settlement.core.commission import Terms
from payments.settlement.models import CommissionLine
from payments.tax.models import WithholdingLine
from tests.factories import payments as make
from tests.factories import refunds as gateway
from tests.factories import tax

pytestmark = pytest.mark.django_db

picks = st.integers(0, 10**6)
amounts = st.integers(1, 300_000)
LONG_AGO = date(2026, 1, 1)
ENDS = [Dispute.State.WON, Dispute.State.LOST, Dispute.State.WITHDRAWN]


class Trade(RuleBasedStateMachine):
    """One household that is paid directly and through the platform, with commission and tax."""

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()

    def teardown(self) -> None:
        """Take everything back: each example begins with empty books."""
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @initialize()
    def open_stall(self) -> None:
        tax.rates()
        self.seller, self.ann, self.ben = make.person(), *(make.person(staff=True) for _ in "ab")
        self.payee = make.payee(self.seller)
        tax.taxpayer(self.payee)
        add_rule(
            terms=Terms(basis_points=250, fixed=100),
            valid_from=LONG_AGO,
            reason="agreed",
            payee=self.payee,
        )
        self.account = gateway.merchant()
        self.own = gateway.merchant(self.payee)

    @rule(amount=amounts)
    def ask(self, amount: int) -> None:
        make.charge(self.payee, amount)

    @rule(pick=picks, amount=amounts)
    def pay_part_or_too_much(self, pick: int, amount: int) -> None:
        self.with_charge(pick, lambda charge: make.pay(charge, amount))

    @rule(pick=picks, through=st.sampled_from(["transfer", "platform", "own"]))
    def pay_in_full(self, pick: int, through: str) -> None:
        def pay(charge: Charge) -> None:
            if through == "transfer":
                make.pay(charge)
            else:
                gateway.pay(charge, self.account if through == "platform" else self.own)

        self.with_charge(pick, pay)

    @rule(pick=picks)
    def hear_the_same_notice_again(self, pick: int) -> None:
        told = list(Receipt.objects.filter(notice__account__isnull=False).order_by("pk"))
        if told:
            known = told[pick % len(told)]
            assert known.notice is not None
            assert known.account is not None
            again = actions.receive(
                credit=make.credit(known.account, known.amount, known.memo), notice=known.notice
            )
            assert again.pk == known.pk

    @rule(pick=picks)
    def confirm_by_hand(self, pick: int) -> None:
        def confirm(charge: Charge) -> None:
            actions.confirm_by_seller(charge=charge, amount=charge.asked, acting_user=self.seller)

        self.with_charge(pick, confirm)

    @rule(pick=picks)
    def undo(self, pick: int) -> None:
        def take_back(made: Allocation) -> None:
            actions.unmatch(allocation=made, acting_user=self.ann, reason="no")

        self.pick_of(list(Allocation.objects.order_by("pk")), pick, take_back)

    @rule(pick=picks, amount=amounts)
    def ask_for_a_refund(self, pick: int, amount: int) -> None:
        def refund(charge: Charge) -> None:
            asked = Money(min(amount, max(1, charge.facts.kept)))
            made = request_refund(charge=charge, amount=asked, reason="no", acting_user=self.seller)
            if made.way == Refund.Way.GATEWAY:
                send_refund(refund=made)

        self.with_charge(pick, refund)

    @rule(pick=picks, done=st.booleans())
    def end_a_refund(self, pick: int, done: bool) -> None:
        def end(refund: Refund) -> None:
            if done:
                settle_by_hand(refund=refund, reference="FT", acting_user=self.ann)
            else:
                withdraw_refund(refund=refund, acting_user=self.ann)

        self.pick_of(list(Refund.objects.order_by("pk")), pick, end)

    @rule(pick=picks, amount=amounts, at_once=st.booleans())
    def contest(self, pick: int, amount: int, at_once: bool) -> None:
        def contest(payment: Receipt) -> None:
            wallet = providers.get(gateway.CODE)
            assert isinstance(wallet, gateway.BenchWallet)
            wallet.takes_disputed_at_once = at_once
            open_dispute(payment=payment, dispute_ref="D", amount=Money(amount))

        through = Receipt.objects.filter(merchant__isnull=False).order_by("pk")
        self.pick_of(list(through), pick, contest)

    @rule(pick=picks, end=st.sampled_from(ENDS))
    def decide_a_dispute(self, pick: int, end: Dispute.State) -> None:
        def decide(dispute: Dispute) -> None:
            close_dispute(dispute=dispute, end=end, acting_user=self.ann)

        self.pick_of(list(Dispute.objects.order_by("pk")), pick, decide)

    @rule(pick=picks, amount=amounts)
    def give_back(self, pick: int, amount: int) -> None:
        def send(charge: Charge) -> None:
            actions.record_return(
                charge=charge,
                amount=Money(min(amount, max(1, charge.facts.owed))),
                reference="FT",
                acting_user=self.seller,
            )

        self.with_charge(pick, send)

    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        self.with_charge(pick, lambda charge: actions.cancel_charge(charge=charge, reason="no"))

    @rule(pick=picks)
    def revive(self, pick: int) -> None:
        self.with_charge(pick, lambda one: actions.revive_charge(charge=one, expires_at=None))

    @rule(amount=amounts)
    def propose_a_payout(self, amount: int) -> None:
        wanted = Money(amount)
        self.attempt(lambda: propose_payout(payee=self.payee, amount=wanted, acting_user=self.ann))

    @rule(pick=picks, goes=st.booleans())
    def carry_a_payout_on(self, pick: int, goes: bool) -> None:
        def carry(payout: Payout) -> None:
            if not goes:
                cancel_payout(payout=payout, reason="no", acting_user=self.ben)
                return
            approve_payout(payout=payout, acting_user=self.ben)
            file = make_file(template="generic", acting_user=self.ann)
            check_file(file=file, content=bytes(file.content), acting_user=self.ben)
            confirm_paid(payout=payout, reference="FT 1", acting_user=self.ann)

        self.pick_of(list(Payout.objects.order_by("pk")), pick, carry)

    @invariant()
    def the_books_balance_and_mirror_each_other(self) -> None:
        assert not unbalanced_entries().exists()
        assert mirror_differences() == {}
        assert sum(balances(owner=f"payee:{self.payee.pk}").values()) == 0
        assert sum(balances(owner=PLATFORM).values()) == 0

    @invariant()
    def the_books_say_what_the_rows_say(self) -> None:
        charges, receipts = list(self.charges()), list(Receipt.objects.all())
        books = balances(owner=f"payee:{self.payee.pk}")
        assert books[Role.RECEIVABLE] == sum(one.facts.rest for one in charges)
        assert -books[Role.TO_RETURN] == sum(one.facts.to_return for one in charges)
        assert -books[Role.UNMATCHED] == sum(one.open_amount + one.refunding for one in receipts)

    @invariant()
    def money_in_is_money_owed_or_kept_plus_money_out(self) -> None:
        came = total(Receipt.objects.all(), "amount")
        kept = sum(charge.facts.kept for charge in self.charges())
        waits = sum(one.open_amount + one.refunding for one in Receipt.objects.all())
        assert came == kept + waits + total(MoneyReturn.objects.all(), "amount")

    @invariant()
    def at_every_moment_money_lies_where_the_books_say(self) -> None:
        """What a gateway took away lies with nobody: it is a claim, until the dispute ends."""
        if not self.ready:
            return
        mine, ours = balances(owner=f"payee:{self.payee.pk}"), balances(owner=PLATFORM)
        taken = Dispute.objects.filter(state__in=["opened", "evidence_sent"])
        by_gateway = MoneyReturn.objects.filter(kind__in=["gateway", "dispute"])
        for account, books in ((self.account, ours), (self.own, mine)):
            contested = total(taken.filter(payment__merchant=account), "taken")
            assert books[Role.DISPUTED] == contested
        came = total(Receipt.objects.filter(merchant=self.account), "amount")
        gone = total(by_gateway.filter(payment__merchant=self.account), "amount")
        assert ours[Role.CLEARING] + ours[Role.DISPUTED] == came - gone
        kept_back = total(CommissionLine.objects.all(), "kept_back")
        kept_back += total(WithholdingLine.objects.all(), "kept_back")
        lies = mine[Role.BANK] + mine[Role.CASH] + mine[Role.HELD] + mine[Role.DISPUTED]
        everything = total(Receipt.objects.all(), "amount")
        assert lies + kept_back == everything - total(MoneyReturn.objects.all(), "amount")

    @invariant()
    def what_is_held_is_what_came_less_what_went_and_was_kept_back(self) -> None:
        came = total(Receipt.objects.filter(merchant=self.account), "amount")
        back = total(MoneyReturn.objects.filter(payment__merchant=self.account), "amount")
        out = total(Payout.objects.filter(state="paid", purpose="settlement"), "amount")
        ours = total(CommissionLine.objects.all(), "kept_back")
        taxes = total(WithholdingLine.objects.all(), "kept_back")
        books = balances(owner=f"payee:{self.payee.pk}")
        assert books[Role.HELD] == came - back - out - ours - taxes

    @invariant()
    def commission_and_tax_follow_what_is_earned(self) -> None:
        for charge in self.charges():
            base = earned(charge)
            lines = charge.commission_lines
            if base == 0:
                assert total(lines.all(), "amount") == 0
                assert total(charge.withholding_lines.all(), "vat") == 0
            else:
                assert total(lines.all(), "base") == base
                assert total(charge.withholding_lines.all(), "base") == base

    def charges(self) -> list[Charge]:
        return list(Charge.objects.filter(payee=self.payee).order_by("pk")) if self.ready else []

    @property
    def ready(self) -> bool:
        return hasattr(self, "payee")

    def with_charge(self, pick: int, act: Callable[[Charge], object]) -> None:
        self.pick_of(self.charges(), pick, act)

    def pick_of(self, rows: list, pick: int, act: Callable) -> None:  # type: ignore[type-arg]
        if rows:
            self.attempt(lambda: act(rows[pick % len(rows)]))

    def attempt(self, act: Callable[[], object]) -> None:
        """Refusals are part of the business; what they leave behind must still balance."""
        try:
            with transaction.atomic():
                act()
        except DomainError:
            return


def total(rows: object, field: str) -> int:
    """Return the sum of a column."""
    return rows.aggregate(sum=Sum(field))["sum"] or 0  # type: ignore[attr-defined]


def test_the_books_balance_after_every_step(settings: Settings) -> None:
    settings.PAYOUTS_ACCOUNT_HOURS = 0
    with providers.register_temporarily(gateway.CODE, gateway.BenchWallet(), module="payments"):
        run_state_machine_as_test(Trade, settings=STEPS)


STEPS = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
