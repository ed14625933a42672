"""What the rules' own forms do not allow."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class CertificateTakenError(DomainError):
    """The party has this certificate already."""

    code = "origin_certificate_taken"
    sentence = _("Certificate %(number)s is written down already.")
    http_status = 409


class CertificateJudgedError(DomainError):
    """The certificate was judged before; a withdrawn one stays withdrawn."""

    code = "origin_certificate_judged"
    sentence = _("Certificate %(number)s was judged already.")
    http_status = 409


class FindingClosedError(DomainError):
    """The finding is closed."""

    code = "finding_closed"
    sentence = _("This was looked into and closed on %(day)s.")
    http_status = 409


class ExplanationMissingError(DomainError):
    """A finding is explained or closed without words."""

    code = "explanation_missing"
    sentence = _("Write what happened. Whoever inspects will read it.")
