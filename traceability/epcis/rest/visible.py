"""Which events a client may see. See docs/model/epcis.md, "Who sees what"."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

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


def visible_events(key: ApiKey | None) -> EventQuerySet:
    """Return the events that a client may see; without a key the public ones, if any."""
    if key is not None:
        return visible_to(key.party)
    if settings.EPCIS_PUBLIC_READING:
        return Event.objects.filter(_public())
    return Event.objects.none()


def visible_to(party: Party) -> EventQuerySet:
    """Return the events that a party may see: its own, those that name it, those of the public."""
    return Event.objects.filter(_own(party) | _public())


def _own(party: Party) -> Q:
    """Return the condition of a party's own events, and of those that name it as a partner."""
    own = Q(party=party)
    if not party.gln:
        return own
    names = [build([Element("417", party.gln)]), place_uri(party.gln)]
    naming = EventFact.objects.filter(name__in=_NAMED_AS, text__in=names).order_by()
    return own | Q(pk__in=naming.values("event_id"))


def _public() -> Q:
    """Return the condition of events that a lot's public page tells of."""
    told = LotEvent.objects.filter(event=OuterRef("pk")).order_by()
    return ~Q(biz_step__in=sorted(TRADE_STEPS)) & Q(Exists(told))
