"""What the interface refuses."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class KeyMissingError(DomainError):
    """No key came with the request, or one that is not, or no longer, good."""

    code = "api_key_missing"
    sentence = _("Send a valid key: Authorization: Bearer …")
    http_status = 401


class ScopeMissingError(DomainError):
    """The key is good for something else."""

    code = "api_scope_missing"
    sentence = _("This key may not do that. It needs: %(scope)s.")
    http_status = 403


class TooManyRequestsError(DomainError):
    """The key was used too often in the last minute."""

    code = "api_too_many_requests"
    sentence = _("Too many requests. Wait a minute.")
    http_status = 429


class KeyRevokedError(DomainError):
    """The key was revoked before."""

    code = "api_key_revoked"
    sentence = _("This key is revoked already.")
    http_status = 409


class NoScopeError(DomainError):
    """A key that may do nothing was asked for."""

    code = "api_key_without_scope"
    sentence = _("Choose what the key may do.")


class QueryNameTakenError(DomainError):
    """The party has a query of that name."""

    code = "query_name_taken"
    sentence = _("A query called %(name)s is there already.")
    http_status = 409
