"""What the vault answers payments."""

from collections.abc import Mapping, Sequence

from payments import hooks
from payments.models import MerchantAccount, PayoutAccount
from payments.vault.queries import open_sets


@hooks.stored_secrets.register
def secrets_in_the_vault(
    holder: MerchantAccount | PayoutAccount,
) -> Sequence[Mapping[str, str]]:
    """Return the stored sets of an account, newest first."""
    return open_sets(holder)
