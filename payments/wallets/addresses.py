"""Our own addresses that gateways are told."""

from django.conf import settings
from django.urls import reverse

from payments.models import Attempt, MerchantAccount


def return_url(attempt: Attempt) -> str:
    """Return where the buyer's browser comes back to after ``attempt``."""
    path = reverse("payments:came_back", args=[attempt.charge.public_id, attempt.pk])
    return f"{settings.PUBLIC_ORIGIN}{path}"


def call_url(merchant: MerchantAccount, name: str) -> str:
    """Return where the gateway tells us of payments into ``merchant``.

    Args:
        merchant: the called account.
        name: one of its wallet's ``calls``.
    """
    path = reverse("wallet-call", args=[merchant.provider, merchant.public_id, name])
    return f"{settings.PUBLIC_ORIGIN}{path}"
