"""What people, files and instruments write down becomes events.

Every verb is one transaction: the entry, its event, the goods it makes, the lots it tells of.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.base.accounts.models import User
from marketplace.base.media.actions import store_upload
from marketplace.base.media.models import Media, originals
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from traceability.epcis import corrections
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.core import fields as f
from traceability.epcis.core.build import Json
from traceability.epcis.corrections import DID_NOT_OCCUR, INCORRECT_DATA
from traceability.epcis.models import Event
from traceability.journal.core.events import HeldCertificate, Written, event_body
from traceability.journal.core.spec import About
from traceability.journal.core.steps import SPECS
from traceability.journal.crops import local_day
from traceability.journal.drafts import EntryDraft, NewGoods, Subject
from traceability.journal.errors import StillToComeError, UndoTooLateError
from traceability.journal.models import Entry, EntryPicture, Goods
from traceability.journal.subjects import subject_of
from traceability.journal.telling import tell_lots
from traceability.journal.things import party_element
from traceability.journal.voices import store_voice
from traceability.lots.identity import namespace, place_element
from traceability.models import Place
from traceability.rules.queries import certificates_on

AHEAD = timedelta(minutes=10)
"""A phone's clock may run this much ahead; the entry is then dated now."""
UNDO = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry, and whether it is new."""

    entry: Entry
    is_new: bool


def write_entry(*, draft: EntryDraft, acting_user: AbstractBaseUser | None = None) -> Kept:
    """Keep what was written down and return it; the same client id again is the same entry.

    Raises:
        StillToComeError: the moment is in the future.
        PlaceNeededError: a step of a crop without its field or pond.
        GoodsNeededError: a step about goods without goods.
        InvalidEventError: a rule refuses the event (a harvest before its waiting time is over).
    """
    kept = _kept_before(draft)
    if kept is not None:
        return Kept(kept, is_new=False)
    try:
        with transaction.atomic():
            return Kept(_written(draft, acting_user), is_new=True)
    except IntegrityError:
        kept = _kept_before(draft)  # another tab was faster
        if kept is None:
            raise
        return Kept(kept, is_new=False)


def write_with_media(
    *,
    draft: EntryDraft,
    voice: File[bytes] | None = None,
    photos: Sequence[File[bytes]] = (),
    acting_user: User | None = None,
) -> Kept:
    """Keep an entry with what was said and photographed; see `write_entry`.

    Raises:
        VoiceTooLargeError: the recording has too many bytes.
        NoVoiceError: it is none.
        UploadError: a photo is too large, damaged or none.
    """
    kept = _kept_before(draft)
    if kept is not None:
        return Kept(kept, is_new=False)
    stored: list[str] = []
    try:
        with transaction.atomic():
            whole = _with_media(draft, voice, photos, acting_user, stored)
            done = write_entry(draft=whole, acting_user=acting_user)
            if not done.is_new:
                raise _TwiceError
            return done
    except BaseException as error:
        # The rows are rolled back; the files must not stay behind without them.
        for name in stored:
            originals().delete(name)
        if isinstance(error, _TwiceError):  # another tab was faster
            return write_entry(draft=draft, acting_user=acting_user)
        raise


def declare_wrong(
    *,
    entry: Entry,
    words: str = "",
    reason: str = INCORRECT_DATA,
    acting_user: AbstractBaseUser | None = None,
) -> Event:
    """Declare an entry's event wrong and return the declaration. The entry stays readable.

    Args:
        entry: which.
        words: why, in the person's words; readers of the diary see it.
        reason: CBV's ``incorrect_data`` or ``did_not_occur``.
        acting_user: who says so.

    Raises:
        EventWrongAlreadyError: it is wrong already.
    """
    actor = Actor(user=acting_user, party=entry.party)
    with transaction.atomic():
        done = corrections.declare_wrong(
            event=entry.event, reason=reason, actor=actor, note=words
        ).declaration
        record("journal.declared_wrong", acting_user=acting_user, subject=entry)
        tell_lots([done], entry.lot)
    return done


def undo(*, entry: Entry, acting_user: AbstractBaseUser | None = None) -> Event:
    """Take back an entry within a minute: its event is declared not to have happened.

    Raises:
        UndoTooLateError: a minute has passed.
        EventWrongAlreadyError: it is wrong already.
    """
    if now() - entry.created_at > UNDO:
        raise UndoTooLateError
    return declare_wrong(entry=entry, reason=DID_NOT_OCCUR, acting_user=acting_user)


class _TwiceError(Exception):
    """The entry was kept meanwhile."""


def _with_media(
    draft: EntryDraft,
    voice: File[bytes] | None,
    photos: Sequence[File[bytes]],
    owner: User | None,
    stored: list[str],
) -> EntryDraft:
    """Return the draft with what was said and photographed; ``stored`` gets the files' names."""
    said = store_voice(file=voice, party=draft.party) if voice else None
    stored += [str(said.file.name)] if said else []
    pictures = []
    for photo in photos:
        digest = hashlib.sha256(b"".join(photo.chunks())).hexdigest()
        media = store_upload(file=photo, owner=owner)
        stored.append(str(media.original.name))
        pictures.append((media.pk, digest))
    return replace(draft, voice=said, pictures=pictures)


def _kept_before(draft: EntryDraft) -> Entry | None:
    same = Entry.objects.filter(party=draft.party, client_id=draft.client_id)
    return same.select_related("event", "place", "lot").first()


def _written(draft: EntryDraft, acting_user: AbstractBaseUser | None) -> Entry:
    happened_at = draft.happened_at
    if happened_at > now() + AHEAD:
        raise StillToComeError
    happened_at = timezone.localtime(min(happened_at, now()))
    subject = subject_of(draft, acting_user)
    body = event_body(SPECS[draft.step], _facts(draft, subject, happened_at), namespace())
    actor = Actor(user=acting_user, party=draft.party)
    event = capture_events(bodies=[body], party=draft.party, actor=actor).events[0]
    entry = _row(draft, subject, event, acting_user)
    _attach(entry, draft)
    for one in subject.new:
        _keep_goods(one, entry)
    record("journal.written", acting_user=acting_user, subject=entry, step=entry.step)
    tell_lots([event], draft.lot, draft.place)
    return entry


def _facts(draft: EntryDraft, subject: Subject, happened_at: datetime) -> Written:
    return Written(
        happened_at=happened_at,
        place=place_element(draft.place),
        party=party_element(draft.party),
        gln=draft.party.gln or "",
        season=subject.season,
        things=subject.things,
        inputs=subject.inputs,
        outputs=[(one.kind, one.quantity) for one in subject.new],
        origins=subject.origins,
        plots=[place_element(one) for one in draft.plots],
        values=draft.values,
        more=_more(draft),
        lot_code=subject.lot_code,
        note=draft.note,
        is_seafood=subject.is_seafood,
        certificates=_certificates(draft, happened_at),
    )


def _certificates(draft: EntryDraft, happened_at: datetime) -> list[HeldCertificate]:
    """Return what the party could show on the day, of the place or of all it does."""
    if not SPECS[draft.step].is_seafood or SPECS[draft.step].about != About.NEW:
        return []
    held = certificates_on(draft.party, local_day(happened_at))
    place = draft.place.pk if draft.place else None
    return [
        HeldCertificate(str(one.get_scheme_display()), one.number, one.issuer)
        for one in held.order_by("pk")
        if one.place_id in {None, place}
    ]


def _more(draft: EntryDraft) -> dict[str, Json]:
    """Return the extension fields that no field of the form fills."""
    told: dict[str, Json] = {f.CLIENT_ID: str(draft.client_id), f.SOURCE: draft.source}
    place = draft.place
    if place is not None and place.code:
        told[f.PLOT_CODE] = place.code
    if place is not None and place.area_m2 and draft.step in {"sow", "harvest"}:
        told.setdefault(f.AREA_HA, _hectares(place))
    if draft.voice is not None:
        told[f.VOICE] = {"id": str(draft.voice.pk), "sha256": draft.voice.sha256}
    if draft.pictures:
        told[f.PICTURES] = [{"id": str(key), "sha256": digest} for key, digest in draft.pictures]
    return told


def _hectares(place: Place) -> float:
    return round((place.area_m2 or 0) / 10_000, 4)


def _row(
    draft: EntryDraft, subject: Subject, event: Event, acting_user: AbstractBaseUser | None
) -> Entry:
    author = None if acting_user is None else acting_user.pk
    return Entry.objects.create(
        party=draft.party,
        client_id=draft.client_id,
        step=draft.step,
        place=draft.place,
        season=subject.season,
        lot=draft.lot,
        event=event,
        happened_at=event.event_time,
        values=dict(draft.typed),
        note=draft.note,
        voice=draft.voice,
        source=draft.source,
        replaces=draft.replaces,
        author_id=author,
    )


def _attach(entry: Entry, draft: EntryDraft) -> None:
    there = set(
        Media.objects.filter(pk__in=[key for key, _ in draft.pictures]).values_list("pk", flat=True)
    )
    EntryPicture.objects.bulk_create(
        EntryPicture(entry=entry, media_id=key, sha256=digest)
        for key, digest in draft.pictures
        if key in there
    )


def _keep_goods(made: NewGoods, entry: Entry) -> None:
    Goods.objects.create(
        party=entry.party,
        kind=made.kind,
        code=made.code,
        name=made.name,
        uri=made.quantity.uri,
        amount=made.quantity.amount,
        uom=made.quantity.uom,
        made_by=entry.event,
        made_on=local_day(entry.happened_at),
        lot=made.lot,
        season=entry.season,
    )
