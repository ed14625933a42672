"""From a payee's money to the ledger."""

from django.db import models

from payments.ledger.actions import post_entry
from payments.ledger.core.postings import Postings


def owner_of(payee_id: int | None) -> str:
    """Return whose books these are; money that no account of ours got has none but its own."""
    return f"payee:{payee_id}" if payee_id else "payee:unknown"


def post(
    kind: str, subject: models.Model, postings: Postings, *, payee_id: int | None, currency: str
) -> None:
    """Write ``postings`` into the payee's books."""
    post_entry(
        kind=kind,
        owner=owner_of(payee_id),
        currency=currency,
        subject=subject,
        postings=postings,
    )
