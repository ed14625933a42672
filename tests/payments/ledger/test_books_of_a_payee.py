"""Whatever happens with money, in whatever order, the books balance and agree with the rows."""

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from marketplace.kernel.errors import DomainError
from marketplace.kernel.money import Money
from payments import actions, hooks
from payments.ledger.actions import post_entry
from payments.ledger.core.postings import Posting, Role
from payments.ledger.errors import UnbalancedEntryError
from payments.ledger.models import Account, JournalEntry
from payments.ledger.models import Posting as PostingRow
from payments.ledger.queries import balance, balances, unbalanced_entries
from payments.models import Allocation, Charge, Receipt
from tests.factories import payments as make

pytestmark = pytest.mark.django_db

picks = st.integers(0, 10**6)
amounts = st.integers(1, 300_000)


class Stall(RuleBasedStateMachine):
    """One seller, some charges, and money that comes as it likes."""

    @initialize()
    def open_stall(self) -> None:
        self.seller = make.person()
        self.staff = make.person(staff=True)
        self.payee = make.payee(self.seller)

    def charges(self) -> list[Charge]:
        return list(Charge.objects.filter(payee=self.payee).order_by("pk"))

    def receipts(self) -> list[Receipt]:
        return list(Receipt.objects.filter(payee=self.payee).order_by("pk"))

    def any_charge(self, pick: int) -> Charge:
        charges = self.charges()
        return charges[pick % len(charges)]

    @rule(amount=amounts)
    def ask(self, amount: int) -> None:
        make.charge(self.payee, amount)

    @precondition(lambda self: self.charges())
    @rule(pick=picks, amount=amounts)
    def pay(self, pick: int, amount: int) -> None:
        make.pay(self.any_charge(pick), amount)

    @precondition(lambda self: self.charges())
    @rule(pick=picks)
    def pay_late_and_be_served(self, pick: int) -> None:
        with hooks.money_late.register_temporarily(lambda _charge, _money: True):
            make.pay(self.any_charge(pick))

    @rule(amount=amounts)
    def receive_unknown_money(self, amount: int) -> None:
        make.money(self.payee, amount, "?")

    @precondition(lambda self: self.charges())
    @rule(pick=picks, amount=amounts, cash=st.booleans())
    def confirm(self, pick: int, amount: int, cash: bool) -> None:
        act = actions.record_cash if cash else actions.confirm_by_seller
        self.attempt(
            lambda: act(charge=self.any_charge(pick), amount=Money(amount), acting_user=self.seller)
        )

    @precondition(lambda self: self.charges() and self.receipts())
    @rule(pick=picks, other=picks)
    def match(self, pick: int, other: int) -> None:
        receipts = self.receipts()
        self.attempt(
            lambda: actions.match_receipt(
                receipt=receipts[other % len(receipts)],
                charge=self.any_charge(pick),
                acting_user=self.staff,
            )
        )

    @rule(pick=picks)
    def undo(self, pick: int) -> None:
        made = list(Allocation.objects.filter(charge__payee=self.payee).order_by("pk"))
        if made:
            chosen = made[pick % len(made)]
            self.attempt(
                lambda: actions.unmatch(allocation=chosen, acting_user=self.staff, reason="no")
            )

    @rule(pick=picks)
    def withdraw(self, pick: int) -> None:
        receipts = self.receipts()
        if receipts:
            chosen = receipts[pick % len(receipts)]
            self.attempt(
                lambda: actions.withdraw_confirmation(
                    receipt=chosen, acting_user=self.seller, reason="no"
                )
            )

    @precondition(lambda self: self.charges())
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        actions.cancel_charge(charge=self.any_charge(pick), reason="no")

    @precondition(lambda self: self.charges())
    @rule(pick=picks)
    def revive(self, pick: int) -> None:
        self.attempt(lambda: actions.revive_charge(charge=self.any_charge(pick), expires_at=None))

    @precondition(lambda self: self.charges())
    @rule(pick=picks, amount=amounts)
    def give_back(self, pick: int, amount: int) -> None:
        charge = self.any_charge(pick)
        self.attempt(
            lambda: actions.record_return(
                charge=charge,
                amount=Money(min(amount, max(1, charge.facts.to_return))),
                reference="FT",
                acting_user=self.seller,
            )
        )

    @invariant()
    def the_books_balance_and_agree(self) -> None:
        charges, receipts = self.charges(), self.receipts()
        books = balances(owner=f"payee:{self.payee.pk}")

        assert not unbalanced_entries().exists()
        assert sum(books.values()) == 0
        assert books[Role.RECEIVABLE] == sum(charge.facts.rest for charge in charges)
        assert -books[Role.TO_RETURN] == sum(charge.facts.to_return for charge in charges)
        assert -books[Role.UNMATCHED] == sum(receipt.open_amount for receipt in receipts)
        assert -books[Role.SALES] == sum(
            charge.facts.due for charge in charges if not charge.facts.is_closed
        )
        for charge in charges:
            paid = charge.allocations.filter(undo=None).values_list("amount", flat=True)
            assert charge.allocated == sum(paid)

    def attempt(self, act: object) -> None:
        """Refusals are part of the business; what they leave behind must still balance."""
        assert callable(act)
        try:
            with transaction.atomic():
                act()
        except DomainError:
            return


def test_the_books_balance_after_every_step() -> None:
    run_state_machine_as_test(
        Stall,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_an_entry_that_does_not_balance_is_not_written() -> None:
    subject = make.payee()

    with pytest.raises(UnbalancedEntryError):
        post_entry(
            kind="wrong",
            owner="payee:1",
            currency="VND",
            subject=subject,
            postings=(Posting(Role.BANK, debit=2), Posting(Role.SALES, credit=1)),
        )

    assert not JournalEntry.objects.filter(kind="wrong").exists()


def test_an_entry_of_nothing_is_none() -> None:
    entry = post_entry(
        kind="nothing", owner="payee:1", currency="VND", subject=make.payee(), postings=()
    )

    assert entry is None


def test_balances_are_read_by_account() -> None:
    charge = make.charge(amount=100)
    make.pay(charge, 130)
    owner = f"payee:{charge.payee_id}"

    moved = {Role.BANK: 130, Role.SALES: -100, Role.TO_RETURN: -30}
    assert balances(owner=owner) == {role: moved.get(role, 0) for role in Role}
    assert balance(owner=owner, role=Role.TO_RETURN) == -30


def test_a_planted_entry_that_does_not_balance_is_found() -> None:
    entry = JournalEntry.objects.create(
        kind="planted",
        subject_type="x",
        subject_id="1",
        booked_on="2026-11-21",
        created_at="2026-11-21T00:00:00Z",
    )
    account, _made = Account.objects.get_or_create(owner="payee:0", role="bank", currency="VND")
    PostingRow.objects.create(entry=entry, account=account, debit=1)

    assert list(unbalanced_entries()) == [entry]
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    else:
        transaction.set_rollback(True)


@pytest.mark.postgres
def test_postgresql_itself_refuses_to_change_what_is_written() -> None:
    charge = make.charge()

    assert charge.pk
    for statement in (
        "UPDATE payments_charge SET amount = 1",
        "DELETE FROM payments_charge",
        "UPDATE ledger_posting SET debit = debit + 1",
    ):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
