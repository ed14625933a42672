"""What a stall cannot do, each with a sentence for people."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class StallClosedError(DomainError):
    """The stall was closed by its market."""

    code = "stall_closed"
    sentence = _("This stall is closed.")
    http_status = 409


class StallCodeTakenError(DomainError):
    """Another stall of this market has the code."""

    code = "stall_code_taken"
    sentence = _("Another stall of this market has this code.")


class MarketNameTakenError(DomainError):
    """Another market has this name in its address."""

    code = "market_name_taken"
    sentence = _("Another market has this name.")


class NotYourStallError(DomainError):
    """The person neither sells at this stall nor looks after its market."""

    code = "not_your_stall"
    sentence = _("This is another stall.")
    http_status = 404


class TapReusedError(DomainError):
    """The phone sent another sum under a number it has used before."""

    code = "tap_reused"
    sentence = _("This sale is written down already with another sum. Type it again.")
    http_status = 409


class SalePaidError(DomainError):
    """Money came for this sale, so it cannot be given up."""

    code = "sale_paid"
    sentence = _("Money came for this sale. Give it back instead.")
    http_status = 409


class DayClosedError(DomainError):
    """The day was counted and closed."""

    code = "day_closed"
    sentence = _("This day is closed already. What comes now stands in the next day.")
    http_status = 409


class DayNotYetError(DomainError):
    """A day that has not come cannot be closed."""

    code = "day_not_yet"
    sentence = _("This day has not come yet.")


class NoAccountError(DomainError):
    """The stall's payee has no bank account that a code can name."""

    code = "stall_without_account"
    sentence = _("Name a bank account first, then the stand can be printed.")
    http_status = 409


class PhotoUnreadableError(DomainError):
    """The upload is no photo, or a larger one than is read."""

    code = "stand_photo_unreadable"
    sentence = _("This is no photo that can be read. Take a JPEG or PNG picture of the stand.")


class VendorKnownError(DomainError):
    """Somebody sells at this stall, and only they or staff may let others in."""

    code = "stall_has_vendor"
    sentence = _("Somebody sells at this stall already. Only they can let others in.")
    http_status = 409


class ManagerSellsError(DomainError):
    """A manager sees shares, never takings, and so cannot be a vendor of the market."""

    code = "manager_sells"
    sentence = _("A manager of the market cannot sell in it: managers do not see takings.")
    http_status = 409


class MoneyNotFreeError(DomainError):
    """A gateway holds this money back, or it is being matched again just now."""

    code = "money_not_free"
    sentence = _("This money is not free yet. You hear it when it is.")
    http_status = 409


class CashTooLateError(DomainError):
    """Cash that a phone tells of later, for a sale that was paid otherwise or given up since."""

    code = "cash_too_late"
    sentence = _(
        "This sale was paid otherwise or given up meanwhile. If you kept the cash, write it anew."
    )
    http_status = 409


class DifferenceMovedError(DomainError):
    """The drawer differs from the book by something else than the vendor accepted."""

    code = "difference_moved"
    sentence = _("The drawer differs from the book. Look at the difference first.")
    http_status = 409


class GiveBackAllError(DomainError):
    """A sale that was paid in part ends when its money goes back, so all of it goes."""

    code = "give_back_all"
    sentence = _("This sale is not paid in full: give back all of it, %(all)s.")
    http_status = 409
