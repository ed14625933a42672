"""Entries balance by construction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.ledger.core import postings
from payments.ledger.core.postings import Place, Posting, PostingError, Role, is_balanced

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
        postings.collected(amount, gateway="momo", payee="payee:1"),
        postings.collected_returned(amount, payee="payee:1", out_of=Place(Role.BANK)),
        postings.paid_out(amount),
        postings.paid_out_by_platform(amount, payee="payee:1"),
        postings.gateway_settled(gross=amount + other, fee=other, gateway="momo"),
        postings.owed_to_platform(amount, as_what=Role.COMMISSION),
        postings.owed_by_seller(amount, payee="payee:1", as_what=Place(Role.TAX_PAYABLE, "vat")),
        postings.kept_back(amount),
        postings.kept_back_by_platform(amount, payee="payee:1"),
        postings.bill_paid(amount),
        postings.bill_paid_by_seller(amount, payee="payee:1"),
        postings.tax_paid(amount, tax="vat"),
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


def test_collected_money_is_held_for_one_payee_at_one_gateway() -> None:
    assert postings.collected(203, gateway="momo", payee="payee:7") == (
        Posting(Role.CLEARING, debit=203, detail="momo"),
        Posting(Role.PAYABLE, credit=203, detail="payee:7"),
    )


def test_a_gateway_keeps_its_fee() -> None:
    assert postings.gateway_settled(gross=1000, fee=11, gateway="momo") == (
        Posting(Role.BANK, debit=989),
        Posting(Role.CLEARING, credit=989, detail="momo"),
        Posting(Role.GATEWAY_FEES, debit=11, detail="momo"),
        Posting(Role.CLEARING, credit=11, detail="momo"),
    )


def test_a_fee_above_the_gross_is_refused() -> None:
    with pytest.raises(PostingError):
        postings.gateway_settled(gross=10, fee=11, gateway="momo")


def test_a_negative_amount_turns_an_entry_round() -> None:
    there = postings.paid_out(5)

    assert postings.signed(5, there) == there
    assert postings.signed(-5, there) == postings.reversed_(there)
