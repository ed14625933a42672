"""Bills: what sellers who are paid directly owe the platform for a month, as charges."""

import logging
from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from marketplace.kernel.outbox import periodic
from payments.actions import open_charge
from payments.actions.books import owner_of, post_bill_paid
from payments.actions.earning import earned
from payments.conf import number
from payments.ledger.core.months import last_day, month_of, previous_month
from payments.ledger.core.postings import Role
from payments.ledger.models import Account
from payments.ledger.queries import balance
from payments.models import Charge, Payee
from payments.settlement.errors import MonthNotOverError, NoPlatformPayeeError
from payments.settlement.models import Bill

logger = logging.getLogger(__name__)

CURRENCY = "VND"
PURPOSE = "bill:"
"""How the purpose of a bill's charge begins."""


@periodic(every=timedelta(hours=6))
def bill_last_month() -> None:
    """Bill last month once its day has come; what is billed already is left alone."""
    today = timezone.localdate()
    day = number("SETTLEMENT_BILL_DAY")
    if day and today.day >= day and platform_payee() is not None:
        bill_month(month=previous_month(month_of(today)))


def bill_month(*, month: date, acting_user: User | None = None) -> Sequence[Bill]:
    """Write the bills of a month that is over, each in its own transaction, and return new ones.

    Raises:
        MonthNotOverError: it is not over.
        NoPlatformPayeeError: nobody could be paid.
    """
    if last_day(month) >= timezone.localdate():
        raise MonthNotOverError(month=month.isoformat())
    if platform_payee() is None:
        raise NoPlatformPayeeError
    bills = [bill_payee(payee=one, month=month, acting_user=acting_user) for one in _debtors()]
    return [bill for bill in bills if bill is not None]


@transaction.atomic
def bill_payee(*, payee: Payee, month: date, acting_user: User | None = None) -> Bill | None:
    """Write one seller's bill of a month; nothing when nothing is owed or it is billed already."""
    lock_rows(Payee.objects.filter(pk=payee.pk))
    to = platform_payee()
    owed = to_bill(payee, month)
    billed = Bill.objects.filter(payee=payee, month=month).exists()
    if to is None or owed <= 0 or billed:
        return None
    charge = open_charge(
        payee=to,
        amount=Money(owed, CURRENCY),
        purpose=f"{PURPOSE}{payee.pk}:{month:%Y-%m}",
        description=_description(month),
        expires_at=None,
        acting_user=acting_user,
    )
    bill = Bill.objects.create(
        payee=payee, month=month, amount=owed, charge=charge, created_at=now()
    )
    record("bill.written", acting_user=acting_user, subject=bill, amount=charge.asked)
    return bill


def to_bill(payee: Payee, month: date) -> int:
    """Return what a seller owes for everything up to the end of a month and no open bill asks."""
    owner = owner_of(payee.pk)
    then = -balance(owner=owner, role=Role.DUE_TO_PLATFORM, until=last_day(month))
    today = -balance(owner=owner, role=Role.DUE_TO_PLATFORM)
    is_open = {"charge__cancelled_at": None, "charge__expired_at": None}
    asked = Bill.objects.filter(payee=payee, **is_open).aggregate(
        sum=Sum(F("amount") - F("booked"))
    )["sum"]
    return min(then, today) - (asked or 0)


def book_bill(charge: Charge) -> None:
    """Book what of a bill is paid, or no longer is. The charge's lock is held."""
    is_bill = charge.purpose.startswith(PURPOSE)
    bill = Bill.objects.filter(charge=charge).first() if is_bill else None
    if bill is None:
        return
    paid = earned(charge) - bill.booked
    if paid:
        bill.booked += paid
        bill.save(update_fields=["booked"])
        post_bill_paid(charge, paid, payee_id=bill.payee_id, currency=charge.currency)


def due_on(bill: Bill) -> date:
    """Return the day by which a bill should be paid."""
    return timezone.localdate(bill.created_at) + timedelta(days=number("SETTLEMENT_DUE_DAYS"))


def platform_payee() -> Payee | None:
    """Return the shop itself as somebody who is paid."""
    return Payee.objects.filter(kind=Payee.Kind.PLATFORM).order_by("pk").first()


def _debtors() -> Sequence[Payee]:
    """Return every payee whose books ever had a debt to the platform."""
    owners = Account.objects.filter(role=Role.DUE_TO_PLATFORM.value, currency=CURRENCY)
    numbers = [one.removeprefix("payee:") for one in owners.values_list("owner", flat=True)]
    known = [int(one) for one in numbers if one.isdigit()]
    return list(Payee.objects.filter(pk__in=known).order_by("pk"))


def _description(month: date) -> str:
    """Return the line that seller and bank statement show, in the shop's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Commission and tax of %(month)s") % {"month": f"{month:%m/%Y}"}
