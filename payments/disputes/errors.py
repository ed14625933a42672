"""What can go wrong with a dispute, each with a sentence for people."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class DisputeOverError(DomainError):
    """The dispute has ended already."""

    code = "dispute_over"
    sentence = _("This dispute has ended already. Look again.")
    http_status = 409


class DisputeNoteError(DomainError):
    """Nothing was written."""

    code = "dispute_note"
    sentence = _("Write what proves that the goods were sent.")


class DisputeAmountError(DomainError):
    """Nobody can contest nothing, or more than was paid."""

    code = "dispute_amount"
    sentence = _("At most what was paid can be contested.")


class DisputeNumberError(DomainError):
    """The gateway's number of the dispute is missing."""

    code = "dispute_number"
    sentence = _("Write the gateway's number of the dispute.")


class NotYourDisputeError(DomainError):
    """Only staff, and the seller for notes."""

    code = "dispute_not_yours"
    sentence = _("This dispute belongs to somebody else.")
    http_status = 403
