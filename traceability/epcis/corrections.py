"""Corrections: an event is declared wrong and others take its place. Nothing is edited."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from marketplace.kernel.clock import now
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.core.document import with_id
from traceability.epcis.core.fields import NOTE
from traceability.epcis.models import Event
from traceability.errors import DeclarationDeclaredError, EventWrongAlreadyError

INCORRECT_DATA, DID_NOT_OCCUR = "incorrect_data", "did_not_occur"


@dataclass(frozen=True, slots=True)
class Declared:
    """What a correction left behind: the declaration, and the events that now count instead."""

    declaration: Event
    corrections: Sequence[Event]


@transaction.atomic
def declare_wrong(
    *,
    event: Event,
    reason: str = INCORRECT_DATA,
    corrective_bodies: Sequence[EventBody] = (),
    actor: Actor,
    note: str = "",
) -> Declared:
    """Declare ``event`` wrong, keep what corrects it, and return both.

    Args:
        event: which.
        reason: CBV's ``incorrect_data`` or ``did_not_occur``, or a URI.
        corrective_bodies: events that tell what really happened.
        actor: who says so.
        note: why, in the person's words; readers of the diary see it.

    Raises:
        EventWrongAlreadyError: it was declared wrong before.
        DeclarationDeclaredError: it is a declaration itself; capture the right event anew.
        InvalidEventError: a corrective event breaks a rule.
    """
    locked = Event.objects.select_for_update(of=("self",)).select_related("party").get(pk=event.pk)
    if locked.is_error_declaration:
        raise DeclarationDeclaredError
    if locked.declared_wrong_at is not None:
        raise EventWrongAlreadyError
    bodies = [with_id(body) for body in corrective_bodies]
    declaration: dict[str, Json] = {
        "declarationTime": timezone.localtime(now()).isoformat(timespec="milliseconds"),
        "reason": reason,
    }
    if bodies:
        declaration["correctiveEventIDs"] = [body["eventID"] for body in bodies]
    if note:
        declaration[NOTE] = note
    wrong: EventBody = {**locked.body, "eventID": locked.event_id, "errorDeclaration": declaration}
    # First the declaration: what takes the place of an event is not checked against it.
    declared = capture_events(bodies=[wrong], party=locked.party, actor=actor)
    done = capture_events(bodies=bodies, party=locked.party, actor=actor)
    return Declared(declared.events[0], done.events)
