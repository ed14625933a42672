"""What the glue refuses."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class LotNotOfferableError(DomainError):
    """A lot cannot be offered as this product: recalled, of another item, or smaller than asked."""

    code = "lot_not_offerable"
    sentence = _("Lot %(lot)s cannot be offered here: recalled, of another product, or too small.")
    http_status = 409
