"""Taking a photo in."""

import uuid
from typing import IO, cast

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.base.media import core
from marketplace.base.media.errors import (
    UploadDamagedError,
    UploadTooLargeError,
    UploadTooManyPixelsError,
)
from marketplace.base.media.models import Media, originals
from marketplace.base.media.tasks import render_media
from marketplace.kernel.audit import record

_MEGA = 1_000_000


def check_upload(file: File[bytes]) -> core.Picture:
    """Return what the upload holds.

    Raises:
        UploadTooLargeError: more bytes than ``MEDIA_UPLOAD_MAX_BYTES``, or too many pixels.
        UploadDamagedError: no picture, or not a whole one.
    """
    limit = settings.MEDIA_UPLOAD_MAX_BYTES
    if file.size > limit:
        raise UploadTooLargeError(size_mb=-(-file.size // _MEGA), limit_mb=limit // _MEGA)
    file.open("rb")
    try:
        return core.inspect(cast("IO[bytes]", file))
    except core.PictureError as error:
        if error.code == "too_many_pixels":
            raise UploadTooManyPixelsError(limit_mp=core.MOST_PIXELS // _MEGA) from error
        raise UploadDamagedError from error


def store_upload(*, file: File[bytes], owner: User | None) -> Media:
    """Keep the photo and have the worker make what pages show.

    Args:
        file: an upload, or any Django file with a size.
        owner: who uploaded it; also the acting user of the audit row.

    Raises:
        UploadTooLargeError: see `check_upload`.
        UploadDamagedError: see `check_upload`.
    """
    picture = check_upload(file)
    key = uuid.uuid4()
    file.seek(0)
    name = originals().save(f"{key.hex[:2]}/{key}.{picture.extension}", file)
    try:
        return _recorded(key, name, picture, owner)
    except BaseException:
        # The rows are rolled back; the file must not stay behind without them.
        originals().delete(name)
        raise


@transaction.atomic
def _recorded(key: uuid.UUID, name: str, picture: core.Picture, owner: User | None) -> Media:
    media = Media.objects.create(
        id=key, owner=owner, original=name, width=picture.width, height=picture.height
    )
    record("media.stored", acting_user=owner, subject=media)
    render_media.enqueue(str(key))
    return media
