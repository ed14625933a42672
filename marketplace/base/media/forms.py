"""A form's photo field: what is wrong with the photo stands under it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from marketplace.base.media.actions import check_upload
from marketplace.base.media.core import HEIC_IS_READ
from marketplace.base.media.errors import UploadError

ACCEPT = "image/jpeg,image/png,image/webp,image/avif" + (",image/heic" if HEIC_IS_READ else "")
"""Where HEIC is not read it is not asked for, and an iPhone sends a JPEG instead."""


class PhotoField(forms.FileField):
    """A photo, checked whole; hand its value to ``media.actions.store_upload``."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def to_python(self, data: UploadedFile[bytes] | None) -> UploadedFile[bytes] | None:  # type: ignore[override]
        """Return the upload.

        Raises:
            ValidationError: too large, damaged or no photo, in the words of the upload errors.
        """
        if not data:
            return None
        try:
            check_upload(data)
        except UploadError as error:
            raise ValidationError(error.title(), code=error.code) from error
        return data
