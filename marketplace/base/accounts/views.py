"""Signing in and up, a forgotten password, one's own account."""

from typing import Any, cast

from allauth.account.views import SignupView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView

from marketplace.base.accounts import actions, forms, limits
from marketplace.base.accounts.errors import (
    AccountError,
    PhoneTakenError,
    TooManyTriesError,
)
from marketplace.base.accounts.models import User
from marketplace.base.accounts.tokens import reset_tokens


class SignUp(SignupView):
    """Opens an account and signs in."""

    def form_valid(self, form: forms.SignUpForm) -> HttpResponse:
        """Open the account, unless too many were opened from here or the phone is taken by now."""
        try:
            if not limits.may_sign_up(limits.address_of(self.request)):
                raise TooManyTriesError
            return cast("HttpResponse", super().form_valid(form))
        except (TooManyTriesError, PhoneTakenError) as error:
            form.add_error(error.field, error.title())
            return cast("HttpResponse", self.form_invalid(form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Send a link to the phone; the answer is the same for a number that nobody has."""
    form = forms.PasswordLinkForm(request.POST or None)
    if not form.is_valid():
        return render(request, "account/password_reset.html", {"form": form})
    phone = form.cleaned_data["phone"]
    if not limits.may_ask_for_password(phone, limits.address_of(request)):
        form.add_error(None, TooManyTriesError().title())
        return render(request, "account/password_reset.html", {"form": form})
    actions.send_password_link(phone=phone)
    return render(request, "account/password_reset_sent.html", {"phone": phone})


@method_decorator(sensitive_post_parameters("new_password"), name="dispatch")
class NewPassword(PasswordResetConfirmView):
    """Takes a new password from whoever opened the link. Django moves the token out of the URL."""

    form_class = forms.NewPasswordForm  # type: ignore[assignment]
    template_name = "account/password_new.html"
    token_generator = reset_tokens
    reset_url_token = "moi"  # noqa: S105 - a word in the URL
    success_url = reverse_lazy("account_login")

    def get_user(self, uidb64: str) -> User | None:
        """Return who has this handle; the number of their row stays unknown."""
        return User.objects.filter(handle=uidb64, is_active=True).first()

    def form_valid(self, form: forms.NewPasswordForm) -> HttpResponse:  # type: ignore[override]
        """Set the password."""
        actions.reset_password(user=form.user, new_password=form.cleaned_data["new_password"])
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        messages.success(self.request, _("The new password is set. Sign in with it."))
        return redirect(str(self.success_url))


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    return render(request, "account/overview.html")


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters("current_password", "new_password"), name="dispatch")
class AccountEdit(LoginRequiredMixin, FormView[forms.AccountForm]):
    """One change of one's own account."""

    template_name = "account/edit.html"
    success_url = reverse_lazy("account")
    title: str | Promise = ""
    hint: str | Promise = ""
    done = _("Saved.")

    @property
    def user(self) -> User:
        """Return whose account it is; a fresh one, so that a refused change leaves no trace."""
        return User.objects.get(pk=cast("User", self.request.user).pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the user."""
        return {**super().get_form_kwargs(), "user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        """Name the page."""
        return super().get_context_data(title=self.title, hint=self.hint, **kwargs)

    def form_valid(self, form: forms.AccountForm) -> HttpResponse:
        """Make the change, or say under the field why not."""
        try:
            if "current_password" in form.fields and not limits.may_give_password(form.user.pk):
                raise TooManyTriesError
            changed = form.apply()
        except AccountError as error:
            form.add_error(error.field, error.title())
            return self.form_invalid(form)
        update_session_auth_hash(self.request, changed)
        messages.success(self.request, self.done)
        return redirect(reverse("account"))


class ProfileEdit(AccountEdit):
    """Name and language."""

    form_class = forms.ProfileForm
    title = _("Name and language")

    def get_initial(self) -> dict[str, Any]:
        """Start from what is stored."""
        return {"full_name": self.user.full_name, "language": self.user.language}


class PhoneEdit(AccountEdit):
    """Another phone."""

    form_class = forms.PhoneChangeForm
    title = _("Change the phone number")
    hint = _("You sign in with the new number from now on. The old number gets a message.")


class EmailEdit(AccountEdit):
    """Another e-mail."""

    form_class = forms.EmailChangeForm
    title = _("Change the e-mail")
    hint = _("Leave it empty to have none. The old e-mail gets a message.")

    def get_initial(self) -> dict[str, Any]:
        """Start from what is stored."""
        return {"email": self.user.email or ""}


class PasswordEdit(AccountEdit):
    """Another password."""

    form_class = forms.PasswordChangeForm
    title = _("Change the password")
    hint = _("Other phones and computers are signed out.")
    done = _("The new password is set.")
