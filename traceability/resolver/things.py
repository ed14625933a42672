"""Pages of what is neither a product nor a pack: places, parties, crates, cases and pallets."""

from dataclasses import dataclass

from traceability import conf
from traceability.epcis.models import Event, EventElement
from traceability.gs1.digital_link import ParsedLink
from traceability.labels.unit_queries import UnitSummary, unit_summary
from traceability.lots.models import Lot, LotState
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


def unit_page(unit: UnitSummary, language: str) -> str:
    """Return the page of a case or pallet: whose it is, and which lots are in it."""
    party = unit.unit.party
    phone = party.published_contact or conf.phone()
    lots = [_lot(one.lot, language) | {"packs": one.packs} for one in unit.lots]
    told = {
        "kind": unit.unit.get_kind_display(),
        "number": str(unit.unit),
        "party": party,
        "packs": unit.packs,
        "cases": unit.cases,
        "is_emptied": unit.is_emptied,
        "is_recalled": any(lot["is_recalled"] for lot in lots),
        "lots": lots,
        "phone": dialled(phone),
        "phone_shown": shown(phone),
    }
    return pages.page("origin/unit.html", {"unit": told}, language)


def thing_page(link: ParsedLink, language: str) -> str:
    """Return the page of the finest known level of ``link``; empty when none is known."""
    unit = unit_summary(link.key.value) if link.key.ai == "00" else None
    if unit is not None:
        return unit_page(unit, language)
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


def _lots(named: Named, language: str) -> list[dict[str, object]]:
    """Return the lots whose events name the level: what is on a pallet, what left a mill."""
    events = EventElement.objects.filter(uri=named.anchor.canonical).values("event")
    rows = Lot.objects.filter(events__in=events).select_related("item").distinct()
    return [_lot(lot, language) for lot in rows.order_by("-created_at")[:_MOST]]


def _lot(lot: Lot, language: str) -> dict[str, object]:
    return {
        "name": lot.item.name_in(language),
        "code": lot.code,
        "url": f"/q/{lot.link_code}?l={language}",
        "is_recalled": lot.state == LotState.RECALLED,
    }
