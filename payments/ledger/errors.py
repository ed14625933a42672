"""What can go wrong with the books."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class UnbalancedEntryError(DomainError):
    """Postings do not add up to zero: a programming error, and nothing was written."""

    code = "entry_unbalanced"
    sentence = _("The books would not balance, so nothing was written.")
    http_status = 500
