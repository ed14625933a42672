"""What a charge's state is, from its amounts. Pure.

Nothing stores a state: it is read off what was asked, what came, what went back, and whether the
charge was closed. So two views of one charge cannot disagree.
"""

from dataclasses import dataclass
from enum import StrEnum


class ChargeState(StrEnum):
    """The states of a charge, in the words of docs/model/money.md."""

    PENDING = "pending"
    PARTLY_PAID = "partly_paid"
    SETTLED = "settled"
    OVERPAID = "overpaid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class ChargeFactsError(ValueError):
    """Amounts that cannot be: negative, or more given back than came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeFacts:
    """What is known of a charge; amounts in minor units of one currency.

    Args:
        amount: asked for, more than zero.
        allocated: what receipts pay of it, in all.
        returned: what went back to the buyer, at most ``allocated``.
        waived: by how much the price was lowered afterwards, at most ``amount``.
        refunding: what refunds under way and disputes hold of it: it cannot go back twice.
        expired: its time ran out while nothing had been paid.
        cancelled: somebody gave it up.
    """

    amount: int
    allocated: int = 0
    returned: int = 0
    waived: int = 0
    refunding: int = 0
    expired: bool = False
    cancelled: bool = False

    def __post_init__(self) -> None:
        priced = self.amount > 0 and 0 <= self.waived <= self.amount
        went = self.returned >= 0 and self.refunding >= 0
        if not (priced and went and self.returned + self.refunding <= self.allocated):
            raise ChargeFactsError(
                f"amount {self.amount}, waived {self.waived}, allocated {self.allocated}, "
                f"returned {self.returned}, refunding {self.refunding}"
            )

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is asked for."""
        return self.expired or self.cancelled

    @property
    def due(self) -> int:
        """What the payee should have in the end: the price, less what was lowered of it."""
        return self.amount - self.waived

    @property
    def kept(self) -> int:
        """What the payee has of this charge now."""
        return self.allocated - self.returned

    @property
    def rest(self) -> int:
        """What the buyer still has to pay."""
        return 0 if self.is_closed else max(0, self.due - self.kept)

    @property
    def to_return(self) -> int:
        """What the payee owes the buyer: everything of a closed charge, else the excess."""
        if self.is_closed:
            return self.kept
        return max(0, self.kept - self.due)

    @property
    def owed(self) -> int:
        """What must still be sent back: of ``to_return``, what is not on its way."""
        return max(0, self.to_return - self.refunding)

    @property
    def returnable(self) -> int:
        """What could go back at most: what is kept and not on its way back."""
        return self.kept - self.refunding


def charge_state(facts: ChargeFacts) -> ChargeState:
    """Return the state of a charge.

    >>> charge_state(ChargeFacts(amount=203_000, allocated=185_000))
    <ChargeState.PARTLY_PAID: 'partly_paid'>
    """
    if facts.is_closed:
        return _closed_state(facts)
    if facts.kept == 0:
        return ChargeState.PENDING if facts.due else ChargeState.REFUNDED
    if facts.kept < facts.due:
        return ChargeState.PARTLY_PAID
    return ChargeState.SETTLED if facts.kept == facts.due else ChargeState.OVERPAID


def _closed_state(facts: ChargeFacts) -> ChargeState:
    if facts.allocated and not facts.kept:
        return ChargeState.REFUNDED
    return ChargeState.CANCELLED if facts.cancelled else ChargeState.EXPIRED
