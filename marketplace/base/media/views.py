"""Giving out public media from the storage."""

import mimetypes
from typing import Final

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

_PUBLIC: Final = ("photos/", "images/")
"""Our photos and Wagtail's renditions; its documents and originals go out through its own views."""


@require_safe
def show(request: HttpRequest, name: str) -> FileResponse:  # noqa: ARG001
    """Return the file, to be kept for a year: a new photo has a new name."""
    if not name.startswith(_PUBLIC) or ".." in name:
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=mimetypes.guess_type(name)[0])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
