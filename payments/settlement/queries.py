"""Rules of commission as officers see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from payments.models import Payee
from payments.settlement.models import CommissionRule

SHOWN_ENDED = 50
SHOWN_SELLERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Every rule that counts or will, and those that ended lately."""

    valid: Sequence[CommissionRule]
    coming: Sequence[CommissionRule]
    ended: Sequence[CommissionRule]


def rules_on(day: date) -> Rules:
    """Return the rules around a day; three queries."""
    rows = CommissionRule.objects.select_related("payee", "made_by")
    is_over = Q(valid_to__lt=day)
    return Rules(
        valid=list(rows.filter(valid_from__lte=day).exclude(is_over)),
        coming=list(rows.filter(valid_from__gt=day).order_by("valid_from", "pk")),
        ended=list(rows.filter(is_over).order_by("-valid_to", "-pk")[:SHOWN_ENDED]),
    )


def sellers_like(text: str) -> QuerySet[Payee]:
    """Return sellers and stalls whose name has ``text`` in it."""
    named = Q(name__icontains=text) | Q(legal_name__icontains=text) | Q(reference=text)
    found = Payee.objects.exclude(kind=Payee.Kind.PLATFORM).filter(named)
    return found.order_by("name", "pk")[:SHOWN_SELLERS]
