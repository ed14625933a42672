"""Whatever goes out, in whatever order: the books balance, and no more goes back than came."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from django.db import transaction
from django.db.models import Model
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
from payments.disputes.actions import close_dispute, open_dispute
from payments.disputes.models import Dispute
from payments.ledger.core.postings import Role
from payments.ledger.queries import balances, mirror_differences, unbalanced_entries
from payments.models import Charge, Receipt
from payments.payouts.actions import (
    approve_payout,
    cancel_payout,
    check_file,
    confirm_paid,
    fail_payout,
    make_file,
    propose_payout,
)
from payments.payouts.models import Payout
from payments.payouts.queries import available
from payments.refunds.actions import (
    request_refund,
    settle_by_hand,
    take_external_refund,
    take_refund_answer,
    withdraw_refund,
)
from payments.refunds.models import Refund
from payments.wallets.protocol import RefundAnswer, RefundOutcome
from tests.factories import payments as make

pytestmark = pytest.mark.django_db

Row = TypeVar("Row", bound=Model)

picks = st.integers(0, 10**6)
amounts = st.integers(1, 200_000)
outcomes = st.sampled_from(RefundOutcome)
ends = st.sampled_from([Dispute.State.WON, Dispute.State.LOST, Dispute.State.WITHDRAWN])


class Trade(RuleBasedStateMachine):
    """One seller, paid directly and through the platform, and everything that goes out again."""

    @initialize()
    def open_shop(self) -> None:
        self.start = transaction.savepoint()
        self.seller = make.person()
        self.ann, self.ben = make.person(staff=True), make.person(staff=True)
        self.payee = make.payee(self.seller)
        self.merchant = make.merchant()

    def teardown(self) -> None:
        """Leave nothing to the next run: what it draws must not depend on this one."""
        if hasattr(self, "start"):
            transaction.savepoint_rollback(self.start)

    @rule(amount=amounts, through=st.booleans(), share=st.integers(50, 150))
    def sell(self, amount: int, through: bool, share: int) -> None:
        charge = make.charge(self.payee, amount)
        paid = max(1, amount * share // 100)
        if through:
            make.collect(charge, paid, through=self.merchant)
        else:
            make.pay(charge, paid)

    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        charge = self.one(Charge, pick)
        if charge is not None:
            actions.cancel_charge(charge=charge, reason="no")

    @rule(pick=picks, amount=amounts)
    def ask(self, pick: int, amount: int) -> None:
        charge = self.one(Charge, pick)
        if charge is not None:
            self.attempt(
                lambda: request_refund(
                    charge=charge, amount=Money(amount), reason="x", acting_user=self.seller
                )
            )

    @rule(pick=picks, outcome=outcomes)
    def hear(self, pick: int, outcome: RefundOutcome) -> None:
        refund = self.one(Refund, pick)
        if refund is not None:
            answer = RefundAnswer(outcome=outcome, provider_ref=f"T{refund.pk}")
            self.attempt(lambda: take_refund_answer(refund=refund, answer=answer))

    @rule(pick=picks, back=st.booleans())
    def prove_or_withdraw(self, pick: int, back: bool) -> None:
        refund = self.one(Refund, pick)
        if refund is None:
            return
        if back:
            self.attempt(lambda: withdraw_refund(refund=refund, acting_user=self.seller))
        else:
            self.attempt(
                lambda: settle_by_hand(refund=refund, reference="FT", acting_user=self.ann)
            )

    @rule(pick=picks, amount=amounts)
    def hear_of_a_refund_elsewhere(self, pick: int, amount: int) -> None:
        receipt = self.gateway_payment(pick)
        if receipt is not None:
            take_external_refund(
                merchant=self.merchant,
                transaction_id=receipt.reference,
                provider_ref=f"R{make.next_number()}",
                amount=Money(amount),
            )

    @rule(pick=picks, amount=amounts)
    def contest(self, pick: int, amount: int) -> None:
        receipt = self.gateway_payment(pick)
        if receipt is not None:
            self.attempt(
                lambda: open_dispute(
                    payment=receipt, dispute_ref=f"D{receipt.pk}", amount=Money(amount)
                )
            )

    @rule(pick=picks, end=ends)
    def decide(self, pick: int, end: Dispute.State) -> None:
        dispute = self.one(Dispute, pick)
        if dispute is not None:
            self.attempt(lambda: close_dispute(dispute=dispute, end=end))

    @rule(share=st.integers(1, 100))
    def pay_out(self, share: int) -> None:
        amount = max(1, available(self.payee) * share // 100)

        def propose() -> None:
            payout = propose_payout(payee=self.payee, amount=Money(amount), acting_user=self.ann)
            approve_payout(payout=payout, acting_user=self.ben)

        self.attempt(propose)

    @rule(pick=picks, paid=st.booleans())
    def end_payouts(self, pick: int, paid: bool) -> None:
        self.attempt(self.file_all)
        payout = self.one(Payout, pick)
        if payout is None:
            return
        if paid:
            self.attempt(lambda: confirm_paid(payout=payout, reference="FT", acting_user=self.ann))
        else:
            self.attempt(lambda: fail_payout(payout=payout, reason="no", acting_user=self.ann))
            self.attempt(lambda: cancel_payout(payout=payout, reason="no", acting_user=self.ann))

    @invariant()
    def the_books_balance_and_agree(self) -> None:
        charges = list(Charge.objects.all())
        receipts = list(Receipt.objects.all())
        books = balances(owner=f"payee:{self.payee.pk}")

        assert not unbalanced_entries().exists()
        assert mirror_differences() == {}
        assert books[Role.RECEIVABLE] == sum(one.facts.rest for one in charges)
        assert -books[Role.TO_RETURN] == sum(one.facts.to_return for one in charges)
        assert -books[Role.UNMATCHED] == sum(
            one.amount - one.allocated - one.returned for one in receipts
        )
        came = sum(one.amount for one in receipts)
        back = sum(one.returned for one in charges) + sum(one.returned for one in receipts)
        assert books[Role.BANK] + books[Role.CASH] + books[Role.HELD] == came - back

    @invariant()
    def what_is_held_is_what_is_open(self) -> None:
        for charge in Charge.objects.all():
            refunds = sum(one.held for one in charge.refunds.all())
            disputed = sum(one.held for one in charge.disputes.all())
            assert charge.refunding == refunds + disputed
            assert charge.returned == sum(one.amount for one in charge.returns.all())
            assert charge.returned + charge.refunding <= charge.allocated

    @invariant()
    def payouts_are_covered(self) -> None:
        if not hasattr(self, "payee"):
            return
        books = balances(owner=f"payee:{self.payee.pk}")
        opened = Payout.objects.filter(state__in=["proposed", "approved", "filed"])
        assert available(self.payee) <= max(0, books[Role.HELD] - sum(p.amount for p in opened))

    def file_all(self) -> None:
        file = make_file(template="generic", acting_user=self.ann)
        check_file(file=file, content=bytes(file.content), acting_user=self.ben)

    def gateway_payment(self, pick: int) -> Receipt | None:
        rows = list(Receipt.objects.filter(merchant=self.merchant).order_by("pk"))
        return rows[pick % len(rows)] if rows else None

    def one(self, model: type[Row], pick: int) -> Row | None:
        rows = list(model._default_manager.order_by("pk"))
        return rows[pick % len(rows)] if rows else None

    def attempt(self, act: Callable[[], object]) -> None:
        """Refusals are part of the business; what they leave behind must still balance."""
        try:
            with transaction.atomic():
                act()
        except DomainError:
            return


@pytest.fixture(autouse=True)
def no_waiting(settings: Settings) -> None:
    settings.PAYOUTS_ACCOUNT_HOURS = 0


def test_the_books_balance_whatever_goes_out() -> None:
    run_state_machine_as_test(
        Trade,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
