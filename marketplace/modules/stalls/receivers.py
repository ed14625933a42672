"""What stalls do when money moves. All run inside the transaction that moved it."""

from marketplace.modules.stalls.models import Sale
from payments import hooks
from payments.models import Charge, Receipt


@hooks.money_late.register
def take_late_money(charge: Charge, _receipt: Receipt) -> bool:
    """Let late money pay a sale that only ran out of time; one given up at the stall stays so."""
    return Sale.objects.filter(charge=charge, cancelled_at=None).exists()
