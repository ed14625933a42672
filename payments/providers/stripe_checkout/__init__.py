"""Stripe Checkout: cards of buyers abroad, on the platform's own account."""
