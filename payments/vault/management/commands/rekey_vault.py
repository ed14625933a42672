"""``manage.py rekey_vault``: seal the stored secrets with the new key."""

from django.core.management.base import BaseCommand, CommandError

from payments.vault.actions import rekey
from payments.vault.errors import LostSetError, VaultClosedError


class Command(BaseCommand):
    """Seal every set that counts with PAYMENTS_VAULT_KEY; PAYMENTS_VAULT_OLD_KEY opens them."""

    help = "Seal the stored payment secrets with PAYMENTS_VAULT_KEY instead of the old key."
    requires_system_checks = ()

    def handle(self, **_options: object) -> None:
        """Seal them anew and say how many."""
        try:
            changed = rekey()
        except VaultClosedError as error:
            raise CommandError("PAYMENTS_VAULT_KEY is not set.") from error
        except LostSetError as error:
            raise CommandError(
                f"The set {error.details['digest']} of {error.details['provider']} opens with "
                "neither PAYMENTS_VAULT_KEY nor PAYMENTS_VAULT_OLD_KEY. Nothing was changed."
            ) from error
        self.stdout.write(
            f"{changed} sets sealed with the new key. Take PAYMENTS_VAULT_OLD_KEY out now."
        )
