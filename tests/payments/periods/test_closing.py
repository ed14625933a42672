"""A month is closed for good: nothing is written into it, and it shows when somebody did."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from payments.ledger.actions import day_for, post_entry
from payments.ledger.core import postings
from payments.ledger.errors import MonthClosedError
from payments.ledger.models import Account, JournalEntry, MonthClose, Posting
from payments.ledger.queries import open_from, trial_balance
from payments.models import Charge
from payments.periods.actions import blockers, close_month, is_untouched, months_to_show
from payments.periods.errors import CloseRefusedError
from payments.reconciliation.actions import reconcile_day
from tests.factories import payments as make
from tests.factories import tax

pytestmark = pytest.mark.django_db

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def charge() -> Charge:
    """A sale of October and one of November, of a cooperative."""
    with time_machine.travel("2026-10-15T03:00:00Z"):
        first = make.charge(amount=100, minutes=None)
        tax.taxpayer(first.payee, "cooperative")
    with time_machine.travel("2026-11-21T03:00:00Z"):
        make.pay(first)
    return first


def close(month: date) -> MonthClose:
    return close_month(month=month, acting_user=make.person(staff=True))


@time_machine.travel("2026-12-02T03:00:00Z")
def test_months_are_closed_in_order_and_once(charge: Charge) -> None:
    with pytest.raises(CloseRefusedError, match="10/2026"):
        close(NOVEMBER)
    october, november = close(OCTOBER), close(NOVEMBER)

    assert (october.entries, october.turnover) == (1, 100)
    assert (november.entries, november.turnover) == (2, 200)
    assert open_from() == date(2026, 12, 1)
    assert blockers(OCTOBER) != []
    with pytest.raises(CloseRefusedError):
        close(OCTOBER)


@time_machine.travel("2026-11-30T03:00:00Z")
def test_a_month_that_is_not_over_stays_open(charge: Charge) -> None:
    close(OCTOBER)

    with pytest.raises(CloseRefusedError):
        close(NOVEMBER)


@time_machine.travel("2026-12-02T03:00:00Z")
def test_nothing_is_written_into_a_closed_month(charge: Charge) -> None:
    close(OCTOBER)

    with pytest.raises(MonthClosedError):
        post_entry(
            kind="late",
            owner="payee:1",
            currency="VND",
            subject=charge,
            postings=postings.charge_opened(1),
            booked_on=date(2026, 10, 31),
        )
    assert day_for(date(2026, 10, 31)) == date(2026, 12, 2)
    assert day_for(date(2026, 11, 30)) == date(2026, 11, 30)


@pytest.mark.postgres
@time_machine.travel("2026-12-02T03:00:00Z")
def test_postgresql_itself_refuses_an_entry_in_a_closed_month(charge: Charge) -> None:
    close(OCTOBER)

    with pytest.raises(DatabaseError), transaction.atomic():
        JournalEntry.objects.create(
            kind="planted",
            subject_type="x",
            subject_id="1",
            booked_on=date(2026, 10, 31),
            created_at="2026-12-02T03:00:00Z",
        )
    assert connection.vendor == "postgresql"


@time_machine.travel("2026-12-02T03:00:00Z")
def test_an_open_difference_or_a_seller_nobody_has_placed_keeps_it_open(charge: Charge) -> None:
    close(OCTOBER)
    with time_machine.travel("2026-11-21T03:00:00Z"):
        make.collect(make.charge(), through=make.merchant())
    reconcile_day(day=date(2026, 11, 21))

    assert len(blockers(NOVEMBER)) == 2
    with pytest.raises(CloseRefusedError):
        close(NOVEMBER)


@time_machine.travel("2026-12-02T03:00:00Z")
def test_a_change_by_somebody_who_can_pass_the_database_shows(charge: Charge) -> None:
    closed = close(OCTOBER)
    assert is_untouched(closed)
    entry = JournalEntry.objects.get(kind="charge_opened")
    account, _made = Account.objects.get_or_create(owner="payee:0", role="bank", currency="VND")

    Posting.objects.bulk_create([Posting(entry=entry, account=account, debit=1)])

    assert not is_untouched(closed)
    transaction.set_rollback(True)


@time_machine.travel("2026-12-02T03:00:00Z")
def test_the_trial_balance_has_opening_turnover_and_closing(charge: Charge) -> None:
    rows = {
        row.role: (row.opening, row.debit, row.credit, row.closing)
        for row in trial_balance(NOVEMBER)
    }

    assert rows["receivable"] == (100, 0, 100, 0)
    assert rows["sales"] == (-100, 0, 0, -100)
    assert rows["bank"] == (0, 100, 0, 100)
    assert sum(row[3] for row in rows.values()) == 0
    assert months_to_show() == [date(2026, 12, 1), NOVEMBER, OCTOBER]
