"""What the catalogue refuses."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class ProductNotFoundError(DomainError):
    """No such product, or not one of this seller's: a stranger learns nothing."""

    code = "product_not_found"
    sentence = _("There is no such product here.")
    http_status = 404


class SellerNotVerifiedError(DomainError):
    """A seller whose papers are not checked wants to sell."""

    code = "seller_not_verified"
    sentence = _("You can sell once your papers have been checked.")
    http_status = 403


class PapersMissingError(DomainError):
    """A seller asks to be checked before the papers are whole. ``missing`` names the fields."""

    code = "seller_papers_missing"
    sentence = _("Something is still missing in the seller's papers: %(missing)s.")
    http_status = 409


class StateMoveError(DomainError):
    """A product or seller cannot go from its state to the one asked for."""

    code = "state_move_refused"
    sentence = _("That is not possible now. Somebody may have changed it in the meantime.")
    http_status = 409


class DraftRefusedError(DomainError):
    """What was typed about a product cannot be sold like that. ``field`` and ``reason`` say why."""

    code = "product_draft_refused"
    sentence = _("The product cannot be listed like this. Check the marked field.")


class PhotoNotYoursError(DomainError):
    """A photo is not there, or somebody else sent it."""

    code = "photo_not_found"
    sentence = _("That photo is not there any more. Take it again.")
    http_status = 404


class PriceNotWholeError(DomainError):
    """A price is not a whole number of đồng, or not above zero."""

    code = "price_not_whole"
    sentence = _("Write the price in whole đồng, above 0.")


class StockChangedError(DomainError):
    """The stock moved between showing the form and sending it."""

    code = "stock_changed"
    sentence = _("The stock has just changed: %(left)s left now. Look at it again, then save.")
    http_status = 409


class NothingHeldError(DomainError):
    """More is to be released or consumed than is held."""

    code = "stock_not_held"
    sentence = _("That much is not set aside for orders.")
    http_status = 409


@dataclass(frozen=True, slots=True)
class ShortLine:
    """One line that cannot be had.

    Args:
        product_id: of the product.
        name: its Vietnamese name.
        wanted: units asked for.
        left: units that can still be had; 0 also when the product is no longer sold.
    """

    product_id: int
    name: str
    wanted: int
    left: int


class OutOfStockError(DomainError):
    """Not enough is left. ``lines`` names each short line and what is left of it."""

    code = "out_of_stock"
    sentence = _("Not enough left: %(told)s.")
    http_status = 409

    def __init__(self, *, lines: Sequence[ShortLine]) -> None:
        told = ", ".join(f"{line.name} ({line.left})" for line in lines)
        super().__init__(told=told, lines=tuple(lines))
        self.lines = tuple(lines)
