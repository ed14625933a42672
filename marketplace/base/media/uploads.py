"""Uploads while they come in: what is too large is counted, not kept."""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUploadHandler(FileUploadHandler):
    """Keeps no byte past ``MEDIA_UPLOAD_MAX_BYTES``, but the rest of the form.

    Stopping the upload would lose what was typed. So the bytes past the limit are thrown away as
    they come, and the form gets an empty file that still says its true size.
    """

    over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the chunk on to the next handler, or drop it; ``start`` is 0 for a new file."""
        self.over = (start > 0 and self.over) or start + len(
            raw_data
        ) > settings.MEDIA_UPLOAD_MAX_BYTES
        return None if self.over else raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Return the empty file of an upload that was too large; other handlers do the rest."""
        if not self.over:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)
