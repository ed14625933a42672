"""What can be proved of a lot: which of its events are signed, and where they stand in the log."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from traceability.epcis.models import Event
from traceability.log.models import LogEntry
from traceability.log.queries import ProofState, proof_state
from traceability.log.reading import newest
from traceability.lots.models import Lot

SHOWN_EVENTS = 12
LOGGED, SIGNED = "logged", "signed"


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One event as the technical record shows it; ``index`` is None before it has a number."""

    event: Event
    index: int | None
    proof_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotProof:
    """How the lot's own events stand, and the newest of them for the technical record."""

    state: ProofState
    rows: Sequence[ProofRow]
    hidden: int
    keys: Sequence[str]
    size: int
    root: str
    check_url: str
    bundle_url: str

    @property
    def kind(self) -> str:
        """Return ``logged`` when all own events are in the log, ``signed``, or nothing."""
        if self.state.is_complete:
            return LOGGED
        return SIGNED if 0 < self.state.total == self.state.signed else ""

    def facts(self) -> dict[str, str | int | bool]:
        """Return what verdicts and words depend on."""
        logged = self.state.logged_at
        return {
            "proof": self.kind,
            "signer": self.state.signer,
            "is_key_held": self.state.key_is_held,
            "logged_on": timezone.localdate(logged).isoformat() if logged else "",
            "next_at": "" if self.kind == LOGGED else self.state.next_at.isoformat(),
            "index": -1 if self.state.last_index is None else self.state.last_index,
        }


def proof_of_lot(lot: Lot) -> LotProof:
    """Return the proof of a lot's own events; inherited ones are other lots' to prove."""
    own = Event.objects.filter(lot_links__lot=lot, lot_links__is_inherited=False)
    events = list(own.order_by("event_time", "pk"))
    entries = LogEntry.objects.filter(event__in=events).values_list(
        "event_id", "index", "key__key_id"
    )
    known = {event: (index, key) for event, index, key in entries}
    shown = events[-SHOWN_EVENTS:]
    point = newest()
    return LotProof(
        state=proof_state(event.pk for event in events),
        rows=[_row(event, known.get(event.pk, (None, ""))[0]) for event in reversed(shown)],
        hidden=len(events) - len(shown),
        keys=sorted({key for _index, key in known.values()}),
        size=point.size if point else 0,
        root=b64encode(point.root).decode() if point and known else "",
        check_url=path_of("origin_log:check"),
        bundle_url=path_of("origin_log:bundle", lot.link_code),
    )


def _row(event: Event, index: int | None) -> ProofRow:
    url = path_of("origin_log:proof", event.event_id) if index is not None else ""
    return ProofRow(event, index, url)


def path_of(view: str, *args: str) -> str:
    """Return the path of a page of the log; empty where there is none."""
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return ""
