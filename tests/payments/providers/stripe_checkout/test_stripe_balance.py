"""What Stripe's balance transactions mean for the comparison of a day."""

import pytest

from payments.core.notice_fields import NoticeError
from payments.providers.stripe_checkout.core.balance import Moved, moved
from payments.providers.stripe_checkout.core.messages import Object


def row(kind: str, amount: int, source: Object, **more: object) -> Object:
    return {"type": kind, "amount": amount, "currency": "vnd", "fee": 0, "source": source, **more}


CHARGE = {"object": "charge", "amount": 185_000, "currency": "vnd", "payment_intent": "pi_1"}


def test_a_payment_is_named_by_its_intent_with_its_fee() -> None:
    (found,) = moved([row("charge", 185_000, CHARGE, fee=6_290)])

    assert found == Moved(
        kind="payment", reference="pi_1", amount=185_000, currency="VND", fee=6_290
    )


def test_a_payment_without_an_intent_is_named_by_its_charge() -> None:
    charge = {**CHARGE, "id": "ch_7", "payment_intent": None}

    (found,) = moved([row("charge", 185_000, charge)])

    assert found.reference == "ch_7"


def test_a_balance_in_another_currency_says_what_the_buyer_paid_and_no_fee() -> None:
    (found,) = moved([row("charge", 952, CHARGE, currency="sgd", fee=52)])

    assert (found.amount, found.currency, found.fee) == (185_000, "VND", 0)


def test_refund_lost_dispute_and_payout_are_named_by_their_own_numbers() -> None:
    refund = {"object": "refund", "id": "re_1", "amount": 5_000, "currency": "vnd"}
    dispute = {"object": "dispute", "id": "dp_1", "amount": 9_000, "currency": "vnd"}
    payout = {"object": "payout", "id": "po_1", "amount": 70_000, "currency": "vnd"}
    rows = [
        row("refund", -5_000, refund),
        row("adjustment", -9_000, dispute),
        row("payout", -70_000, payout),
    ]

    assert [(one.kind, one.reference, one.amount) for one in moved(rows)] == [
        ("refund", "re_1", 5_000),
        ("refund", "dp_1", 9_000),
        ("payout", "po_1", 70_000),
    ]


def test_what_is_not_compared_is_left_out() -> None:
    dispute = {"object": "dispute", "id": "dp_1", "amount": 9_000, "currency": "vnd"}
    fee = {"object": "fee", "id": "fee_1"}

    assert not list(moved([row("adjustment", 9_000, dispute), row("stripe_fee", -10, fee)]))
    assert not list(moved([row("charge", 5, "ch_1")]))  # type: ignore[arg-type]


def test_a_row_that_is_not_as_promised_is_named() -> None:
    with pytest.raises(NoticeError, match="balance:id"):
        list(moved([row("charge", 5, {"amount": 5, "currency": "vnd"})]))
