"""How fast events are kept. Run: ``python bench/capture.py [events] [batch]``.

The same batches are kept twice in one run, in turns: with signatures and log entries as always,
and with the log switched off (the baseline). Then everything is numbered. Events per second are
printed; with signatures and log it should be 300 or more.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from postgres import prepared


def main(count: int, batch: int) -> None:
    from django.db import connection

    from tests.factories.traceability import make_cooperative, make_user
    from traceability.epcis.actor import Actor
    from traceability.log.actions import sequence
    from traceability.log.models import LogCheckpoint

    member = make_user()
    actor = Actor(user=member, party=make_cooperative(member))
    keep(actor, -1, 1)  # makes the keys
    spent = {"with log": 0.0, "without": 0.0}
    for first in range(0, count, batch):
        spent["with log"] += keep(actor, 2 * first, batch)
        with log_off():
            spent["without"] += keep(actor, 2 * first + batch, batch)
    began = time.perf_counter()
    numbered = sequence()
    took = time.perf_counter() - began
    print(f"{connection.vendor}, batches of {batch}")
    for name, seconds in spent.items():
        print(f"{name:9}: {count / seconds:8,.0f} events/s")
    print(f"numbering: {numbered / took:8,.0f} entries/s, tree of {LogCheckpoint.objects.last()}")
    print(f"log costs {(spent['with log'] / spent['without'] - 1) * 100:.0f} % of the time without")


def keep(actor: object, first: int, count: int) -> float:
    """Keep ``count`` events and return the seconds it took."""
    from tests.traceability.log.making import body
    from traceability.epcis.actions import capture_events

    bodies = [body(number) for number in range(first, first + count)]
    began = time.perf_counter()
    capture_events(bodies=bodies, party=actor.party, actor=actor)
    return time.perf_counter() - began


@contextmanager
def log_off() -> Iterator[None]:
    """Keep events without signing them."""
    from traceability.epcis.hooks import event_checks, events_captured
    from traceability.log import hooks

    guests = [(event_checks, hooks.check_signable), (events_captured, hooks.sign)]
    for hook, guest in guests:
        hook._guests.remove(guest)  # noqa: SLF001 -- there is no way to leave
    try:
        yield
    finally:
        for hook, guest in guests:
            hook.register(guest)


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    with prepared():
        main(*(numbers + [3000, 100][len(numbers) :]))
