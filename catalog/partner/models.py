"""Ours first, then whatever Oscar has that we did not override."""

from oscar.apps.partner.models import *  # noqa: F403
