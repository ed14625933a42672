"""What Stripe's objects say, and which of them cannot be read."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.core.notice_fields import NoticeError
from payments.providers.stripe_checkout.core.messages import (
    read_dispute,
    read_event,
    read_refund,
    read_session,
)

SESSION: Mapping[str, object] = {
    "amount_total": 203_000,
    "client_reference_id": "ST000000000001",
    "currency": "vnd",
    "payment_intent": "pi_1",
    "payment_status": "paid",
    "status": "complete",
}


@pytest.mark.parametrize(
    ("changes", "event", "outcome"),
    [
        ({}, "checkout.session.completed", "paid"),
        ({}, "", "paid"),
        ({"payment_status": "unpaid"}, "checkout.session.completed", "pending"),
        ({"payment_status": "unpaid"}, "checkout.session.async_payment_failed", "failed"),
        (
            {"payment_status": "unpaid", "status": "expired", "payment_intent": None},
            "checkout.session.expired",
            "cancelled",
        ),
        (
            {"payment_status": "unpaid", "status": "expired", "payment_intent": None},
            "",
            "cancelled",
        ),
        ({"payment_status": "unpaid", "status": "open", "payment_intent": None}, "", "pending"),
        (
            {
                "payment_status": "unpaid",
                "payment_intent": {"id": "pi_1", "status": "requires_payment_method"},
            },
            "",
            "failed",
        ),
        (
            {
                "payment_status": "unpaid",
                "payment_intent": {"id": "pi_1", "status": "processing"},
            },
            "",
            "pending",
        ),
        ({"payment_status": "no_payment_required", "status": "complete"}, "", "pending"),
    ],
)
def test_a_session_is_paid_only_when_its_payment_is(
    changes: Mapping[str, object], event: str, outcome: str
) -> None:
    assert read_session({**SESSION, **changes}, event=event).outcome == outcome


def test_a_paid_session_stays_paid_whatever_the_event_is_called() -> None:
    assert read_session(SESSION, event="checkout.session.expired").outcome == "paid"


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_total": "203000"},
        {"amount_total": 203000.0},
        {"amount_total": True},
        {"amount_total": -1},
        {"currency": None},
        {"payment_intent": None},
        {"payment_intent": 5},
        {"payment_status": None},
        {"client_reference_id": 7},
    ],
)
def test_a_paid_session_without_its_facts_is_not_guessed_at(changes: Mapping[str, object]) -> None:
    with pytest.raises(NoticeError):
        read_session({**SESSION, **changes})


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("succeeded", "done"),
        ("pending", "pending"),
        ("requires_action", "pending"),
        ("failed", "refused"),
        ("canceled", "refused"),
        ("a new word", "unknown"),
    ],
)
def test_a_refund_says_how_far_it_is(status: str, outcome: str) -> None:
    said = read_refund(
        {
            "id": "re_1",
            "status": status,
            "amount": 103_000,
            "currency": "vnd",
            "payment_intent": "pi_1",
            "metadata": {"refund_ref": "RF1"},
        }
    )

    assert (said.outcome, said.refund_ref, said.number) == (outcome, "RF1", "re_1")
    assert (said.amount, said.transaction_id) == (103_000, "pi_1")


@pytest.mark.parametrize(
    ("status", "won"),
    [("won", True), ("lost", False), ("warning_closed", True), ("needs_response", False)],
)
def test_a_dispute_is_lost_unless_it_says_otherwise(status: str, won: bool) -> None:
    said = read_dispute(
        {
            "id": "dp_1",
            "status": status,
            "amount": 203_000,
            "currency": "vnd",
            "payment_intent": "pi_1",
            "reason": "fraudulent",
            "evidence_details": {"due_by": 1_700_000_000},
        }
    )

    assert said.won is won
    assert said.due_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@given(st.binary(max_size=200))
def test_no_body_breaks_the_reader(body: bytes) -> None:
    with pytest.raises(NoticeError):
        read_event(body)
