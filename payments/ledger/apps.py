"""Registers the ledger app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Accounts, journal entries, postings."""

    name = "payments.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
