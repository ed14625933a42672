"""What the diary tells others."""

from marketplace.kernel.hooks import Hook
from traceability.journal.models import Alert

alert_raised: Hook[[Alert], None] = Hook("alert_raised")
"""A value left the limits of its place; asked in the transaction that keeps the reading."""
