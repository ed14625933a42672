"""Reading rules, statuses and what was withheld."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.utils import timezone

from payments.ledger.core.months import last_day
from payments.models import Payee
from payments.tax.core.due import due_day
from payments.tax.core.withholding import Rates, TaxClass
from payments.tax.hooks import tax_status
from payments.tax.models import OwnProduceDeclaration, PayeeTax, TaxRule, WithholdingLine

WITHHELD_OF = frozenset({PayeeTax.Status.HOUSEHOLD.value, PayeeTax.Status.INDIVIDUAL.value})
"""Of whom the law has platforms withhold; enterprises and cooperatives file for themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxpayer:
    """Who a payee is to the tax office on one day; ``status`` is empty when nobody knows."""

    status: str
    resident: bool = True
    default_class: TaxClass = TaxClass.UNKNOWN
    tax_code: str = ""

    @property
    def is_withheld_of(self) -> bool:
        """Whether the platform withholds tax of their sales."""
        return self.status in WITHHELD_OF


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """One seller's line in the monthly return."""

    payee: Payee
    taxpayer: Taxpayer
    sales: int
    base: int
    vat: int
    pit: int

    @property
    def tax(self) -> int:
        """Both taxes."""
        return self.vat + self.pit


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReturn:
    """What was withheld in a month, and by when it is to be filed and paid."""

    month: date
    due_on: date
    rows: Sequence[ReturnRow]

    @property
    def base(self) -> int:
        """Sum of what was sold."""
        return sum(one.base for one in self.rows)

    @property
    def vat(self) -> int:
        """Sum of VAT."""
        return sum(one.vat for one in self.rows)

    @property
    def pit(self) -> int:
        """Sum of income tax."""
        return sum(one.pit for one in self.rows)

    @property
    def tax(self) -> int:
        """Both taxes."""
        return self.vat + self.pit


def rates_on(day: date) -> dict[TaxClass, Rates]:
    """Return the rates valid on a day by class; where rules overlap, the later one counts."""
    valid = TaxRule.objects.filter(valid_from__lte=day).filter(
        Q(valid_to=None) | Q(valid_to__gte=day)
    )
    return {
        TaxClass(one.tax_class): Rates(
            rule=one.pk, vat=one.vat, pit=one.pit, pit_nonresident=one.pit_nonresident
        )
        for one in valid.order_by("valid_from", "pk")
    }


def taxpayer(payee: Payee, day: date) -> Taxpayer:
    """Return who a payee is to the tax office on a day.

    An officer's word first, then what another module has checked.
    """
    # In Python, newest first: lists of sellers come with their statuses.
    written = next((one for one in payee.tax_statuses.all() if one.valid_from <= day), None)
    if written is not None:
        return Taxpayer(
            status=written.status,
            resident=written.resident,
            default_class=TaxClass(written.default_class),
            tax_code=written.tax_code,
        )
    told = [status for status in tax_status.send(payee) if status in PayeeTax.Status.values]
    return Taxpayer(status=told[0] if told else "")


def has_declared(payee: Payee, day: date) -> bool:
    """Return whether a declaration of own produce covers a day."""
    covers = Q(valid_to=None) | Q(valid_to__gte=day)
    return OwnProduceDeclaration.objects.filter(covers, payee=payee, signed_on__lte=day).exists()


def month_return(month: date) -> MonthReturn:
    """Return what was withheld in a month, seller by seller."""
    sums = (
        WithholdingLine.objects.filter(period=month)
        .values_list("payee")
        .annotate(Count("charge", distinct=True), Sum("base"), Sum("vat"), Sum("pit"))
    )
    found = {row[0]: row[1:] for row in sums}
    payees = Payee.objects.filter(pk__in=found).prefetch_related("tax_statuses")
    payees = payees.order_by("legal_name", "pk")
    last = last_day(month)
    rows = []
    for payee in payees:
        sales, base, vat, pit = found[payee.pk]
        who = taxpayer(payee, last)
        rows.append(ReturnRow(payee=payee, taxpayer=who, sales=sales, base=base, vat=vat, pit=pit))
    return MonthReturn(month=month, due_on=due_day(month, days_off()), rows=rows)


def lines_of(payee: Payee, month: date) -> QuerySet[WithholdingLine]:
    """Return a seller's lines of a month, oldest first."""
    mine = WithholdingLine.objects.filter(payee=payee, period=month)
    return mine.select_related("charge", "rule").order_by("pk")


def unknown_sellers(until: date | None = None) -> Sequence[Payee]:
    """Return who has sold on a day on which nobody knows who they are to the tax office.

    A status that begins after the sale says nothing of it. ``first_sale`` of each is the moment of
    the oldest sale that waits.
    """
    waits = _waits(until or timezone.localdate())
    payees = Payee.objects.exclude(kind=Payee.Kind.PLATFORM).annotate(
        first_sale=Min("charges__settled_at", filter=waits)
    )
    waiting = payees.exclude(first_sale=None).prefetch_related("tax_statuses")
    in_order = waiting.order_by("name", "pk")
    return [one for one in in_order if not taxpayer(one, first_sale_of(one)).status]


def first_sale_of(payee: Payee) -> date:
    """Return the day of a payee's oldest sale that waits for a status, else today."""
    moment = getattr(payee, "first_sale", None)
    if moment is None:
        waits = Min("charges__settled_at", filter=_waits(timezone.localdate()))
        moment = Payee.objects.filter(pk=payee.pk).aggregate(first=waits)["first"]
    return timezone.localdate(moment) if moment else timezone.localdate()


def _waits(until: date) -> Q:
    """Return which sales of a payee have earned something and nothing was withheld of them."""
    return Q(
        charges__settled_at__date__lte=until,
        charges__withholding_lines=None,
        charges__expired_at=None,
        charges__cancelled_at=None,
        charges__allocated__gt=F("charges__returned"),
    )


def sellers(text: str = "") -> QuerySet[Payee]:
    """Return everybody who can sell, with what was written of them; by name if ``text`` is one."""
    found = Payee.objects.exclude(kind=Payee.Kind.PLATFORM).prefetch_related("tax_statuses")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(legal_name__icontains=text))
    return found.order_by("name", "pk")


def days_off() -> frozenset[date]:
    """Return the days off that the settings name."""
    name = "TAX_DAYS_OFF"
    return frozenset(date.fromisoformat(day) for day in getattr(settings, name))
