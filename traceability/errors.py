"""What origin does not allow."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError

if TYPE_CHECKING:
    from traceability.epcis.core.check import Fault


class PartyKnownError(DomainError):
    """A party of this name is registered already."""

    code = "party_known"
    sentence = _("%(name)s is here already. Ask its people to add you, or call us.")
    http_status = 409


class TooManyPartiesError(DomainError):
    """One person registers no more parties than this."""

    code = "too_many_parties"
    sentence = _("You registered %(most)s already. Call us for more.")
    http_status = 409


class InvalidEventError(DomainError):
    """An event breaks a rule of EPCIS 2.0, or one of ours.

    ``found`` has every fault with the number of its event in the batch.
    """

    code = "invalid_event"
    sentence = _("This event cannot be kept: %(fault)s")
    found: Sequence[tuple[int, "Fault"]] = ()

    @classmethod
    def of(cls, found: Sequence[tuple[int, "Fault"]]) -> Self:
        """Return the error of a batch with these faults; the first one is named."""
        error = cls(fault=found[0][1], faults=[str(fault) for _at, fault in found])
        error.found = found
        return error


class EventWrongAlreadyError(DomainError):
    """The event was declared wrong before."""

    code = "event_wrong_already"
    sentence = _("This event was declared wrong already.")
    http_status = 409


class DeclarationDeclaredError(DomainError):
    """Somebody wants to declare an error declaration wrong."""

    code = "declaration_declared"
    sentence = _("This declares another event wrong. Write down again what really happened.")
    http_status = 409


class InvalidDocumentError(DomainError):
    """A file is no EPCIS document, or an event in it has faults."""

    code = "invalid_epcis_document"
    sentence = _("This file cannot be read: %(fault)s")


class LotCodeTakenError(DomainError):
    """The party already has a lot of this item with this code."""

    code = "lot_code_taken"
    sentence = _("Lot %(code)s is there already. Choose another code.")
    http_status = 409


class LotDatesError(DomainError):
    """The lot's dates are not in order."""

    code = "lot_dates"
    sentence = _("The dates are not in order: harvest, packing, best before.")


class LotNotOpenError(DomainError):
    """The lot is recalled or closed."""

    code = "lot_not_open"
    sentence = _("Lot %(lot)s is recalled or closed. Nothing can be put on sale from it.")
    http_status = 409


class TooManyLabelsError(DomainError):
    """More labels are asked for than the lot has packs without one."""

    code = "too_many_labels"
    sentence = _("This lot can have %(rest)s more labels. Make fewer, or write a bigger quantity.")


class QuantityTooSmallError(DomainError):
    """Fewer packs than labels."""

    code = "quantity_too_small"
    sentence = _("The lot has %(labelled)s labels. It cannot have fewer packs.")


class RunNotReadyError(DomainError):
    """The run's serials are still being made."""

    code = "label_run_not_ready"
    sentence = _("The codes are still being made. Wait a moment, then try again.")
    http_status = 409


class RangeOutsideRunError(DomainError):
    """The numbers are not (all) on this sheet."""

    code = "range_outside_run"
    sentence = _("This run has the numbers %(first)s to %(last)s. Choose among them.")


class ReasonMissingError(DomainError):
    """Something that cannot be undone was asked for without a reason."""

    code = "reason_missing"
    sentence = _("Write why. Buyers and inspectors will read it.")


class AlreadyRecalledError(DomainError):
    """The lot is under recall."""

    code = "already_recalled"
    sentence = _("Lot %(lot)s is under recall already.")
    http_status = 409


class NotRecalledError(DomainError):
    """There is no recall to end."""

    code = "not_recalled"
    sentence = _("Lot %(lot)s is not under recall.")
    http_status = 409


class UnknownStepError(DomainError):
    """The step is none of those that can be written down."""

    code = "unknown_step"
    sentence = _("Choose what was done.")


class IdentifierTakenError(DomainError):
    """The same code is in force elsewhere in that time."""

    code = "identifier_taken"
    sentence = _("%(value)s is in use for %(owner)s in that time. One code names one thing.")
    http_status = 409


class IdentifierLiveError(DomainError):
    """The party or place has a code of this kind in that time."""

    code = "identifier_live"
    sentence = _("There is %(value)s in that time already. Let the new code follow it instead.")
    http_status = 409


class IdentifierEndedError(DomainError):
    """The code has ended; it cannot end or be followed again."""

    code = "identifier_ended"
    sentence = _("%(value)s has ended on %(day)s already.")
    http_status = 409


class IdentifierDayError(DomainError):
    """The new code begins before the old one did."""

    code = "identifier_day"
    sentence = _("The new code begins after %(day)s, the first day of the old one.")


class BadOutlineError(DomainError):
    """The outline of a place cannot be used."""

    code = "bad_outline"
    sentence = _("The outline cannot be used: %(fault)s")


class SeasonOverlapError(DomainError):
    """Two seasons would share a day on one place."""

    code = "season_overlap"
    sentence = _("%(season)s is on this place in that time. End it first, or choose other days.")
    http_status = 409


class SeasonDaysError(DomainError):
    """A season ends before it begins."""

    code = "season_days"
    sentence = _("The last day comes before the first one.")
