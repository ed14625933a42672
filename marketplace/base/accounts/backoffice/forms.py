"""Forms of staff for people's accounts."""

from typing import ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserForm

from marketplace.base.accounts.errors import ContactNeededError
from marketplace.base.accounts.fields import PhoneField
from marketplace.base.accounts.models import User


class StaffUserForm(UserForm):
    """Wagtail's form without its names and username, with ours."""

    first_name = None
    last_name = None
    phone = PhoneField(required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    full_name = forms.CharField(label=_("Name"), max_length=120)
    is_superuser = forms.BooleanField(label=_("May do everything"), required=False)

    @property
    def username_field(self) -> BoundField:
        """Return what stands first: the phone, which people sign in with."""
        first: BoundField = self["phone"]
        return first

    def separate_username_field(self) -> bool:
        """Return that the phone stands by itself."""
        return True

    def clean_phone(self) -> str | None:
        """Return null for none: two accounts without a phone must not collide."""
        return self.cleaned_data["phone"] or None

    def clean_email(self) -> str | None:
        """Return null for none, else small letters."""
        email: str = self.cleaned_data["email"]
        return email.lower() or None

    def clean(self) -> dict[str, object]:
        """Refuse an account that nobody could be reached by."""
        cleaned: dict[str, object] = super().clean()
        if not self.errors and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", ContactNeededError().title())
        return cleaned


class StaffUserCreationForm(StaffUserForm):
    """A new account made by staff; without a password its owner asks for a link to one."""

    def save(self, commit: bool = True) -> User:
        """Store the account. An empty password is none, not one that fits the empty text."""
        if not self.cleaned_data.get("password1"):
            self.instance.set_unusable_password()
        user: User = super().save(commit)
        return user

    class Meta:
        model = User
        fields: ClassVar[set[str]] = {"phone", "email", "full_name", "is_superuser", "groups"}
        widgets: ClassVar[dict[str, type[forms.Widget]]] = {"groups": forms.CheckboxSelectMultiple}


class StaffUserEditForm(StaffUserForm):
    """An account seen by staff; nobody takes their own rights away."""

    password_required = False

    def __init__(self, *args: object, editing_self: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]
            del self.fields["is_superuser"]

    class Meta:
        model = User
        fields: ClassVar[set[str]] = {*StaffUserCreationForm.Meta.fields, "is_active"}
        widgets = StaffUserCreationForm.Meta.widgets
