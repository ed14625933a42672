"""Tells the stall's phone of money, inside the transaction that recorded or placed it."""

from marketplace.modules.stalls.actions.announcing import announce
from payments import hooks
from payments.models import Allocation, Receipt


@hooks.money_received.register
def tell_the_stall(receipt: Receipt) -> None:
    """Write what the stall says about money that came, once it has found its place."""
    announce(receipt=receipt)


@hooks.money_placed.register
def tell_when_it_is_placed(allocation: Allocation) -> None:
    """Write it, too, when money finds its place later: held by a gateway, or matched by staff.

    What a vendor claims on her own page she knows already.
    """
    if allocation.proof != Allocation.Proof.SELLER:
        announce(receipt=allocation.receipt)
