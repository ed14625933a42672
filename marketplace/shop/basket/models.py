"""Ours first, then whatever Oscar has that we did not override."""

from oscar.apps.basket.models import *  # noqa: F403
