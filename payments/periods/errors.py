"""Why a month cannot be closed."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class CloseRefusedError(DomainError):
    """Something of the month is still open; ``reasons`` says what."""

    code = "month_close_refused"
    sentence = _("This month cannot be closed yet: %(reasons)s")
    http_status = 409
