"""Which events a client may see. See docs/model/epcis.md, "Who sees what"."""

from traceability.epcis import conf
from traceability.epcis.models import VisibleEvent, VisibleQuerySet
from traceability.epcis.readers import PUBLIC, reader_named
from traceability.epcis.rest.models import ApiKey
from traceability.models import Party


def views_of(key: ApiKey | None) -> list[VisibleQuerySet]:
    """Return the events that a client may see; without a key the public ones, if any."""
    if key is not None:
        return views_of_party(key.party)
    return [_public()] if conf.public_reading() else []


def views_of_party(party: Party) -> list[VisibleQuerySet]:
    """Return what a party may see: its own events, those that name it, those of the public.

    A party that registered itself gives itself any number; what names that number is not told to
    it before somebody has checked who it is.

    Three views instead of one condition with OR: a database reads each in order off an index.
    """
    named = [reader_named(party.gln)] if party.gln and not party.is_declared else []
    own_and_named = [VisibleEvent.objects.filter(reader=one) for one in (party.pk, *named)]
    return [*own_and_named, _public()]


def _public() -> VisibleQuerySet:
    return VisibleEvent.objects.filter(reader=PUBLIC)
