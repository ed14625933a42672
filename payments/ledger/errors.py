"""What can go wrong with the books."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class UnbalancedEntryError(DomainError):
    """Postings do not add up to zero: a programming error, and nothing was written."""

    code = "entry_unbalanced"
    sentence = _("The books would not balance, so nothing was written.")
    http_status = 500


class MonthClosedError(DomainError):
    """Somebody wants to write into a month whose books are closed."""

    code = "month_closed"
    sentence = _("The books of that month are closed. Write a correction into the open month.")
    http_status = 409
