"""What the pages of a stand show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from marketplace.kernel.clock import now
from marketplace.modules.stalls.actions.stands import payload_of, stand_account
from marketplace.modules.stalls.errors import NoAccountError
from marketplace.modules.stalls.models import Stall, StandCheck, StandPrint
from payments.models import PayoutAccount

HISTORY = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A stall's stand today; ``account`` is None while there is nothing to print."""

    stall: Stall
    account: PayoutAccount | None
    payload: str
    printed: StandPrint | None
    checks: Sequence[StandCheck]

    @property
    def is_outdated(self) -> bool:
        """Whether what stands on the table names an account or code that is used no more."""
        return self.printed is not None and self.printed.payload != self.payload

    @property
    def today(self) -> StandCheck | None:
        """The last look of today."""
        latest = self.checks[0] if self.checks else None
        return latest if latest is not None and latest.created_at >= midnight() else None

    @property
    def is_due(self) -> bool:
        """Whether a printed stand was not found in order today."""
        seen = self.today is not None and self.today.outcome == StandCheck.Outcome.SAME
        return self.printed is not None and not seen


def stand_of(stall: Stall) -> Stand:
    """Return a stall's stand, with its latest looks: a fixed number of queries."""
    try:
        account: PayoutAccount | None = stand_account(stall)
        payload = payload_of(stall, account) if account else ""
    except NoAccountError:
        account, payload = None, ""
    return Stand(
        stall=stall,
        account=account,
        payload=payload,
        printed=stall.prints.first(),
        checks=list(stall.checks.select_related("checked_by")[:HISTORY]),
    )


def unchecked_today(stalls: QuerySet[Stall]) -> QuerySet[Stall]:
    """Return those stalls whose printed stand nobody found in order today."""
    fine = StandCheck.objects.filter(
        stall=OuterRef("pk"), outcome=StandCheck.Outcome.SAME, created_at__gte=midnight()
    )
    printed = StandPrint.objects.filter(stall=OuterRef("pk"))
    return stalls.filter(Exists(printed), ~Exists(fine))


def midnight() -> datetime:
    """Return when today began here."""
    return timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
