"""The user: an opaque handle to sign sessions with, a phone or an e-mail to be reached by."""

import secrets
from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

E164 = RegexValidator(
    r"^\+[1-9]\d{6,14}$", _("Write the number with its country code, such as +84912345678.")
)


def new_handle() -> str:
    """Return a random handle: 16 characters, URL-safe, says nothing about its owner."""
    return secrets.token_urlsafe(12)


class UserManager(BaseUserManager["User"]):
    """Makes users from a phone or an e-mail."""

    def create_user(
        self,
        *,
        phone: str | None = None,
        email: str | None = None,
        password: str | None = None,
        **fields: object,
    ) -> "User":
        """Return a saved user; without a password they cannot sign in by one."""
        user = self.model(phone=phone, email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self,
        *,
        phone: str | None = None,
        email: str | None = None,
        password: str | None = None,
        **fields: object,
    ) -> "User":
        """Return a saved user who may do everything in the back office."""
        return self.create_user(
            phone=phone, email=email, password=password, is_staff=True, is_superuser=True, **fields
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this handle (sessions and fixtures ask so)."""
        return self.get(handle=username)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """A person who can sign in.

    Not Oscar's ``AbstractUser``: its ``clean()`` turns a missing e-mail into ``''``, which breaks
    the second user who has only a phone.
    """

    handle = models.CharField(_("handle"), max_length=32, unique=True, default=new_handle)
    phone = models.CharField(
        _("phone"), max_length=16, unique=True, null=True, blank=True, validators=[E164]
    )
    phone_verified_at = models.DateTimeField(
        _("phone verified at"), null=True, blank=True, editable=False
    )
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=8, default="vi", choices=settings.LANGUAGES
    )
    is_staff = models.BooleanField(_("works in the back office"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["phone"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__isnull=False) | Q(email__isnull=False),
                name="user_can_be_reached",
            ),
            models.CheckConstraint(
                condition=~Q(phone="") & ~Q(email=""), name="user_contact_null_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.phone or self.email or self.handle

    def save(
        self,
        *,
        update_fields: Iterable[str] | None = None,
        **how: object,
    ) -> None:
        """Store an empty phone or e-mail as null: two users without one must not collide."""
        self.phone = self.phone or None
        self.email = self.email.lower() if self.email else None
        super().save(update_fields=update_fields, **how)  # type: ignore[arg-type]

    def get_full_name(self) -> str:
        """Return the name people know them by (Oscar and Wagtail ask for it)."""
        return self.full_name

    @property
    def first_name(self) -> str:
        """What Wagtail's back office calls the person; without it shows the opaque handle."""
        return self.full_name or self.phone or ""

    def get_short_name(self) -> str:
        """Return the last word of the name: in Vietnamese the given name."""
        return self.full_name.split(" ")[-1]
