"""Baskets: Oscar's, and a basket knows its lines' products."""

from oscar.apps.basket.models import *  # noqa: F403
