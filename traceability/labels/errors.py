"""What labels do not allow."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class LabelsMovedOnError(DomainError):
    """Labels were ordered after the page was opened: a second tab, a second tap, a colleague."""

    code = "labels_moved_on"
    sentence = _("Labels were made while this page was open: up to %(last)s. Look before you add.")
    http_status = 409


class SheetNotReadyError(DomainError):
    """The sheet's file is not there yet."""

    code = "label_sheet_not_ready"
    sentence = _("This sheet is not ready yet. Wait a moment, then try again.")
    http_status = 409


class SheetUnderWayError(DomainError):
    """A sheet that is being made cannot be begun again."""

    code = "label_sheet_under_way"
    sentence = _("This sheet is being made. Wait a moment.")
    http_status = 409


class PinsNotOfferedError(DomainError):
    """PINs are asked for, but the operator has set no secret for them."""

    code = "pins_not_offered"
    sentence = _("PINs are not set up here. Make the labels without them.")
    http_status = 409
