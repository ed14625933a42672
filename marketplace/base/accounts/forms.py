"""What people fill in about themselves."""

from typing import Any, cast

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts import actions
from marketplace.base.accounts.fields import PhoneField
from marketplace.base.accounts.models import User


def _text(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "in", **attrs})


def _password(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"class": "in", "autocomplete": autocomplete})


def _full_name() -> forms.CharField:
    return forms.CharField(label=_("Your name"), max_length=120, widget=_text(autocomplete="name"))


class SignInForm(LoginForm):
    """Phone and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's signature
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"] = forms.CharField(
            label=_("Password"), strip=False, widget=_password("current-password")
        )


class SignUpForm(SignupForm):
    """Name, phone, password: an e-mail can be added later."""

    field_order = ["full_name", "phone", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["full_name"] = _full_name()
        self.fields["phone"].label = _("Phone number")
        password = self.fields["password1"]
        password.label, password.help_text = _("Password"), ""
        password.widget = _password("new-password")
        self.order_fields(self.field_order)


class PasswordLinkForm(forms.Form):
    """The phone of an account whose password is forgotten."""

    phone = PhoneField()


class NewPasswordForm(forms.Form):
    """A new password for somebody who opened the link."""

    new_password = forms.CharField(
        label=_("New password"), strip=False, widget=_password("new-password")
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new_password(self) -> str:
        """Return the password.

        Raises:
            ValidationError: it is too easy.
        """
        password = cast("str", self.cleaned_data["new_password"])
        validate_password(password, self.user)
        return password


class AccountForm(forms.Form):
    """A change that somebody makes to their own account."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.user = user

    def apply(self) -> User:
        """Make the change.

        Raises:
            AccountError: its ``field`` says where it belongs.
        """
        raise NotImplementedError


class ProfileForm(AccountForm):
    """Name and language."""

    full_name = _full_name()
    language = forms.ChoiceField(
        label=_("Language"),
        choices=User._meta.get_field("language").choices or [],
        widget=forms.Select(attrs={"class": "in"}),
    )

    def apply(self) -> User:
        """Save them."""
        return actions.edit_profile(user=self.user, acting_user=self.user, **self.cleaned_data)


class CurrentPasswordForm(AccountForm):
    """A change that asks for the password in use."""

    current_password = forms.CharField(
        label=_("Password you use now"), strip=False, widget=_password("current-password")
    )


class PhoneChangeForm(CurrentPasswordForm):
    """Another phone to sign in with."""

    phone = PhoneField(label=_("New phone number"))
    field_order = ["phone", "current_password"]

    def apply(self) -> User:
        """Save it, if the password is right."""
        return actions.change_phone(user=self.user, acting_user=self.user, **self.cleaned_data)


class EmailChangeForm(CurrentPasswordForm):
    """Another e-mail, or none."""

    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"class": "in", "autocomplete": "email"}),
    )
    field_order = ["email", "current_password"]

    def apply(self) -> User:
        """Save it, if the password is right."""
        return actions.change_email(user=self.user, acting_user=self.user, **self.cleaned_data)


class PasswordChangeForm(CurrentPasswordForm):
    """Another password."""

    new_password = forms.CharField(
        label=_("New password"), strip=False, widget=_password("new-password")
    )
    field_order = ["current_password", "new_password"]

    def clean_new_password(self) -> str:
        """Return the password.

        Raises:
            ValidationError: it is too easy.
        """
        password = cast("str", self.cleaned_data["new_password"])
        validate_password(password, self.user)
        return password

    def apply(self) -> User:
        """Save it, if the one in use is right."""
        return actions.change_password(user=self.user, acting_user=self.user, **self.cleaned_data)
