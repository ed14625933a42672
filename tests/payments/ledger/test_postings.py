"""Entries balance by construction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.ledger.core import postings
from payments.ledger.core.postings import Posting, PostingError, Role, is_balanced

amounts = st.integers(0, 10**12)


@given(amounts, amounts)
def test_every_entry_balances(amount: int, other: int) -> None:
    entries = [
        postings.charge_opened(amount),
        postings.money_came(amount, into=Role.BANK),
        postings.allocated(amount, rest=other),
        postings.charge_closed(amount=amount, kept=other),
        postings.charge_revived(amount=amount, kept=other),
        postings.money_returned(amount, owed_as=Role.TO_RETURN, out_of=Role.BANK),
    ]

    assert all(is_balanced(entry) for entry in entries)


def test_excess_becomes_money_to_return() -> None:
    assert postings.allocated(220, rest=203) == (
        Posting(Role.UNMATCHED, debit=203),
        Posting(Role.RECEIVABLE, credit=203),
        Posting(Role.UNMATCHED, debit=17),
        Posting(Role.TO_RETURN, credit=17),
    )


def test_a_cancelled_charge_turns_what_was_paid_into_money_to_return() -> None:
    assert postings.charge_closed(amount=203, kept=185) == (
        Posting(Role.SALES, debit=18),
        Posting(Role.RECEIVABLE, credit=18),
        Posting(Role.SALES, debit=185),
        Posting(Role.TO_RETURN, credit=185),
    )


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(PostingError):
        postings.charge_opened(-1)


def test_a_line_with_two_sides_or_none_does_not_balance() -> None:
    assert not is_balanced((Posting(Role.BANK, debit=1, credit=1),))
    assert not is_balanced((Posting(Role.BANK),))
    assert not is_balanced((Posting(Role.BANK, debit=2), Posting(Role.SALES, credit=1)))
