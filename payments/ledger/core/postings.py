"""Journal entries of direct settlement, balanced by construction. Pure.

The buyer pays the payee's own account; the shop never holds the money. These books are therefore
kept *for* each payee: what buyers owe, what came, what must go back. Every function returns pairs
of postings of one amount, so an entry that does not balance cannot be written.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Accounts of one payee's books."""

    BANK = "bank"
    """Asset: money in the payee's own bank account, as far as this shop saw it come."""
    CASH = "cash"
    """Asset: cash that the carrier or the payee took at the door."""
    RECEIVABLE = "receivable"
    """Asset: what buyers still owe for open charges."""
    SALES = "sales"
    """Income: what open and paid charges come to."""
    UNMATCHED = "unmatched"
    """Liability: money that came and pays nothing yet."""
    TO_RETURN = "to_return"
    """Liability: buyers' money that must go back."""


class PostingError(ValueError):
    """An amount that cannot be posted."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry, in minor units; exactly one side is more than zero."""

    role: Role
    debit: int = 0
    credit: int = 0


Postings = tuple[Posting, ...]


def move(amount: int, *, debit: Role, credit: Role) -> Postings:
    """Return the pair that debits one account and credits another; nothing for zero.

    Raises:
        PostingError: ``amount`` is negative.
    """
    if amount < 0:
        raise PostingError(f"cannot post {amount}")
    if amount == 0:
        return ()
    return Posting(debit, debit=amount), Posting(credit, credit=amount)


def charge_opened(amount: int) -> Postings:
    """Buyers owe ``amount`` more."""
    return move(amount, debit=Role.RECEIVABLE, credit=Role.SALES)


def money_came(amount: int, *, into: Role) -> Postings:
    """``amount`` lies with the payee and pays nothing yet."""
    return move(amount, debit=into, credit=Role.UNMATCHED)


def allocated(amount: int, *, rest: int) -> Postings:
    """``amount`` pays a charge of which ``rest`` was due; what is over must go back."""
    paid = min(amount, rest)
    return move(paid, debit=Role.UNMATCHED, credit=Role.RECEIVABLE) + move(
        amount - paid, debit=Role.UNMATCHED, credit=Role.TO_RETURN
    )


def charge_closed(*, amount: int, kept: int) -> Postings:
    """Nothing is sold any more; what was ``kept`` of ``amount`` must go back.

    What was over already waits to go back.
    """
    paid = min(amount, kept)
    return move(amount - paid, debit=Role.SALES, credit=Role.RECEIVABLE) + move(
        paid, debit=Role.SALES, credit=Role.TO_RETURN
    )


def charge_waived(amount: int, *, rest: int) -> Postings:
    """The price is lowered by ``amount``: buyers owe less, and what they paid of it goes back.

    ``rest`` was still due before.
    """
    unpaid = min(amount, rest)
    return move(unpaid, debit=Role.SALES, credit=Role.RECEIVABLE) + move(
        amount - unpaid, debit=Role.SALES, credit=Role.TO_RETURN
    )


def charge_revived(*, amount: int, kept: int) -> Postings:
    """A closed charge is open again: `charge_closed` the other way round."""
    return reversed_(charge_closed(amount=amount, kept=kept))


def money_returned(amount: int, *, owed_as: Role, out_of: Role) -> Postings:
    """``amount`` went back to whoever sent it."""
    return move(amount, debit=owed_as, credit=out_of)


def reversed_(postings: Postings) -> Postings:
    """Return the entry that undoes ``postings``."""
    return tuple(
        Posting(one.role, debit=one.credit, credit=one.debit) for one in reversed(postings)
    )


def is_balanced(postings: Postings) -> bool:
    """Return whether debits equal credits and every line has exactly one side."""
    one_sided = all((one.debit > 0) != (one.credit > 0) for one in postings)
    return one_sided and sum(one.debit - one.credit for one in postings) == 0
