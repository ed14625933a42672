"""Keep events. There is no way to change one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from traceability.epcis.actor import Actor, Capturing
from traceability.epcis.conf import json_schema
from traceability.epcis.core import terms
from traceability.epcis.core.build import EventBody
from traceability.epcis.core.check import Fault, faults
from traceability.epcis.core.document import declaration_time
from traceability.epcis.core.hash import event_hash
from traceability.epcis.core.schema import schema_faults
from traceability.epcis.core.shapes import storable
from traceability.epcis.hooks import event_checks, events_captured
from traceability.epcis.master_data import keep_master_data
from traceability.epcis.models import Event
from traceability.epcis.rows import BATCH, event_row, save_rows
from traceability.errors import InvalidEventError
from traceability.models import Party

__all__ = ["CaptureResult", "Captured", "capture", "capture_events", "keep_master_data"]

Key: TypeAlias = "tuple[str, datetime | None]"
"""What an event is the same by: its id, and its time where it declares another one wrong."""
OnError: TypeAlias = Literal["rollback", "proceed"]
Numbered: TypeAlias = "tuple[int, Fault]"


@dataclass(frozen=True, slots=True)
class Captured:
    """The kept event, and whether it is new."""

    event: Event
    is_new: bool


@dataclass(frozen=True, slots=True)
class CaptureResult:
    """What became of a batch.

    Args:
        events: the kept event of each body without fault, in order; one kept before stays.
        is_new: for each of ``events``, whether it was kept now.
        faults: number of a refused body in the batch, and what is wrong with it.
    """

    events: Sequence[Event]
    is_new: Sequence[bool]
    faults: Sequence[Numbered]


def capture(
    *, body: EventBody, party: Party, acting_user: AbstractBaseUser | None = None
) -> Captured:
    """Keep an event of ``party`` as it is and return it; one that is kept already stays.

    Raises:
        InvalidEventError: the event breaks a rule; the first fault is named.
    """
    done = capture_events(bodies=[body], party=party, actor=Actor(user=acting_user, party=party))
    return Captured(done.events[0], is_new=done.is_new[0])


def capture_events(
    *,
    bodies: Sequence[EventBody],
    party: Party,
    actor: Actor,
    on_error: OnError = "rollback",
    signatures: Mapping[str, str] | None = None,
) -> CaptureResult:
    """Keep events of ``party`` as they are, in one transaction; those kept already stay.

    Args:
        bodies: events with their ``@context``; one without ``eventID`` gets its hash as id.
        party: whose events these are.
        actor: who hands them in.
        on_error: ``rollback`` keeps all or none, ``proceed`` keeps those without fault.
        signatures: signatures of the party's own key, by event id.

    Raises:
        InvalidEventError: ``rollback``, and events have faults (all are in ``found``).
    """
    whole = [Incoming.of(body) for body in bodies]
    capturing = Capturing(
        party=party,
        actor=actor,
        is_party_itself=actor.acts_for(party),
        signatures=signatures or {},
    )
    try:
        return _kept(whole, capturing, on_error)
    except IntegrityError:  # another process kept one of them meanwhile; now we see it
        return _kept(whole, capturing, on_error)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event that is to be kept.

    Args:
        body: with its ``eventID``.
        event_hash: its CBV 2.0 hash.
        key: by which it is the same event as another.
    """

    body: EventBody
    event_hash: str
    key: Key

    @classmethod
    def of(cls, body: EventBody) -> "Incoming":
        """Return the event with its hash, which becomes its id where it has none."""
        digest = "" if any(storable(body)) else event_hash(body)  # faults() will say the rest
        whole: EventBody = {**body, "eventID": body.get("eventID") or digest}
        return cls(whole, digest, (str(whole["eventID"]), declaration_time(whole)))


@transaction.atomic
def _kept(incoming: Sequence[Incoming], capturing: Capturing, on_error: OnError) -> CaptureResult:
    there = _kept_before(incoming)
    found = [*_faults(incoming, there), *_conflicts(incoming, there, capturing.party)]
    found += _objections(incoming, there, found, capturing.party)
    if found and on_error == "rollback":
        raise InvalidEventError.of(found)
    refused = {at for at, _fault in found}
    good = [one for at, one in enumerate(incoming) if at not in refused]
    new = _new_rows(good, there, capturing)
    events = [new.get(one.key) or there[one.key] for one in good]
    if new:
        _keep(list(new.values()), capturing)
    return CaptureResult(events, _are_new(good, new), sorted(found, key=lambda one: one[0]))


def _keep(events: Sequence[Event], capturing: Capturing) -> None:
    save_rows(events)
    _mark_wrong(event for event in events if event.is_error_declaration)
    _audit(events, capturing)
    events_captured.send(events, capturing)


def _kept_before(incoming: Sequence[Incoming]) -> dict[Key, Event]:
    """Return what is kept under the ids of these events, or says the same as one without id.

    An event that came without id may have been kept under another one: by an older release, or
    from a document that named it.
    """
    there: dict[Key, Event] = {}
    for start in range(0, len(incoming), BATCH):
        some = incoming[start : start + BATCH]
        for row in Event.objects.filter(event_id__in=[one.key[0] for one in some]):
            there[row.event_id, row.error_declared_at] = row
        nameless = [one for one in some if one.key[0] == one.event_hash and one.key not in there]
        hashes = [one.event_hash for one in nameless]
        for row in Event.objects.filter(event_hash__in=hashes) if hashes else ():
            there.setdefault((row.event_hash, row.error_declared_at), row)
    return there


def _faults(incoming: Sequence[Incoming], there: Mapping[Key, Event]) -> list[Numbered]:
    """Return what the standard has against events; those kept already were checked then."""
    return [
        (at, fault)
        for at, one in enumerate(incoming)
        if one.key not in there
        for fault in _of_standard(one.body)
    ]


def _objections(
    incoming: Sequence[Incoming], there: Mapping[Key, Event], found: list[Numbered], party: Party
) -> list[Numbered]:
    """Return what guests have against events: the new and sound ones, each once.

    A declaration that an event is wrong tells of nothing that happened: no guest is asked.
    """
    faulty = {at for at, _fault in found}
    first = {one.key: at for at, one in reversed(list(enumerate(incoming)))}
    asked = [
        at
        for at, one in enumerate(incoming)
        if at not in faulty
        and one.key not in there
        and first[one.key] == at
        and "errorDeclaration" not in one.body
    ]
    objections: list[Numbered] = []
    if asked:
        for verdict in event_checks.send(party, [incoming[at].body for at in asked]):
            pairs = zip(asked, verdict, strict=True)
            objections += [(at, one) for at, some in pairs for one in some]
    return objections


def _of_standard(body: EventBody) -> Iterable[Fault]:
    """Give what our rules have against an event, or else what the operator's schema has."""
    found = faults(body)
    schema = json_schema()
    if found or not schema:
        return found
    return schema_faults({"@context": terms.CONTEXT_URI, **body}, schema)


def _conflicts(
    incoming: Sequence[Incoming], there: Mapping[Key, Event], party: Party
) -> Iterable[Numbered]:
    """Find ids that belong to other events, and declarations about events of others."""
    hashes: dict[str, str] = {}
    for at, one in enumerate(incoming):
        original = there.get((one.key[0], None))
        first = original.event_hash if original else ""
        if hashes.setdefault(one.key[0], first or one.event_hash) != one.event_hash:
            yield at, Fault("$.eventID", "event_id_taken", "another event has this id")
        elif one.key[1] and original and original.party_id != party.pk:
            sentence = "only the party of an event may declare it wrong"
            yield at, Fault("$.errorDeclaration", "not_your_event", sentence)


def _new_rows(
    incoming: Sequence[Incoming], there: Mapping[Key, Event], capturing: Capturing
) -> dict[Key, Event]:
    """Return unsaved rows of the events that are not ``there``, each once."""
    recorded = now()
    wrong = {
        row.event_id: row.error_declared_at
        for row in there.values()
        if row.is_error_declaration and row.party_id == capturing.party.pk
    }
    rows: dict[Key, Event] = {}
    for one in incoming:
        if one.key in there or one.key in rows:
            continue
        row = event_row(one.body, one.event_hash, party=capturing.party, recorded=recorded)
        row.declared_wrong_at = row.declared_wrong_at or wrong.get(row.event_id)
        rows[one.key] = row
    return rows


def _are_new(incoming: Sequence[Incoming], new: Mapping[Key, Event]) -> list[bool]:
    """Say of each event whether it is the first of its kind that came."""
    seen: set[Key] = set()
    answers = []
    for one in incoming:
        answers.append(one.key in new and one.key not in seen)
        seen.add(one.key)
    return answers


def _mark_wrong(declarations: Iterable[Event]) -> None:
    for one in declarations:
        same = Event.objects.filter(event_id=one.event_id, party=one.party_id)
        same.filter(declared_wrong_at=None).update(declared_wrong_at=one.error_declared_at)


def _audit(events: Sequence[Event], capturing: Capturing) -> None:
    """Write one row: of the event, or of the party whose events they are."""
    actor, first = capturing.actor, events[0]
    key = {} if actor.key_id is None else {"key": actor.key_id}
    if len(events) == 1:
        record(
            "event.captured",
            acting_user=actor.user,
            subject=first,
            event_id=first.event_id,
            biz_step=first.biz_step,
            **key,
        )
        return
    record(
        "events.captured",
        acting_user=actor.user,
        subject=capturing.party,
        count=len(events),
        first=first.pk,
        last=events[-1].pk,
        **key,
    )
