"""Stripe's signatures and events. Pure."""
