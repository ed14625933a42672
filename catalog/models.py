"""Products. Ours first, then whatever Oscar has that we did not override."""

from oscar.apps.catalogue.models import *  # noqa: F403
