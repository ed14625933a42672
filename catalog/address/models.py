"""Ours first, then whatever Oscar has that we did not override."""

from oscar.apps.address.models import *  # noqa: F403
