"""Journal entries, balanced by construction. Pure.

Two ways money is settled. *Direct*: the buyer pays the payee's own account, and the books kept for
the payee say what buyers owe, what came, what must go back. *Collected*: the buyer pays the
platform's account at a gateway; then the payee's money is HELD there, and the platform's own books
mirror it as PAYABLE to that payee. What the payee owes the platform (commission, withheld tax) is
DUE_TO_PLATFORM in the one and SELLERS_DUE in the other. Every function returns pairs of postings
of one amount, so an entry that does not balance cannot be written.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Accounts. Those of a payee's books first, then those of the platform's."""

    BANK = "bank"
    """Asset: money in the owner's own bank account, as far as this shop saw it come."""
    CASH = "cash"
    """Asset: cash that the carrier or the payee took at the door."""
    HELD = "held"
    """Asset of a payee: money the platform collected and has not paid out yet."""
    DISPUTED = "disputed"
    """Asset: money a gateway took away when a buyer contested it, until that ends; the platform has
    one for each gateway."""
    RECEIVABLE = "receivable"
    """Asset: what buyers still owe for open charges."""
    TAX_WITHHELD = "tax_withheld"
    """Asset of a payee: tax paid in their name, to be set off against their own tax."""
    SALES = "sales"
    """Income: what open and paid charges come to."""
    COMMISSION = "commission"
    """Expense of a payee: what the platform takes for selling."""
    UNMATCHED = "unmatched"
    """Liability: money that came and pays nothing yet."""
    TO_RETURN = "to_return"
    """Liability: buyers' money that must go back."""
    DUE_TO_PLATFORM = "due_to_platform"
    """Liability of a payee: commission and withheld tax that the platform has not got yet."""

    CLEARING = "clearing"
    """Asset of the platform, one for each gateway: collected there, not yet in the bank."""
    SELLERS_DUE = "sellers_due"
    """Asset of the platform, one for each payee: mirrors DUE_TO_PLATFORM."""
    BILLS_PAID = "bills_paid"
    """Contra of the platform: what sellers paid of their bills, which `payee` books hold."""
    GATEWAY_FEES = "gateway_fees"
    """Expense of the platform: what gateways keep for themselves."""
    PAYABLE = "payable"
    """Liability of the platform, one for each payee: mirrors HELD."""
    TAX_PAYABLE = "tax_payable"
    """Liability of the platform, one for each tax: withheld, not yet paid to the tax office."""
    COMMISSION_INCOME = "commission_income"
    """Income of the platform."""
    DIFFERENCES = "differences"
    """Expense of the platform, one for each gateway: differences people have written off."""


class PostingError(ValueError):
    """An amount that cannot be posted."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sub-account: one role of the books, for one gateway, payee or tax."""

    role: Role
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry, in minor units; exactly one side is more than zero."""

    role: Role
    debit: int = 0
    credit: int = 0
    detail: str = ""


Postings = tuple[Posting, ...]


def move(amount: int, *, debit: Role | Place, credit: Role | Place) -> Postings:
    """Return the pair that debits one account and credits another; nothing for zero.

    Raises:
        PostingError: ``amount`` is negative.
    """
    if amount < 0:
        raise PostingError(f"cannot post {amount}")
    if amount == 0:
        return ()
    to, out_of = _place(debit), _place(credit)
    return (
        Posting(to.role, debit=amount, detail=to.detail),
        Posting(out_of.role, credit=amount, detail=out_of.detail),
    )


def charge_opened(amount: int) -> Postings:
    """Buyers owe ``amount`` more."""
    return move(amount, debit=Role.RECEIVABLE, credit=Role.SALES)


def money_came(amount: int, *, into: Role) -> Postings:
    """``amount`` lies with the payee (or is held for them) and pays nothing yet."""
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


def collected(amount: int, *, gateway: str, payee: str) -> Postings:
    """In the platform's books: a gateway holds ``amount`` that belongs to a payee."""
    return move(amount, debit=Place(Role.CLEARING, gateway), credit=Place(Role.PAYABLE, payee))


def collected_returned(amount: int, *, payee: str, out_of: Place) -> Postings:
    """In the platform's books: collected money went back, from the gateway or our own bank."""
    return move(amount, debit=Place(Role.PAYABLE, payee), credit=out_of)


def payable_moved(amount: int, *, out_of: str, to: str) -> Postings:
    """In the platform's books: what it holds turns out to belong to another payee."""
    return move(amount, debit=Place(Role.PAYABLE, out_of), credit=Place(Role.PAYABLE, to))


def paid_out(amount: int) -> Postings:
    """In the payee's books: what was held has come into their own account."""
    return move(amount, debit=Role.BANK, credit=Role.HELD)


def paid_out_by_platform(amount: int, *, payee: str) -> Postings:
    """In the platform's books: a payee got their money from our bank account."""
    return move(amount, debit=Place(Role.PAYABLE, payee), credit=Role.BANK)


def gateway_settled(*, gross: int, fee: int, gateway: str) -> Postings:
    """In the platform's books: a gateway sent ``gross - fee`` to our bank and kept ``fee``.

    Raises:
        PostingError: the fee is negative or more than the gross.
    """
    out_of = Place(Role.CLEARING, gateway)
    return move(gross - fee, debit=Role.BANK, credit=out_of) + move(
        fee, debit=Place(Role.GATEWAY_FEES, gateway), credit=out_of
    )


def owed_to_platform(amount: int, *, as_what: Role) -> Postings:
    """In the payee's books: ``amount`` of COMMISSION or TAX_WITHHELD is due to the platform."""
    return move(amount, debit=as_what, credit=Role.DUE_TO_PLATFORM)


def owed_by_seller(amount: int, *, payee: str, as_what: Place) -> Postings:
    """In the platform's books: a payee owes COMMISSION_INCOME or TAX_PAYABLE."""
    return move(amount, debit=Place(Role.SELLERS_DUE, payee), credit=as_what)


def kept_back(amount: int) -> Postings:
    """In the payee's books: what was due is taken out of what is held."""
    return move(amount, debit=Role.DUE_TO_PLATFORM, credit=Role.HELD)


def kept_back_by_platform(amount: int, *, payee: str) -> Postings:
    """In the platform's books: what a payee owes is taken out of what is payable to them."""
    return move(amount, debit=Place(Role.PAYABLE, payee), credit=Place(Role.SELLERS_DUE, payee))


def bill_paid(amount: int) -> Postings:
    """In the payee's books: what was due was paid out of their own account."""
    return move(amount, debit=Role.DUE_TO_PLATFORM, credit=Role.BANK)


def bill_paid_by_seller(amount: int, *, payee: str) -> Postings:
    """In the platform's books: a payee's debt was paid as a charge."""
    return move(amount, debit=Role.BILLS_PAID, credit=Place(Role.SELLERS_DUE, payee))


def tax_paid(amount: int, *, tax: str) -> Postings:
    """In the platform's books: withheld tax went to the tax office."""
    return move(amount, debit=Place(Role.TAX_PAYABLE, tax), credit=Role.BANK)


def contested(amount: int, *, out_of: Role | Place) -> Postings:
    """A gateway took contested money away at once: it is a claim until the dispute ends."""
    return move(amount, debit=_disputed(out_of), credit=out_of)


def _disputed(out_of: Role | Place) -> Place:
    return Place(Role.DISPUTED, _place(out_of).detail)


def written_off(effect: int, *, place: Place, why: str) -> Postings:
    """In the platform's books: ``place`` really has ``effect`` more (or less) than they say."""
    size = abs(effect)
    return signed(effect, move(size, debit=place, credit=Place(Role.DIFFERENCES, why)))


def reversed_(postings: Postings) -> Postings:
    """Return the entry that undoes ``postings``."""
    return tuple(
        Posting(one.role, debit=one.credit, credit=one.debit, detail=one.detail)
        for one in reversed(postings)
    )


def signed(amount: int, postings: Postings) -> Postings:
    """Return ``postings`` of ``abs(amount)`` as they are, or undone when ``amount`` is negative."""
    return postings if amount >= 0 else reversed_(postings)


def is_balanced(postings: Postings) -> bool:
    """Return whether debits equal credits and every line has exactly one side."""
    one_sided = all((one.debit > 0) != (one.credit > 0) for one in postings)
    return one_sided and sum(one.debit - one.credit for one in postings) == 0


def _place(account: Role | Place) -> Place:
    return account if isinstance(account, Place) else Place(account)
