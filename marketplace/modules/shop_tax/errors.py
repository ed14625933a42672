"""What can go wrong when an officer classes goods."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class ProductUndeclaredError(DomainError):
    """The zero class needs the seller's word that they grew it themselves."""

    code = "product_produce_undeclared"
    sentence = _("First keep the seller's declaration that they sell only what they grew.")
    http_status = 422
