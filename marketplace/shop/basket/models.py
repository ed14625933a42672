"""Baskets: Oscar's, and a basket knows its lines' products."""

from oscar.apps.basket.models import Basket, Line, LineAttribute

__all__ = ["Basket", "Line", "LineAttribute"]
