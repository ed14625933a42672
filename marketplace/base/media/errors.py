"""What can be wrong with an upload."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class UploadError(DomainError):
    """A photo that was not taken; children say why."""

    code = "upload_refused"
    sentence = _("This photo could not be used. Choose another one.")
    http_status = 422


class UploadTooLargeError(UploadError):
    """More bytes than a photo of a phone has."""

    code = "upload_too_large"
    sentence = _("The photo is %(size_mb)s MB. Choose one under %(limit_mb)s MB.")
    http_status = 413


class UploadTooManyPixelsError(UploadTooLargeError):
    """A small file that would unfold into a huge picture."""

    code = "upload_too_many_pixels"
    sentence = _("The photo has too many pixels. Choose one under %(limit_mp)s megapixels.")


class UploadDamagedError(UploadError):
    """The bytes are no whole picture."""

    code = "upload_damaged"
    sentence = _("The photo is damaged or no photo. Take it again, or choose another one.")
