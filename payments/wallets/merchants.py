"""Which gateway account an attempt goes through: the payee's own, else the platform's."""

from payments.models import MerchantAccount, Payee
from payments.secrets import secret_sets


def merchant_for(payee: Payee, *, provider: str, environment: str) -> MerchantAccount | None:
    """Return the account through which ``payee`` is paid, or None when there is none with secrets.

    The payee's own comes first: money that never passes the platform needs no licence to hold it.
    """
    mine = MerchantAccount.objects.filter(provider=provider, environment=environment, active=True)
    own = mine.filter(payee=payee).first()
    found = own or mine.filter(payee=None).first()
    return found if found is not None and secret_sets(found) else None
