"""What can go wrong with money, each with a sentence for people."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class PaymentRefusedError(DomainError):
    """The provider said no; the buyer may choose another way."""

    code = "payment_refused"
    sentence = _("This way to pay does not work here. Choose another way.")
    http_status = 409


class ProviderUnreachableError(DomainError):
    """No answer in time; the outcome is unknown, ask again."""

    code = "provider_unreachable"
    sentence = _("No answer yet. Nothing is lost: look again in a minute.")
    http_status = 503
    retryable = True


class NoticeRefusedError(DomainError):
    """A notice's signature is missing, wrong, too old or too new; nothing was changed."""

    code = "notice_refused"
    sentence = _("This notice is not signed as agreed.")
    http_status = 401


class NoticeUnreadableError(DomainError):
    """A notice is signed but not what the feed's document promises; it is kept for staff."""

    code = "notice_unreadable"
    sentence = _("This notice cannot be read. It is kept for a person to look at.")
    http_status = 422


class NoticeMismatchError(DomainError):
    """A notice names another account or environment than the one it was sent to."""

    code = "notice_mismatch"
    sentence = _("This notice speaks of another account. It is kept for a person to look at.")
    http_status = 409


class HolderNameError(DomainError):
    """The account's holder is not the payee: money must go to the seller's own account."""

    code = "holder_name_differs"
    sentence = _("The account must be held by %(legal_name)s. Write the name as the bank shows it.")


class AccountNumberError(DomainError):
    """An account number no bank would take."""

    code = "account_number_invalid"
    sentence = _("An account number has 4 to 19 letters and digits.")


class UnknownBankError(DomainError):
    """No bank of the table has this BIN."""

    code = "bank_unknown"
    sentence = _("Choose a bank from the list.")


class AmountError(DomainError):
    """An amount of money that cannot be: zero, negative, or more than there is."""

    code = "amount_invalid"
    sentence = _("The amount must be more than zero.")


class ChargeClosedError(DomainError):
    """The charge is paid, expired or cancelled, so nothing can be started for it."""

    code = "charge_closed"
    sentence = _("This is no longer to be paid.")
    http_status = 409


class PurposeTakenError(DomainError):
    """There is already an open charge for the same thing with another amount or payee."""

    code = "purpose_taken"
    sentence = _("There is already something to pay for this.")
    http_status = 409


class FeedConfirmsError(DomainError):
    """The account has a bank feed, so the bank says what came, not the seller."""

    code = "feed_confirms"
    sentence = _("Your bank tells us when money comes, so you need not confirm it.")
    http_status = 409


class NotYourMoneyError(DomainError):
    """The signed-in person does not belong to this payee."""

    code = "not_your_money"
    sentence = _("This belongs to another seller.")
    http_status = 403


class AlreadyMatchedError(DomainError):
    """The receipt pays something already."""

    code = "already_matched"
    sentence = _("This money is matched already.")
    http_status = 409


class PlatformHoldsError(DomainError):
    """Only whoever holds money can give it back."""

    code = "money_held_by_platform"
    sentence = _("We hold this money and give it back ourselves. Ask for a refund instead.")
    http_status = 409


class OtherPayeeError(DomainError):
    """The money lies in one seller's account and the charge belongs to another."""

    code = "other_payee"
    sentence = _("This money lies with another seller than the one who should be paid.")
    http_status = 409


class SecondPersonError(DomainError):
    """The sum is large: whoever proposed the match cannot confirm it."""

    code = "second_person_needed"
    sentence = _("A second person must agree to this match.")
    http_status = 409


class UndoRefusedError(DomainError):
    """The match is too old to undo, or the parcel has left."""

    code = "undo_refused"
    sentence = _("This can no longer be undone.")
    http_status = 409


class AccountTakenError(DomainError):
    """Another payee uses this bank account."""

    code = "account_taken"
    sentence = _("Another seller uses this account. Call us if it is yours.")
    http_status = 409


class AttemptEndedError(DomainError):
    """The try has an end already: paid, failed or given up."""

    code = "attempt_ended"
    sentence = _("This try has an end already.")
    http_status = 409
