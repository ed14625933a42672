"""A stall's sales: asked for by QR, taken in cash, or begun by money that came by itself.

Lock order: charge, receipt, payee, stall.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from marketplace.modules.stalls import conf
from marketplace.modules.stalls.errors import SalePaidError, StallClosedError, TapReusedError
from marketplace.modules.stalls.models import DayClose, Sale, Stall
from payments.actions import cancel_charge, open_charge, record_cash
from payments.errors import ChargeClosedError
from payments.models import Charge


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tap:
    """How a sale was begun: ``until`` is when it stops waiting, None for never.

    ``at`` is when it was, where the phone tells later; None is now.
    """

    kind: Sale.Kind
    client_id: str
    until: datetime | None = None
    at: datetime | None = None
    note: str = ""


@transaction.atomic
def start_sale(
    *, stall: Stall, amount: Money, client_id: str, acting_user: User | None, note: str = ""
) -> Sale:
    """Return a sale whose charge waits for money by QR or wallet. The same tap twice is one sale.

    Args:
        stall: that sells.
        amount: more than zero.
        client_id: made by the phone, at most 36 characters, one a sale.
        acting_user: who sells; the caller has made sure they may.
        note: what was sold, may be empty.

    Raises:
        StallClosedError: the stall sells no more.
        TapReusedError: another sum was asked for under this ``client_id``.
        AmountError: zero or less.
    """
    until = now() + conf.sale_waits()
    tap = _Tap(kind=Sale.Kind.QR, client_id=client_id, until=until, note=note)
    return _sale(stall, amount, tap, acting_user)


@transaction.atomic
def take_cash(
    *,
    stall: Stall,
    amount: Money,
    client_id: str,
    acting_user: User,
    note: str = "",
    taken_at: datetime | None = None,
) -> Sale:
    """Return a sale that was paid in cash. The same tap twice is one sale.

    A phone without a network tells of it later: ``taken_at`` says when it was.

    Raises:
        StallClosedError, TapReusedError, AmountError: as `start_sale`.
        NotYourMoneyError: the person does not sell here.
    """
    tap = _Tap(kind=Sale.Kind.CASH, client_id=client_id, note=note, at=taken_at)
    sale = _sale(stall, amount, tap, acting_user)
    due = sale.charge.rest
    if due:
        record_cash(charge=sale.charge, amount=due, acting_user=acting_user, taken_at=taken_at)
    return sale


@transaction.atomic
def pay_in_cash(*, sale: Sale, acting_user: User) -> Sale:
    """Take what is still due of a sale in cash, because the customer pays so after all.

    Raises:
        ChargeClosedError: it is paid already, or was given up.
        NotYourMoneyError: the person does not sell here.
    """
    (charge,) = lock_rows(Charge.objects.filter(pk=sale.charge_id).select_related("payee"))
    due = charge.amount - charge.facts.kept
    if due <= 0 or sale.cancelled_at is not None:
        raise ChargeClosedError(charge=charge.memo_code)
    was_paid = charge.allocated > 0
    record_cash(charge=charge, amount=Money(due), acting_user=acting_user)
    if not was_paid:
        sale.kind = Sale.Kind.CASH
        sale.save(update_fields=["kind"])
    return sale


@transaction.atomic
def cancel_sale(*, sale: Sale, acting_user: User) -> Sale:
    """Give up a sale that nobody paid.

    Raises:
        SalePaidError: money came for it.
    """
    (charge,) = lock_rows(Charge.objects.filter(pk=sale.charge_id))
    if charge.allocated:
        raise SalePaidError(sale=sale.pk)
    return give_up(sale=sale, reason="given up at the stall", acting_user=acting_user)


def give_up(*, sale: Sale, reason: str, acting_user: User) -> Sale:
    """End a sale, whatever came for it; the caller holds its charge's lock."""
    (locked,) = lock_rows(Sale.objects.filter(pk=sale.pk).select_related("charge"))
    if locked.cancelled_at is None:
        locked.cancelled_at = now()
        locked.save(update_fields=["cancelled_at"])
        cancel_charge(charge=locked.charge, reason=reason, acting_user=acting_user)
        record("sale.cancelled", acting_user=acting_user, subject=locked)
    return locked


def sale_of_money(stall: Stall, amount: Money, *, receipt_pk: int, user: User | None) -> Sale:
    """Return a new sale for money that came without being asked for; its charge waits for it."""
    tap = _Tap(kind=Sale.Kind.STATIC, client_id=f"receipt-{receipt_pk}")
    return _sale(stall, amount, tap, user)


def book_day(stall: Stall, at: datetime | None = None) -> date:
    """Return the day that money is counted in: today, or tomorrow once today is closed.

    Money of an earlier moment ``at`` is counted in its own day while that is open. The stall's row
    must be locked, or the day may be closed meanwhile.
    """
    today = timezone.localdate(now())
    days = [today] if at is None else [min(timezone.localdate(at), today), today]
    closed = set(DayClose.objects.filter(stall=stall, day__in=days).values_list("day", flat=True))
    return next((day for day in days if day not in closed), today + timedelta(days=1))


def _sale(stall: Stall, amount: Money, tap: _Tap, acting_user: User | None) -> Sale:
    known = _known(stall, tap, amount)
    if known is not None:
        return known
    charge = open_charge(
        payee=stall.payee,
        amount=amount,
        purpose=f"stall:{stall.pk}:{tap.client_id}",
        description=f"{stall.market.name} · {stall.number} · {stall.name}",
        expires_at=tap.until,
        acting_user=acting_user,
    )
    (locked,) = lock_rows(Stall.objects.filter(pk=stall.pk))
    # Between the first look and the lock a second tap may have written it.
    return _known(locked, tap, amount) or _write(locked, charge, tap, acting_user)


def _known(stall: Stall, tap: _Tap, amount: Money) -> Sale | None:
    sales = Sale.objects.filter(stall=stall, client_id=tap.client_id)
    sale = sales.select_related("charge__payee").first()
    if sale is not None and sale.asked != amount:
        raise TapReusedError(client_id=tap.client_id)
    return sale


def _write(stall: Stall, charge: Charge, tap: _Tap, user: User | None) -> Sale:
    if not stall.is_open:
        raise StallClosedError(stall=stall.pk)
    day = book_day(stall, tap.at)
    last = Sale.objects.filter(stall=stall, day=day).aggregate(last=Max("number"))["last"] or 0
    sale = Sale.objects.create(
        stall=stall,
        charge=charge,
        amount=charge.amount,
        kind=tap.kind,
        day=day,
        number=last + 1,
        client_id=tap.client_id,
        note=tap.note[:80],
        created_by=user,
        created_at=now(),
    )
    record("sale.started", acting_user=user, subject=sale, amount=charge.asked, sold_as=tap.kind)
    return sale
