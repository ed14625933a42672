"""What others ask the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count, Max, Q

from marketplace.kernel.clock import now
from traceability.epcis.models import Event
from traceability.log import conf
from traceability.log.core import merkle
from traceability.log.core.checkpoint import read_checkpoint
from traceability.log.core.proof import Proof
from traceability.log.models import Custody, KeyRole, LogCheckpoint, LogEntry
from traceability.log.reading import newest, nodes

Signer = Literal["party", "operator", "mixed", ""]


class NotLoggedError(LookupError):
    """The event has no number in the log yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofState:
    """How much of a lot is signed and in the log.

    Args:
        total: events asked about.
        signed: those that have a signature.
        logged: those that have a number under a signed checkpoint.
        unsigned: those without a signature.
        last_index: the highest number among them; None where none has one.
        logged_at: when the checkpoint was signed that first covers all of them; None before.
        next_at: when the next checkpoint is due at the latest, if the worker runs.
        signer: whose keys signed: the party's, the platform's, both, or nobody's.
        key_is_held: whether a key of the party that signed is in the platform's custody.
    """

    total: int
    signed: int
    logged: int
    unsigned: int
    last_index: int | None
    logged_at: datetime | None
    next_at: datetime
    signer: Signer
    key_is_held: bool

    @property
    def is_complete(self) -> bool:
        """Whether every event is signed and in the log, and there is one."""
        return 0 < self.total == self.logged


def proof_state(event_ids: Iterable[int]) -> ProofState:
    """Return how the events of these primary keys stand. Two queries."""
    asked = set(event_ids)
    found = LogEntry.objects.filter(event__in=asked).aggregate(
        signed=Count("pk"),
        logged=Count("index"),
        last=Max("index"),
        party=Count("pk", filter=Q(key__role=KeyRole.PARTY)),
        held=Count("pk", filter=Q(key__role=KeyRole.PARTY, key__custody=Custody.HELD)),
    )
    is_complete = 0 < len(asked) == found["logged"]
    return ProofState(
        total=len(asked),
        signed=found["signed"],
        logged=found["logged"],
        unsigned=len(asked) - found["signed"],
        last_index=found["last"],
        logged_at=_covered_at(found["last"]) if is_complete else None,
        next_at=now() + conf.SEQUENCE_EVERY,
        signer=_signer(found["party"], found["signed"]),
        key_is_held=bool(found["held"]),
    )


def checkpoint_text(point: LogCheckpoint) -> str:
    """Return a checkpoint as it is published: with what witnesses signed."""
    return point.note + "".join(row.line for row in point.cosignatures.all())


def proof_of(event: Event) -> str:
    """Return the proof file of an event: it stands in the log as last signed.

    Raises:
        NotLoggedError: it has no number yet.
    """
    entry = LogEntry.objects.filter(event=event).first()
    if entry is None or entry.index is None:
        raise NotLoggedError(event.event_id)
    return str(proof_of_entry(entry))


class Prover:
    """Makes proofs under one checkpoint; what tiles they share is read once."""

    def __init__(self, point: LogCheckpoint) -> None:
        self.size = point.size
        self._signed = read_checkpoint(checkpoint_text(point))
        self._nodes = nodes(point.size)

    def proof(self, entry: LogEntry) -> Proof:
        """Return the proof of an entry.

        Raises:
            NotLoggedError: it has no number under this checkpoint.
        """
        if entry.index is None or entry.index >= self.size:
            raise NotLoggedError(entry.pk)
        path = merkle.inclusion(entry.index, self.size, self._nodes)
        return Proof(entry.index, tuple(path), self._signed, entry.leaf.encode())


def proof_of_entry(entry: LogEntry) -> Proof:
    """Return the proof of an entry under the newest checkpoint.

    Raises:
        NotLoggedError: it has no number yet.
    """
    point = newest()
    if point is None:
        raise NotLoggedError(entry.pk)
    return Prover(point).proof(entry)


def _covered_at(last: int) -> datetime | None:
    points = LogCheckpoint.objects.filter(size__gt=last).order_by("size", "pk")
    return points.values_list("made_at", flat=True).first()


def _signer(party: int, signed: int) -> Signer:
    if not signed:
        return ""
    if party in (0, signed):
        return "party" if party else "operator"
    return "mixed"
