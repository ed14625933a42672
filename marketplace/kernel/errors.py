"""What the business does not allow, and what could not be done. One class, many children."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class _Details(dict[str, object]):
    """Details that a sentence may name; one that is missing must not break the error page."""

    def __missing__(self, key: str) -> str:
        return "…"


class DomainError(Exception):
    """Something the business does not allow, or could not do.

    A child sets ``code`` and ``sentence``. ``code`` is stable (tests, API clients and
    translations key on it); ``sentence`` is for people and may name details as ``%(name)s``.
    ``retryable`` tells a worker whether trying again can help.
    """

    code: ClassVar[str] = "domain_error"
    sentence: ClassVar[str | Promise] = _("That did not work.")
    http_status: ClassVar[int] = 400
    retryable: ClassVar[bool] = False

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = details

    def __str__(self) -> str:
        """For logs: the code and its details."""
        told = " ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.code} {told}".strip()

    def title(self) -> str:
        """Return the sentence for people, in the active language."""
        return str(self.sentence) % _Details(self.details)


class NotRegisteredError(DomainError, KeyError):
    """Nothing of that kind goes by this code (its module may be gone)."""

    code = "not_registered"
    sentence = _("There is no %(kind)s called “%(wanted)s” here.")
    http_status = 404


class ModuleNotSwitchableError(DomainError):
    """The module cannot be switched off while the shop runs."""

    code = "module_not_switchable"
    sentence = _("%(module)s cannot be switched off: %(reason)s")
    http_status = 409


class AppendOnlyError(DomainError):
    """A row that is kept for ever was about to be changed or deleted."""

    code = "append_only"
    sentence = _("This record is kept as it is. Write a correcting record instead.")
    http_status = 409


class TextUnreadableError(DomainError):
    """The request holds the character NUL, which no database text can hold."""

    code = "text_unreadable"
    sentence = _("This holds a character that cannot be kept. Type it again.")


class NoTransactionError(RuntimeError):
    """A function that needs ``transaction.atomic`` was called outside of it; mend the caller."""
