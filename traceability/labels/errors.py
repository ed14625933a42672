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


class PrefixNotOursError(DomainError):
    """A GS1 prefix that is not the beginning of the party's GLN."""

    code = "gs1_prefix_not_ours"
    sentence = _("This is not the beginning of your GLN %(gln)s. Write the prefix GS1 gave you.")


class NoSsccLeftError(DomainError):
    """All numbers of the prefix are used and none has rested long enough."""

    code = "no_sscc_left"
    sentence = _("All numbers of this GS1 prefix are in use. Ask GS1 for another prefix.")
    http_status = 409


class PackedElsewhereError(DomainError):
    """A pack is in another case, a case on another pallet."""

    code = "packed_elsewhere"
    sentence = _("%(what)s is in %(unit)s already. Take it out there first, or move it.")
    http_status = 409


class NotInUnitError(DomainError):
    """What is to be taken out is not in the unit."""

    code = "not_in_unit"
    sentence = _("%(what)s is not in %(unit)s.")
    http_status = 409


class UnitEmptiedError(DomainError):
    """The unit was emptied; its label is dead."""

    code = "unit_emptied"
    sentence = _("%(unit)s was emptied. Make a new one.")
    http_status = 409


class NotPackableError(DomainError):
    """A label thrown away, a pallet on a pallet, somebody else's goods, an unknown code."""

    code = "not_packable"
    sentence = _("%(what)s cannot be packed: no living label or case of yours.")
