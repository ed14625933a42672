"""What cannot be written down, and why."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class StillToComeError(DomainError):
    """The moment is in the future."""

    code = "journal_still_to_come"
    sentence = _("This moment is still to come. Choose one that has passed.")


class PlaceNeededError(DomainError):
    """A step of a crop without the field or pond it grows in."""

    code = "journal_place_needed"
    sentence = _("Choose the field or pond.")


class GoodsNeededError(DomainError):
    """A step about goods without goods."""

    code = "journal_goods_needed"
    sentence = _("Choose the lot.")


class VoiceTooLargeError(DomainError):
    """More bytes than a spoken note has."""

    code = "journal_voice_too_large"
    sentence = _("The recording is too long. Speak for less than %(minutes)s minutes.")
    http_status = 413


class NoVoiceError(DomainError):
    """Bytes that are no recording a phone makes."""

    code = "journal_no_voice"
    sentence = _("This recording cannot be played. Record it again.")
    http_status = 422


class UndoTooLateError(DomainError):
    """More than a minute has passed."""

    code = "journal_undo_too_late"
    sentence = _("A minute has passed. Mark the entry as wrong instead.")
    http_status = 409


class ReadingsFaultyError(DomainError):
    """Readings that cannot be kept; ``faults`` names each."""

    code = "readings_faulty"
    sentence = _("These readings cannot be kept: %(fault)s")


class TableUnreadableError(DomainError):
    """A file that is no table we read."""

    code = "journal_table_unreadable"
    sentence = _("This file cannot be read: %(fault)s")
    http_status = 422


class ImportNotReadyError(DomainError):
    """The file is being written down, or it was."""

    code = "journal_import_not_ready"
    sentence = _("This file is being written down already, or it is done.")
    http_status = 409


class ReadingsTooLargeError(DomainError):
    """More bytes than a request of readings may have."""

    code = "readings_too_large"
    sentence = _("Send at most %(kilobytes)s KB at once.")
    http_status = 413


class NoDeviceError(DomainError):
    """The key belongs to no device, or to one that was taken away."""

    code = "readings_no_device"
    sentence = _("This key belongs to no device.")
    http_status = 403
