"""What the diary's pages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from marketplace.base.accounts.models import User
from marketplace.base.media.models import Media
from marketplace.kernel.clock import now
from traceability.journal.actions import UNDO
from traceability.journal.core.spec import Into, Kind
from traceability.journal.core.steps import SPECS
from traceability.journal.models import Entry
from traceability.journal.words import choice_label, field_label
from traceability.lots.models import Lot
from traceability.lots.queries import parties_of
from traceability.lots.steps import STEPS
from traceability.models import Party, Place

MOST_FACTS = 4
_TYPED = {Kind.NUMBER, Kind.COUNT, Kind.TEXT}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One line of the diary."""

    entry: Entry
    icon: str
    title: str
    when: datetime
    place: str
    facts: str
    pictures: Sequence[Media]
    is_wrong: bool
    can_undo: bool


def party_for(user: User, key: str = "") -> Party | None:
    """Return the party of ``user`` with this key; without one the party last written for."""
    parties = parties_of(user)
    if key:
        return parties.filter(pk=key).first() if key.isdigit() else None
    last = Entry.objects.filter(party__members=user, author=user).order_by("-pk").first()
    return last.party if last is not None else parties.order_by("pk").first()


def places_for(party: Party) -> list[Place]:
    """Return the party's places, the one written about last first."""
    places = list(party.places.all())
    last = (
        Entry.objects.filter(party=party, place__isnull=False)
        .order_by("-pk")
        .values_list("place_id", flat=True)[:20]
    )
    rank = {key: at for at, key in reversed(list(enumerate(last)))}
    return sorted(places, key=lambda place: (rank.get(place.pk, len(rank) + 1), place.name))


def entries_of(party: Party) -> QuerySet[Entry]:
    """Return a party's entries, newest first, with all that a line shows: two queries."""
    entries = Entry.objects.filter(party=party).select_related("event", "place", "lot", "voice")
    return entries.prefetch_related("pictures__media")


def filtered(entries: QuerySet[Entry], *, place: str = "", lot: str = "") -> QuerySet[Entry]:
    """Return the entries of one place or one lot."""
    if place.isdigit():
        entries = entries.filter(place_id=int(place))
    if lot:
        entries = entries.filter(event__lot_links__lot__link_code=lot).distinct()
    return entries


def rows(entries: Iterable[Entry]) -> list[EntryRow]:
    """Return the lines of these entries."""
    return [_row(entry) for entry in entries]


def entry_for(user: User, key: str) -> Entry | None:
    """Return the entry with this uuid when it belongs to a party of ``user``."""
    found = Entry.objects.filter(party__members=user, uuid=key)
    return found.select_related("event", "party", "place", "lot__item__party").first()


def lots_of_party(party: Party) -> QuerySet[Lot]:
    """Return the party's lots that have entries to filter by, newest first."""
    return Lot.objects.filter(item__party=party)[:50]


def _row(entry: Entry) -> EntryRow:
    step = STEPS[entry.step]
    is_wrong = entry.event.declared_wrong_at is not None
    return EntryRow(
        entry=entry,
        icon=step.icon,
        title=str(step.done),
        when=entry.happened_at,
        place=entry.place.name if entry.place else "",
        facts=facts(entry),
        pictures=[one.media for one in entry.pictures.all()],
        is_wrong=is_wrong,
        can_undo=not is_wrong and now() - entry.created_at < UNDO,
    )


def facts(entry: Entry) -> str:
    """Return the first things that were typed, in the page's language."""
    told: list[str] = []
    for one in SPECS[entry.step].fields:
        typed = entry.values.get(f"o_{one.name}")
        if not isinstance(typed, str) or not typed or one.name == "lot_code":
            continue
        if one.into == Into.AMOUNT:
            told.insert(0, f"{typed} {one.unit}" if one.unit == "kg" else typed)
        elif one.kind == Kind.CHOICE and one.name in {"method", "verdict", "form"}:
            told.append(choice_label(typed))
        elif one.name in {"product", "variety", "feed_brand"}:
            told.append(typed)
        elif one.kind in _TYPED:
            told.append(f"{field_label(one.name)} {typed} {one.unit}".strip())
    return " · ".join(told[:MOST_FACTS])
