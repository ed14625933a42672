"""Markets, stalls and their money for tests; made by the actions that make them in the market."""

from uuid import uuid4

from marketplace.base.accounts.models import User
from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.models import Market, Sale, Stall
from payments.models import Payee, Receipt
from tests.factories import payments as money


def market(*managers: User) -> Market:
    """Return a market that ``managers`` look after."""
    number = money.next_number()
    return actions.open_market(
        slug=f"cho-{number}", name=f"Chợ {number}", place="Lịch Hội Thượng", managers=managers
    )


def stall(
    at: Market | None = None,
    *vendors: User,
    payee: Payee | None = None,
    feed_code: str = "",
    language: str = "vi",
) -> Stall:
    """Return an open stall whose payee has a bank account; without vendors it gets one.

    Args:
        at: its market, a new one by default.
        vendors: who sells there.
        payee: of another stall, for two stalls with one account.
        feed_code: of the bank feed that tells of its money; none means the vendor confirms.
        language: its page speaks.
    """
    number = money.next_number()
    made = actions.open_stall(
        market=at or market(),
        draft=actions.StallDraft(
            code=f"S{number}"[:6],
            number=str(number),
            name=f"Sạp {number}",
            aisle="A",
            position=number,
            language=language,
        ),
        payee=payee,
        legal_name=f"SAP {number} CHO MAU",
        vendors=vendors or ((money.person(),) if payee is None else ()),
    )
    if payee is None:
        money.payout_account(made.payee, feed_code=feed_code)
    return made


def vendor_of(at: Stall) -> User:
    """Return somebody who sells there."""
    return at.payee.members.order_by("pk")[0]


def sale(at: Stall | None = None, amount: int = 50_000) -> Sale:
    """Return a sale that waits for its money."""
    where = at or stall()
    return actions.start_sale(
        stall=where, amount=Money(amount), client_id=str(uuid4()), acting_user=vendor_of(where)
    )


def pay(on: Sale, amount: int | None = None) -> Receipt:
    """Pay a sale by transfer with its code."""
    return money.pay(on.charge, amount)


def static_money(at: Stall, amount: int, memo: str | None = None) -> Receipt:
    """Pay at the printed stand, with its code unless ``memo`` says something else."""
    return money.money(at.payee, amount, at.memo_code if memo is None else memo)
