"""What the books ask the layers above."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from marketplace.kernel.hooks import Hook

if TYPE_CHECKING:
    from django.utils.functional import Promise

close_blockers: "Hook[[date], Sequence[str | Promise]]" = Hook("close_blockers", may_fail=True)
"""Asked before the books of a month (its first day) are closed: sentences that say what is still
open. Any answer stops the closing; a guest that fails stops it too."""
