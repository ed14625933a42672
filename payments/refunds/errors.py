"""What can go wrong with a refund, each with a sentence for people."""

from django.utils.translation import gettext_lazy as _

from marketplace.base.words.formats import dong
from marketplace.kernel.errors import DomainError


class RefundTooMuchError(DomainError):
    """More than was paid and is not on its way back already."""

    code = "refund_too_much"
    sentence = _("At most %(most)s can go back.")
    http_status = 409

    def title(self) -> str:
        """Return the sentence with the amount as people write it."""
        most = self.details.get("most")
        return str(self.sentence) % {"most": dong(most if isinstance(most, int) else 0)}


class RefundOfPartError(DomainError):
    """The order is not paid in full: giving it up sends all of it back."""

    code = "refund_not_paid"
    sentence = _("This is not paid in full. Give it up instead: then all that came goes back.")
    http_status = 409


class RefundWayError(DomainError):
    """The money cannot go back this way."""

    code = "refund_way"
    sentence = _("The money cannot go back this way. Choose another one.")
    http_status = 409


class RefundOverError(DomainError):
    """The refund has ended already, or is in other hands now."""

    code = "refund_over"
    sentence = _("Something came of this refund already. Look again.")
    http_status = 409


class RefundProofError(DomainError):
    """Money that went back needs the bank's reference as its proof."""

    code = "refund_proof"
    sentence = _("Write the reference number of your transfer.")


class RefundReasonError(DomainError):
    """Nobody said why."""

    code = "refund_reason"
    sentence = _("Say in a few words why the money goes back.")


class BuyerAccountError(DomainError):
    """The account that the money should go to is no account."""

    code = "buyer_account"
    sentence = _("Name the buyer's bank, account number and holder.")
