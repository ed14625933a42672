"""What stalls do when money moves. All run inside the transaction that moved it."""

from marketplace.modules.stalls.actions.book import undo_line, write_line, write_return
from marketplace.modules.stalls.actions.claims import claim_by_code, give_up_claim
from marketplace.modules.stalls.actions.giving import came_from_drawer, move_out_of_drawer
from marketplace.modules.stalls.models import Sale
from payments import hooks
from payments.models import Allocation, AllocationUndo, Charge, MoneyReturn, Receipt


@hooks.money_unclaimed.register
def claim_at_the_stand(receipt: Receipt) -> Charge | None:
    """Let money with a stall's printed code be a sale of that stall."""
    return claim_by_code(receipt)


@hooks.money_placed.register
def write_down(allocation: Allocation) -> None:
    """Write money of a sale into the stall's book."""
    write_line(allocation)


@hooks.money_unplaced.register
def write_undo(undo: AllocationUndo) -> None:
    """Take money out of the book again, and the sale with it when only this money had made it."""
    if undo_line(undo) is not None:
        give_up_claim(undo.allocation.charge)


@hooks.money_went_back.register
def write_down_return(given: MoneyReturn) -> None:
    """Write money that a stall gave back into its book."""
    if write_return(given, in_cash=came_from_drawer(given)):
        move_out_of_drawer(given)


@hooks.money_late.register
def take_late_money(charge: Charge, _receipt: Receipt) -> bool:
    """Let late money pay a sale that only ran out of time; one given up at the stall stays so."""
    return Sale.objects.filter(charge=charge, cancelled_at=None).exists()
