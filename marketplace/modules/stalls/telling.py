"""Tells the stall's phone of money, inside the transaction that recorded it."""

from marketplace.modules.stalls.actions.announcing import announce
from payments import hooks
from payments.models import Receipt


@hooks.money_received.register
def tell_the_stall(receipt: Receipt) -> None:
    """Write what the stall says about money that came, once it has found its place."""
    announce(receipt=receipt)
