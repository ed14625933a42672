"""Fill a log quickly: real events, signatures and entries, in big batches."""

import time


def fill(count: int) -> None:
    """Keep and number ``count`` events of one party's member."""
    from tests.factories.traceability import make_cooperative, make_user
    from traceability.epcis.actor import Actor, Capturing
    from traceability.log.sequencing import sequence_batch

    member = make_user()
    party = make_cooperative(member)
    actor = Actor(user=member, party=party)
    capturing = Capturing(party=party, actor=actor, is_party_itself=True)
    began = time.perf_counter()
    batch = 5000
    for first in range(0, count, batch):
        _keep(range(first, min(count, first + batch)), capturing)
        while sequence_batch(limit=batch):
            pass
        print(f"\r{first:,} of {count:,}", end="", flush=True)
    print(f"\rfilled with {count:,} events in {time.perf_counter() - began:.0f} s")


def _keep(numbers: range, capturing: object) -> None:
    """Write events and their entries; what else an event has (an index of its goods) is left."""
    from django.db import transaction

    from marketplace.kernel.clock import now
    from tests.traceability.log.making import body
    from traceability.epcis.actions import Incoming
    from traceability.epcis.models import Event
    from traceability.epcis.rows import event_row
    from traceability.log.signing import sign_events

    moment, party = now(), capturing.party
    new = [Incoming.of(body(number)) for number in numbers]
    with transaction.atomic():
        events = [event_row(one.body, one.event_hash, party=party, recorded=moment) for one in new]
        Event.objects.bulk_create(events, batch_size=1000)
        sign_events(events, capturing)
