"""What can be wrong with an account."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class AccountError(DomainError):
    """A change of an account that was refused; ``field`` is the form field it stands under."""

    code = "account_refused"
    sentence = _("This could not be saved.")
    field: ClassVar[str | None] = None


class PhoneTakenError(AccountError):
    """Another account has this phone."""

    code = "phone_taken"
    sentence = _("This number has an account already. Sign in, or ask for a new password.")
    http_status = 409
    field = "phone"


class EmailTakenError(AccountError):
    """Another account has this e-mail."""

    code = "email_taken"
    sentence = _("This e-mail cannot be used here. Write another one.")
    http_status = 409
    field = "email"


class ContactNeededError(AccountError):
    """The account would be left with neither phone nor e-mail."""

    code = "contact_needed"
    sentence = _("An account needs a phone number or an e-mail.")
    field = "email"


class WrongPasswordError(AccountError):
    """The password in use was not given."""

    code = "wrong_password"
    sentence = _("This is not the password you use now.")
    http_status = 403
    field = "current_password"


class TooManyTriesError(AccountError):
    """More tries than a person needs."""

    code = "too_many_tries"
    sentence = _("Too many tries. Wait 10 minutes, then try again.")
    http_status = 429
    retryable = True
