"""What the shop refuses, and the words for it."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class EmptyBasketError(DomainError):
    """An order was asked for while the basket has no line."""

    code = "empty_basket"
    http_status = 409
    sentence = _("Your basket is empty. Choose something first.")


class TotalChangedError(DomainError):
    """A price or a delivery fee changed since the buyer saw the total."""

    code = "total_changed"
    http_status = 409
    sentence = _("The total has changed. Look at it again, then order.")


class BasketBlockedError(DomainError):
    """A line cannot be sold any more (withdrawn product, suspended seller)."""

    code = "basket_blocked"
    http_status = 409
    sentence = _("Something in your basket is no longer for sale. Take it out, then order.")


class NoWayToPayError(DomainError):
    """The chosen way to pay is switched off, or a seller cannot be paid this way."""

    code = "no_way_to_pay"
    http_status = 409
    sentence = _("This way to pay cannot be used for this order. Choose another one.")


class DeliveryUnknownError(DomainError):
    """A seller's delivery was not chosen, or no longer exists."""

    code = "delivery_unknown"
    http_status = 409
    sentence = _("Choose how to receive the goods of each seller.")


class ParcelStepError(DomainError):
    """A parcel was asked to take a step that its state does not allow."""

    code = "parcel_step"
    http_status = 409
    sentence = _("This parcel has already moved on. Reload the page to see where it is.")


class MoneyMovedElsewhereError(DomainError):
    """Oscar's own payment source was asked to move money."""

    code = "oscar_source_refused"
    http_status = 409
    sentence = _("Money moves through charges and receipts only.")
