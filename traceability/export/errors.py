"""What exports do not allow."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class PassportIncompleteError(DomainError):
    """The law asks for something that nobody wrote down."""

    code = "passport_incomplete"
    sentence = _("Not complete yet: %(article)s. %(gap)s")
    http_status = 409


class SubmissionSentError(DomainError):
    """What was sent is not sent again."""

    code = "submission_sent"
    sentence = _("This record was sent already.")
    http_status = 409


class NoLotsError(DomainError):
    """There is no lot to export."""

    code = "no_lots_to_export"
    sentence = _("No lot in this time. Choose other days.")


class TooManyLotsError(DomainError):
    """More lots than one zip takes."""

    code = "too_many_lots_to_export"
    sentence = _("%(count)s lots are more than %(most)s. Choose fewer days.")
