"""What the listing asks of modules above."""

from catalog.models import Product
from marketplace.kernel.hooks import Hook

listing_facts: Hook[[Product], dict[str, object]] = Hook("listing_facts")
"""Guests return JSON facts about a product (``{"traceable": True}``), kept under ``extra``.

A guest whose facts change calls ``catalog.actions.refresh_listing``.
"""
