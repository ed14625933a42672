"""Which events a client may see. See docs/model/epcis.md, "Who sees what"."""

from django.db.models import Exists, OuterRef

from traceability.epcis import conf
from traceability.epcis.core.elements import place_uri
from traceability.epcis.models import Event, EventFact, EventQuerySet
from traceability.epcis.rest.models import ApiKey
from traceability.gs1.digital_link import build
from traceability.gs1.element_string import Element
from traceability.lots.models import LotEvent
from traceability.models import Party

TRADE_STEPS = frozenset(
    {
        "accepting",
        "arriving",
        "consigning",
        "departing",
        "dispensing",
        "receiving",
        "retail_selling",
        "shipping",
        "staging_outbound",
        "void_shipping",
    }
)
"""Steps that tell who trades with whom, and how much: theirs to tell, not ours."""

_NAMED_AS = (
    "source.owning_party",
    "source.possessing_party",
    "destination.owning_party",
    "destination.possessing_party",
)


def views_of(key: ApiKey | None) -> list[EventQuerySet]:
    """Return the events that a client may see; without a key the public ones, if any."""
    if key is not None:
        return views_of_party(key.party)
    return [_public()] if conf.public_reading() else []


def views_of_party(party: Party) -> list[EventQuerySet]:
    """Return what a party may see: its own events, those that name it, those of the public.

    Three views instead of one condition with OR: a database finds its way in each of them.
    """
    own = Event.objects.filter(party=party)
    return [own, *_naming(party), _public()]


def _naming(party: Party) -> list[EventQuerySet]:
    if not party.gln:
        return []
    names = [build([Element("417", party.gln)]), place_uri(party.gln)]
    naming = EventFact.objects.filter(name__in=_NAMED_AS, text__in=names).order_by()
    return [Event.objects.filter(pk__in=naming.values("event_id"))]


def _public() -> EventQuerySet:
    """Return the events that a lot's public page tells of."""
    told = LotEvent.objects.filter(event=OuterRef("pk")).order_by()
    return Event.objects.exclude(biz_step__in=sorted(TRADE_STEPS)).filter(Exists(told))
