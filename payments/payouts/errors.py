"""What can go wrong with a payout, each with a sentence for people."""

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.base.words.formats import date, dong
from marketplace.kernel.errors import DomainError


class PayoutTooMuchError(DomainError):
    """More than what is held for the payee and promised to nobody."""

    code = "payout_too_much"
    sentence = _("At most %(most)s can be paid out now.")
    http_status = 409

    def title(self) -> str:
        """Return the sentence with the amount as people write it."""
        most = self.details.get("most")
        return str(self.sentence) % {"most": dong(most if isinstance(most, int) else 0)}


class PayoutAccountError(DomainError):
    """The payee has no account in use."""

    code = "payout_no_account"
    sentence = _("This seller has no checked bank account.")
    http_status = 409


class PayoutWaitsError(DomainError):
    """The account was changed lately: a thief's change would be noticed in this time."""

    code = "payout_account_waits"
    sentence = _("The bank account is new. Money can go there from %(day)s on.")
    http_status = 409

    def title(self) -> str:
        """Return the sentence with the day."""
        until = self.details.get("until")
        return str(self.sentence) % {"day": date(until) if isinstance(until, dt.date) else ""}


class SamePersonError(DomainError):
    """Whoever proposed a payout cannot approve it."""

    code = "payout_same_person"
    sentence = _("Another person has to approve what you proposed.")
    http_status = 403


class NotStaffError(DomainError):
    """Only staff moves money of the platform."""

    code = "payout_not_staff"
    sentence = _("Only staff of the platform can do this.")
    http_status = 403


class PayoutOverError(DomainError):
    """The payout is in another state than the page showed."""

    code = "payout_over"
    sentence = _("This payout has gone on meanwhile. Look again.")
    http_status = 409


class PayoutProofError(DomainError):
    """A paid payout needs the bank's reference."""

    code = "payout_proof"
    sentence = _("Write the bank's reference number.")


class PayoutReasonError(DomainError):
    """Nobody said why it failed."""

    code = "payout_reason"
    sentence = _("Say in a few words what went wrong.")


class FileRefusedError(DomainError):
    """No file can be made of these payouts; ``reason`` says why."""

    code = "payout_file"
    sentence = _("No file can be made of this.")
    http_status = 422
    reasons: dict[str, Promise] = {
        "none": _("Nothing is approved, so there is nothing to put into a file."),
        "template": _("Choose one of the bank's files from the list."),
        "cell": _(
            "A name or number of payout %(payout)s cannot stand in a bank's file. Give it up first."
        ),
    }

    def title(self) -> str:
        """Return what is wrong."""
        told = str(self.reasons.get(str(self.details.get("reason")), self.sentence))
        return told % {"payout": self.details.get("payout", "")}


class OtherFileError(DomainError):
    """The file differs from the one that was made: somebody or something has changed it."""

    code = "payout_other_file"
    sentence = _("This is not the file that was made here. Do not upload it to the bank.")
    http_status = 409


class UncheckedFileError(DomainError):
    """Nobody has compared the file that went to the bank."""

    code = "payout_unchecked_file"
    sentence = _("First compare the file that went to the bank with the one made here.")
    http_status = 409
