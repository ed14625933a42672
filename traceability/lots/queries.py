"""What pages tell about a lot: product page, order, seller's page, scan page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from marketplace.base.accounts.models import User
from marketplace.base.words import formats
from marketplace.kernel.clock import now
from marketplace.kernel.slots import render_slot
from traceability.epcis.core.document import quantities
from traceability.epcis.core.elements import KILOGRAM, Quantity
from traceability.epcis.models import Event
from traceability.lots.corrected import reasons
from traceability.lots.identity import lot_url
from traceability.lots.models import Lot, LotEvent, LotState, Recall, Serial, TradeItem
from traceability.lots.steps import ALARMING, NOTE_FIELD, RECEIVER_FIELD, Step, step_of
from traceability.models import Party

MOST_STOPS = 5
TONNE = Decimal(1000)


@dataclass(frozen=True, slots=True)
class RouteStop:
    """One stop on the way: a place and what it was there for."""

    place: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One line of the diary, in the language of the page; ``note`` is in the writer's.

    A line that was declared wrong stays readable, with the reason.
    """

    step: str
    icon: str
    title: str
    when: datetime
    facts: str
    note: str = ""
    is_alarming: bool = False
    is_wrong: bool = False
    why_wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotSummary:
    """What a page tells about a lot, in one language.

    ``state`` is ``open``, ``recalled``, ``expired`` or ``closed``: what a buyer must know first.
    ``timeline`` has the newest row first.
    """

    lot: Lot
    name: str
    pack: str
    party: str
    place: str
    about: str
    phone: str
    state: str
    route: Sequence[RouteStop]
    timeline: Sequence[TimelineRow]
    certificates: SafeString
    recall: Recall | None
    url: str


def lots_of(user: User) -> QuerySet[Lot]:
    """Return the lots of every party ``user`` belongs to, newest first."""
    return Lot.objects.filter(item__party__members=user).select_related("item__party")


def lot_for(user: User, link_code: str) -> Lot | None:
    """Return the lot with this link code when it belongs to a party of ``user``."""
    return lots_of(user).filter(link_code=link_code).distinct().first()


def lot_to_recall(user: User, link_code: str) -> Lot | None:
    """Return the lot with this link code when ``user`` may take it back: a member, or staff."""
    if user.has_perm("lots.add_recall"):
        return Lot.objects.select_related("item__party").filter(link_code=link_code).first()
    return lot_for(user, link_code)


def items_of(user: User) -> QuerySet[TradeItem]:
    """Return what the parties of ``user`` sell in packs."""
    return TradeItem.objects.filter(party__members=user).select_related("party")


def parties_of(user: User) -> QuerySet[Party]:
    """Return the parties ``user`` belongs to."""
    return Party.objects.filter(members=user)


def lot_summary(lot: Lot, language: str | None = None) -> LotSummary:
    """Return what a page tells about ``lot``, in ``language`` or the active one.

    Three queries: item with party, events with places, the latest recall.
    """
    language = language or translation.get_language() or "vi"
    with translation.override(language):
        item, party = lot.item, lot.item.party
        told = _told(lot)
        recall = lot.recalls.first()
        return LotSummary(
            lot=lot,
            name=item.name_in(language),
            pack=item.pack_in(language),
            party=party.name,
            place=party.place_name,
            about=str(party.about.get(language) or party.about.get("vi") or ""),
            phone=(recall.phone if recall else "") or party.published_contact,
            state=lot_state(lot, recall),
            route=_route(told),
            timeline=_timeline(told),
            certificates=render_slot("origin.certificates", {"lot": lot, "language": language}),
            recall=recall,
            url=lot_url(lot),
        )


def lot_state(lot: Lot, recall: Recall | None, today: date | None = None) -> str:
    """Return what a buyer must know first; goods taken back stay ``recalled`` for ever."""
    if lot.state == LotState.RECALLED or (recall and recall.outcome == "completed"):
        return "recalled"
    if lot.best_before and lot.best_before < (today or _today()):
        return "expired"
    return str(lot.state)


@dataclass(frozen=True, slots=True)
class SerialSpan:
    """Neighbouring numbers of a lot with one status."""

    first: int
    last: int
    status: str

    @property
    def count(self) -> int:
        """Return how many labels it has."""
        return self.last - self.first + 1


def serial_spans(lot: Lot) -> list[SerialSpan]:
    """Return the lot's labels as spans of equal status, in order of their numbers."""
    spans: list[SerialSpan] = []
    rows = Serial.objects.filter(lot=lot).order_by("number").values_list("number", "status")
    for number, status in rows.iterator(chunk_size=5000):
        before = spans[-1] if spans else None
        if before and before.status == status and before.last == number - 1:
            spans[-1] = SerialSpan(before.first, number, status)
        else:
            spans.append(SerialSpan(number, number, status))
    return spans


def label_counts(lots: Iterable[Lot]) -> dict[int, dict[str, int]]:
    """Return how many labels of each status every lot has, in one query."""
    found: dict[int, dict[str, int]] = {}
    rows = Serial.objects.filter(lot__in=list(lots)).values("lot_id", "status")
    for row in rows.annotate(count=Count("pk")).order_by():
        found.setdefault(row["lot_id"], {})[row["status"]] = row["count"]
    return found


def next_lot_code(item: TradeItem, day: date) -> str:
    """Return a code nobody has used for the item: ``2601-1`` for the first of January 2026."""
    stem = f"{day:%y%m}"
    taken = set(item.lots.filter(code__startswith=f"{stem}-").values_list("code", flat=True))
    number = next(n for n in range(1, len(taken) + 2) if f"{stem}-{n}" not in taken)
    return f"{stem}-{number}"


def span_of_dates(lot: Lot) -> tuple[datetime | None, datetime | None]:
    """Return when the lot's first and last events happened."""
    found = lot.events.filter(declared_wrong_at=None).aggregate(
        first=Min("event_time"), last=Max("event_time")
    )
    return found["first"], found["last"]


def amount_words(quantity: Quantity) -> str:
    """Return a quantity as people say it: ``7,8 tấn``, ``600 kg``, ``840 gói``; empty for none."""
    if quantity.amount is None:
        return ""
    if quantity.uom == KILOGRAM:
        if quantity.amount >= TONNE:
            return _("%(count)s tonnes") % {"count": formats.number(quantity.amount / TONNE)}
        return _("%(count)s kg") % {"count": formats.number(quantity.amount)}
    return _("%(count)s packs") % {"count": formats.number(quantity.amount)}


def _told(lot: Lot) -> list[tuple[LotEvent, Step]]:
    links = lot.event_links.filter(event__error_declared_at=None)
    links = links.select_related("event", "place").order_by("event__event_time", "pk")
    return [(link, step) for link in links if (step := step_of(link.event)) is not None]


def _timeline(told: Sequence[tuple[LotEvent, Step]]) -> list[TimelineRow]:
    why = reasons([link for link, _step in told])
    rows = [_row(link.event, step, link) for link, step in reversed(told)]
    wrong = [link.event.event_id if link.event.declared_wrong_at else "" for link, _step in told]
    return [
        replace(row, is_wrong=True, why_wrong=why.get(event_id, "")) if event_id else row
        for row, event_id in zip(rows, reversed(wrong), strict=True)
    ]


def _route(told: Sequence[tuple[LotEvent, Step]]) -> list[RouteStop]:
    stops: list[RouteStop] = []
    for link, step in told:
        if link.event.declared_wrong_at is not None:
            continue
        place = link.place.locality or link.place.name if link.place else ""
        if place and step.role and place not in [stop.place for stop in stops]:
            stops.append(RouteStop(place, str(step.role)))
    return stops if len(stops) <= MOST_STOPS else [*stops[: MOST_STOPS - 1], stops[-1]]


def _row(event: Event, step: Step, link: LotEvent) -> TimelineRow:
    place = link.place.name if link.place else ""
    facts = [formats.date(event.event_time), amount_words(_main_quantity(event)), place]
    return TimelineRow(
        step=step.code,
        icon=step.icon,
        title=_title(event, step),
        when=event.event_time,
        facts=" · ".join(fact for fact in facts if fact),
        note=str(event.body.get(NOTE_FIELD, "")),
        is_alarming=step.code in ALARMING or event.disposition == "non_conformant",
    )


def _title(event: Event, step: Step) -> str:
    if step.code == "inspect":
        return _("Tested: failed") if event.disposition == "non_conformant" else _("Tested: passed")
    receiver = event.body.get(RECEIVER_FIELD)
    if step.code == "ship" and receiver:
        return _("Sent to %(place)s") % {"place": receiver}
    return str(step.done)


def _main_quantity(event: Event) -> Quantity:
    """Return the first thing that came out of the event, or that it is about."""
    for role in ("output", "epc", "child"):
        found = [one for one in quantities(event.body, role) if one.amount is not None]
        if found:
            return found[0]
    named = len(event.body.get("outputEPCList") or event.body.get("epcList") or [])
    is_counted = named and event.event_type == "TransformationEvent"
    return Quantity("", Decimal(named) if is_counted else None)


def _today() -> date:
    return timezone.localdate(now())
