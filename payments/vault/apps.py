"""The app of the vault."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VaultConfig(AppConfig):
    """Secrets of gateways and feeds."""

    name = "payments.vault"
    label = "vault"
    verbose_name = _("Secrets of payment gateways")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer who asks for secrets, and look at the key when the shop starts."""
        from payments.vault import checks, receivers

        del checks, receivers
