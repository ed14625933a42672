"""Which events tell of goods: their own, those of what they were made of, those of their boxes."""

from collections.abc import Collection

from traceability.epcis.models import Event
from traceability.genealogy.queries import backward, events_of

MOST = 50_000
"""Things of one story: an imported document may name every pack of a big lot."""


def story_of(uris: Collection[str]) -> list[Event]:
    """Return the events of the things named by ``uris``, oldest first.

    Backwards through transformations (an ingredient's events count up to the moment it went in),
    sideways into the box they travel in, from packing to unpacking. What was made *of* them later
    is another story.
    """
    return list(events_of(backward(uris, most=MOST)))
