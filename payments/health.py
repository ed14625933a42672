"""How gateways and bank feeds are: when they spoke last, how well, how fast, and how silent."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.functional import Promise

from marketplace.kernel.clock import now
from marketplace.kernel.models import AuditRow
from payments import conf
from payments.core.rhythm import Rhythm, counted, is_silent, middle, rhythm_of
from payments.models import Attempt, MerchantAccount, Notice, PayoutAccount
from payments.protocol import feeds, providers

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
SAMPLE = 200
"""Newest notices of an account that its rhythm and its delay are read off."""

SAMPLE_DAYS = timedelta(days=21)

Key = tuple[str, int]
"""``account`` or ``merchant``, and its primary key."""


class Condition(StrEnum):
    """How a source is, the worst first."""

    BROKEN = "broken"
    SILENT = "silent"
    TROUBLED = "troubled"
    WELL = "well"
    UNKNOWN = "unknown"
    """Too few notices to know a rhythm."""


@dataclass(slots=True)
class Counts:
    """What was counted of one source."""

    last: datetime | None = None
    week: int = 0
    good: int = 0
    refused: int = 0
    waiting: int = 0
    times: list[datetime] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One gateway or bank account with a feed, as the page shows it.

    Args:
        label: of the gateway or feed.
        number: of the account, as people tell accounts apart.
        owner: whose it is, empty for the platform's own.
        environment: ``live`` or ``sandbox``, translated.
        condition: how it is.
        last: when it spoke last.
        week: notices of the last seven days.
        good_percent: of them, how many could be read and took effect; None of none.
        delay: seconds from the money's booking to its notice, the median; None where unknown.
        waiting: tries whose outcome nobody knows.
        refused: signatures refused within a day.
        silence: since it spoke, counted in the hours it usually speaks in; None where unknown.
        usual: gap between two notices, counted the same way; None where unknown.
    """

    label: str | Promise
    number: str
    owner: str
    environment: str
    condition: Condition
    last: datetime | None
    week: int
    good_percent: int | None
    delay: int | None
    waiting: int
    refused: int
    silence: timedelta | None
    usual: timedelta | None


def sources() -> list[Source]:
    """Return every source in use, those in trouble first; the number of queries is fixed."""
    accounts = list(_fed_accounts().select_related("payee", "bank"))
    merchants = list(MerchantAccount.objects.filter(active=True).select_related("payee"))
    counts = _counts()
    found = [_of_account(one, counts[("account", one.pk)]) for one in accounts]
    found += [_of_merchant(one, counts[("merchant", one.pk)]) for one in merchants]
    order = list(Condition)
    return sorted(found, key=lambda one: (order.index(one.condition), str(one.label), one.number))


def silent_accounts() -> list[int]:
    """Return the accounts with a connected feed that is silent for too long."""
    connected = _fed_accounts().filter(feed=PayoutAccount.Feed.CONNECTED)
    ids = list(connected.values_list("pk", flat=True))
    counts: dict[Key, Counts] = defaultdict(Counts)
    _sample(counts, Notice.objects.filter(account__in=ids))
    return [pk for pk in ids if _silence(counts[("account", pk)]).is_too_long]


def broken_feeds() -> Sequence[PayoutAccount]:
    """Return the accounts whose bank has stopped telling us."""
    broken = _fed_accounts().filter(feed=PayoutAccount.Feed.BROKEN)
    told = broken.annotate(last_notice=Max("notices__received_at"))
    return list(told.select_related("payee", "bank").order_by("pk"))


@dataclass(frozen=True, slots=True)
class _Silence:
    rhythm: Rhythm | None = None
    length: timedelta | None = None
    is_too_long: bool = False


def _fed_accounts() -> QuerySet[PayoutAccount]:
    return PayoutAccount.objects.filter(active=True).exclude(feed_code="")


def _counts() -> dict[Key, Counts]:
    counts: dict[Key, Counts] = defaultdict(Counts)
    moment = now()
    _count_notices(counts, moment)
    _count_refused(counts, moment)
    waiting = Attempt.objects.filter(outcome=Attempt.Outcome.UNKNOWN, merchant__isnull=False)
    for pk, number in waiting.values_list("merchant").annotate(count=Count("pk")).order_by():
        counts[("merchant", pk)].waiting = number
    _sample(counts, Notice.objects.all())
    return counts


def _count_notices(counts: dict[Key, Counts], moment: datetime) -> None:
    """Count those of a week; what is just being read counts as neither good nor bad yet."""
    fresh = Q(outcome=Notice.Outcome.NEW, received_at__gt=moment - timedelta(minutes=2))
    good = Q(outcome__in=[Notice.Outcome.CREDITED, Notice.Outcome.NOTHING]) | fresh
    of_week = Notice.objects.filter(received_at__gte=moment - WEEK)
    rows = of_week.values_list("account", "merchant").annotate(
        all=Count("pk"), good=Count("pk", filter=good)
    )
    for account, merchant, number, fine in rows.order_by():
        found = counts[_key(account, merchant)]
        found.week, found.good = number, fine


def _count_refused(counts: dict[Key, Counts], moment: datetime) -> None:
    kinds = {
        PayoutAccount._meta.label_lower: "account",
        MerchantAccount._meta.label_lower: "merchant",
    }
    refused = AuditRow.objects.filter(action="notice.refused", at__gte=moment - DAY)
    rows = refused.values_list("subject_type", "subject_id").annotate(count=Count("pk"))
    for kind, pk, number in rows.order_by():
        if kind in kinds:
            counts[(kinds[kind], int(pk))].refused = number


def _sample(counts: dict[Key, Counts], notices: QuerySet[Notice]) -> None:
    """Read the newest notices of each account; one query, however many there are."""
    recent = notices.filter(received_at__gte=now() - SAMPLE_DAYS)
    place = Window(
        RowNumber(),
        partition_by=[F("account"), F("merchant")],
        order_by=[F("received_at").desc(), F("pk").desc()],
    )
    rows = recent.annotate(place=place).filter(place__lte=SAMPLE)
    told = rows.values_list("account", "merchant", "received_at", "receipt__occurred_at")
    for account, merchant, received, occurred in told.order_by():
        found = counts[_key(account, merchant)]  # type: ignore[arg-type]  # window rows lose their types
        found.times.append(timezone.localtime(received))
        found.last = max(found.last or received, received)
        if occurred is not None:
            found.delays.append(max(0.0, (received - occurred).total_seconds()))


def _key(account: int | None, merchant: int | None) -> Key:
    return ("merchant", merchant) if merchant is not None else ("account", account or 0)


def _silence(counts: Counts) -> _Silence:
    rhythm = rhythm_of(counts.times)
    if rhythm is None or counts.last is None:
        return _Silence()
    last, moment = timezone.localtime(counts.last), timezone.localtime(now())
    too_long = is_silent(
        rhythm,
        last=last,
        now=moment,
        times=conf.number("PAYMENTS_SILENCE_TIMES"),
        least=timedelta(minutes=conf.number("PAYMENTS_SILENCE_MINUTES")),
    )
    return _Silence(rhythm, counted(last, moment, rhythm.hours), too_long)


def _of_account(account: PayoutAccount, counts: Counts) -> Source:
    code = account.feed_code
    return _source(
        counts,
        label=feeds.get(code).label if code in feeds else code,
        number=f"{account.bank.short_name} {account.account_number}",
        owner=account.payee.name,
        environment=account.get_environment_display(),
        is_broken=account.feed == PayoutAccount.Feed.BROKEN,
    )


def _of_merchant(merchant: MerchantAccount, counts: Counts) -> Source:
    code = merchant.provider
    return _source(
        counts,
        label=providers.get(code).label if code in providers else code,
        number=merchant.merchant_id,
        owner=merchant.payee.name if merchant.payee else "",
        environment=merchant.get_environment_display(),
        is_broken=False,
    )


def _source(
    counts: Counts,
    *,
    label: str | Promise,
    number: str,
    owner: str,
    environment: str,
    is_broken: bool,
) -> Source:
    silence = _silence(counts)
    delay = middle(counts.delays)
    return Source(
        label=label,
        number=number,
        owner=owner,
        environment=environment,
        condition=_condition(counts, silence, is_broken=is_broken),
        last=counts.last,
        week=counts.week,
        good_percent=counts.good * 100 // counts.week if counts.week else None,
        delay=None if delay is None else round(delay),
        waiting=counts.waiting,
        refused=counts.refused,
        silence=silence.length,
        usual=silence.rhythm.usual_gap if silence.rhythm else None,
    )


def _condition(counts: Counts, silence: _Silence, *, is_broken: bool) -> Condition:
    if is_broken:
        return Condition.BROKEN
    if silence.is_too_long:
        return Condition.SILENT
    if counts.refused or counts.waiting or counts.good < counts.week:
        return Condition.TROUBLED
    return Condition.WELL if silence.rhythm else Condition.UNKNOWN
