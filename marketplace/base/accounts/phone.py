"""Phones of people who sign in. The code is pure and shared: see ``words.phone``."""

from marketplace.base.words.phone import PhoneError, display_phone, mask_phone, normalise_phone

__all__ = ["PhoneError", "display_phone", "mask_phone", "normalise_phone"]
