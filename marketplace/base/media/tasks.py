"""The worker's part: making the sizes pages show."""

import logging
from datetime import timedelta
from typing import IO, cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from marketplace.base.media import core
from marketplace.base.media.hooks import media_ready
from marketplace.base.media.models import Media, StoredRendition, originals
from marketplace.kernel.outbox import outbox_task

logger = logging.getLogger(__name__)


@outbox_task(max_attempts=5, lease=timedelta(minutes=5))
def render_media(media_id: str) -> None:
    """Make AVIF and JPEG of a photo; a second run finds it done or writes the same files again."""
    media = Media.objects.filter(pk=media_id, state=Media.State.NEW).first()
    if media is None:
        return
    try:
        with originals().open(str(media.original.name)) as file:
            made = core.render(cast("IO[bytes]", file))
    except core.PictureError:
        logger.warning("photo %s cannot be prepared", media.pk)
        Media.objects.filter(pk=media.pk).update(state=Media.State.FAILED)
        return
    media.renditions = {str(one.width): _stored(media, one) for one in made}
    media.state = Media.State.READY
    with transaction.atomic():
        media.save(update_fields=["renditions", "state"])
        media_ready.send(media)


def _stored(media: Media, rendition: core.Rendition) -> StoredRendition:
    stem = f"photos/{media.pk.hex[:2]}/{media.pk}-{rendition.width}"
    return {
        "avif": _written(f"{stem}.avif", rendition.avif),
        "jpeg": _written(f"{stem}.jpg", rendition.jpeg),
        "w": rendition.width,
        "h": rendition.height,
    }


def _written(name: str, content: bytes) -> str:
    # A run that died half-way left files behind; saving beside them would make another name.
    default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))
