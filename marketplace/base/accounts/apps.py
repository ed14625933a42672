"""Django's view of this module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Holds AUTH_USER_MODEL from the first migration."""

    name = "marketplace.base.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make messages and checks known."""
        from marketplace.base.accounts import checks, messages  # noqa: F401

        messages.register()
