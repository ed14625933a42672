"""Plays Stripe."""
