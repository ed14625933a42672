"""Voice notes: checked, kept privately."""

import hashlib
import uuid

from django.core.files.base import File

from marketplace.base.media.models import originals
from traceability.journal import conf
from traceability.journal.core.sound import sound_type
from traceability.journal.errors import NoVoiceError, VoiceTooLargeError
from traceability.journal.models import VoiceNote
from traceability.models import Party

_BYTES_A_MINUTE = 500_000
"""More than a phone makes of a minute of speech."""


def store_voice(*, file: File[bytes], party: Party) -> VoiceNote:
    """Keep a recording of a member of ``party``; call it inside the entry's transaction.

    Raises:
        VoiceTooLargeError: more bytes than ``JOURNAL_VOICE_MAX_BYTES``.
        NoVoiceError: no sound that a phone records.
    """
    limit = conf.voice_bytes()
    if file.size > limit:
        raise VoiceTooLargeError(minutes=max(1, limit // _BYTES_A_MINUTE))
    content = file.read()
    sound = sound_type(content)
    if sound is None:
        raise NoVoiceError
    key = uuid.uuid4()
    file.seek(0)
    name = originals().save(f"voice/{key.hex[:2]}/{key}.{sound.extension}", file)
    return VoiceNote.objects.create(
        id=key,
        party=party,
        file=name,
        content_type=sound.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
