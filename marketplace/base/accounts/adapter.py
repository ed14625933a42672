"""How django-allauth signs people in here: by phone and password, limits in the database."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts import limits
from marketplace.base.accounts.actions import open_account
from marketplace.base.accounts.errors import PhoneTakenError, TooManyTriesError
from marketplace.base.accounts.fields import PhoneField
from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now


class PhoneFirstAdapter(DefaultAccountAdapter):
    """Phone first; what allauth asks of an adapter that keeps phones itself."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # The same words whether the number is known or not.
        "phone_password_mismatch": _("The number or the password is not right."),
        "phone_taken": PhoneTakenError.sentence,
        "too_many_login_attempts": TooManyTriesError.sentence,
    }

    def phone_form_field(self, **kwargs: Any) -> PhoneField:  # noqa: ANN401 - allauth's signature
        """Return the field for a phone as people type it."""
        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Return who has this phone."""
        return User.objects.filter(phone=phone).first()

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Return the phone and whether it was proved to be theirs."""
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """Store a phone that allauth changed."""
        user.phone, user.phone_verified_at = phone, now() if verified else None
        user.save(update_fields=["phone", "phone_verified_at"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Mark the phone as theirs."""
        self.set_phone(user, phone, verified=True)

    def send_verification_code_sms(self, *_args: object, **_kwargs: object) -> None:
        """Refuse: codes are not on, and must not be lost silently if somebody turns them on.

        Raises:
            ImproperlyConfigured: always.
        """
        raise ImproperlyConfigured("ACCOUNT_PHONE_VERIFICATION_ENABLED is off: there are no codes")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401
        """Count the try; allauth's own count knows no phones, all would share one.

        Raises:
            ValidationError: too many.
        """
        phone = str(credentials.get("phone", ""))
        if not limits.may_sign_in(phone, limits.address_of(request)):
            raise self.validation_error("too_many_login_attempts")

    def save_user(
        self,
        request: HttpRequest,  # noqa: ARG002 - allauth's signature
        user: User,  # noqa: ARG002
        form: Any,  # noqa: ANN401 - a form of allauth's
        commit: bool = True,  # noqa: ARG002
    ) -> User:
        """Return the opened account.

        Raises:
            PhoneTakenError: somebody took the phone since the form was checked.
        """
        data = form.cleaned_data
        return open_account(
            phone=data["phone"],
            full_name=data["full_name"],
            password=data["password1"],
            language=get_language() or "vi",
        )
