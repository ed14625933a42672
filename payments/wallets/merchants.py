"""Which gateway account an attempt goes through: the payee's own, else the platform's."""

from django.db.models import F, Q

from payments.models import MerchantAccount, Payee
from payments.secrets import can_sign


def merchant_for(payee: Payee, *, provider: str, environment: str) -> MerchantAccount | None:
    """Return the account through which ``payee`` is paid, or None when there is none with secrets.

    The payee's own comes first: money that never passes the platform needs no licence to hold it.
    """
    active = MerchantAccount.objects.filter(provider=provider, environment=environment, active=True)
    mine = active.filter(Q(payee=payee) | Q(payee=None))
    found = mine.order_by(F("payee").asc(nulls_last=True), "pk").first()
    return found if found is not None and can_sign(found) else None
