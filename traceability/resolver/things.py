"""Pages of what is neither a product nor a pack: places, parties, crates, cases and pallets."""

from dataclasses import dataclass

from traceability import conf
from traceability.epcis.models import Event, EventElement
from traceability.gs1.digital_link import ParsedLink
from traceability.lots.models import Lot
from traceability.lots.phones import dialled, shown
from traceability.lots.steps import step_of
from traceability.resolver import pages
from traceability.resolver.core.anchors import Anchor
from traceability.resolver.models import Link
from traceability.resolver.named import Named, kind_of, known_levels

_MOST = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happened: what and when."""

    title: str
    event: Event


def thing_page(link: ParsedLink, language: str) -> str:
    """Return the page of the finest known level of ``link``; empty when none is known."""
    named = next(iter(known_levels(link, language)), None)
    if named is None:
        return ""
    phone = (named.party.published_contact if named.party else "") or conf.phone()
    told = {
        "kind": kind_of(named.anchor.level),
        "title": named.title,
        "value": " · ".join(one.value for one in named.anchor.elements),
        "party": named.party,
        "rows": _rows(named.anchor),
        "lots": _lots(named, language),
        "links": Link.objects.filter(anchor=named.anchor.path),
        "phone": dialled(phone),
        "phone_shown": shown(phone),
    }
    return pages.page("origin/thing.html", {"thing": told}, language)


def _rows(anchor: Anchor) -> list[Row]:
    """Return the newest events that name the level."""
    named = EventElement.objects.filter(uri=anchor.canonical).values("event")
    rows = Event.objects.filter(pk__in=named) | Event.objects.filter(read_point=anchor.canonical)
    newest = rows.distinct().order_by("-event_time", "-pk")[:_MOST]
    return [Row(_title(event), event) for event in newest]


def _title(event: Event) -> str:
    step = step_of(event)
    return str(step.done) if step else event.biz_step or event.event_type


def _lots(named: Named, language: str) -> list[dict[str, str]]:
    """Return the lots whose events name the level: what is on a pallet, what left a mill."""
    events = EventElement.objects.filter(uri=named.anchor.canonical).values("event")
    rows = Lot.objects.filter(events__in=events).select_related("item").distinct()
    return [
        {
            "name": lot.item.name_in(language),
            "code": lot.code,
            "url": f"/q/{lot.link_code}?l={language}",
            "is_recalled": "1" if lot.state == "recalled" else "",
        }
        for lot in rows.order_by("-created_at")[:_MOST]
    ]
