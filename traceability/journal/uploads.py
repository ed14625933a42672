"""Tables while they come in: what is too large is counted, not kept."""

from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from traceability.journal import conf


class TableUploadHandler(FileUploadHandler):
    """Keeps no byte past ``JOURNAL_TABLE_MAX_BYTES``, but the rest of the form."""

    over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the chunk on to the next handler, or drop it; ``start`` is 0 for a new file."""
        self.over = (start > 0 and self.over) or start + len(raw_data) > conf.table_bytes()
        return None if self.over else raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Return the empty file of an upload that was too large; other handlers do the rest."""
        if not self.over:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)
