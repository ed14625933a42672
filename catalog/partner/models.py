"""Sellers and their stock. Ours first, then Oscar's that we did not override."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BigIntegerField, F, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.abstract_models import AbstractPartner, AbstractStockRecord

from catalog.choices import SELLERS_WITH_TAX_CODE, SellerKind, SellerState
from marketplace.base.accounts.models import E164
from marketplace.base.places.models import AdminUnit

HIGHEST_PRICE = 9_999_999_999
"""What Oscar's twelve digits with two decimals hold."""


PERSONAL_NUMBER = 12
"""Digits of a personal identity number, which is also a household's tax code."""


class Partner(AbstractPartner):
    """A seller. Oscar calls it a partner; everything people see says seller.

    ``name`` is what buyers read, ``legal_name`` what the registration says.
    """

    name = models.CharField(_("shop name"), max_length=128, db_index=True)
    slug = models.SlugField(_("address on the site"), max_length=140, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SellerKind.choices)
    legal_name = models.CharField(_("registered name"), max_length=200, blank=True)
    tax_code = models.CharField(_("tax code"), max_length=14, unique=True, null=True, blank=True)
    place = models.ForeignKey(
        AdminUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ward or commune"),
    )
    street = models.CharField(_("house, street, hamlet"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True, validators=[E164])
    state = models.CharField(
        _("state"), max_length=12, choices=SellerState.choices, default=SellerState.DRAFT
    )
    state_reason = models.CharField(_("reason"), max_length=400, blank=True)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("joined"), auto_now_add=True)

    objects: ClassVar[models.Manager["Partner"]]

    class Meta(AbstractPartner.Meta):
        abstract = False
        verbose_name = _("seller")
        verbose_name_plural = _("sellers")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SellerKind.values), name="seller_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SellerState.values), name="seller_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(tax_code=""), name="seller_tax_code_null_not_empty"
            ),
            models.CheckConstraint(
                condition=~Q(state=SellerState.VERIFIED)
                | (
                    Q(place__isnull=False, verified_at__isnull=False)
                    & ~Q(legal_name="")
                    & ~Q(street="")
                    & ~Q(phone="")
                ),
                name="seller_verified_has_papers",
            ),
            models.CheckConstraint(
                condition=~Q(state=SellerState.VERIFIED)
                | ~Q(kind__in=sorted(SELLERS_WITH_TAX_CODE))
                | Q(tax_code__isnull=False),
                name="seller_verified_has_tax_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        """Whether this seller may sell."""
        return self.state == SellerState.VERIFIED

    @property
    def public_tax_code(self) -> str:
        """An organisation's tax code; a person's is their identity number and stays private."""
        return self.tax_code if self.tax_code and len(self.tax_code) != PERSONAL_NUMBER else ""

    def get_absolute_url(self) -> str:
        """Return the seller's public page."""
        return reverse("catalog:seller", args=[self.slug])


class SellerText(models.Model):
    """The seller's story in one language."""

    seller = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="texts", verbose_name=_("seller")
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    story = models.TextField(_("story"), max_length=4000)

    class Meta:
        verbose_name = _("seller text")
        verbose_name_plural = _("seller texts")
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "language"], name="seller_text_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seller_id} ({self.language})"


class StockRecord(AbstractStockRecord):
    """Price and stock of one product.

    Oscar adds allocations without a condition, so eight orders of the last bag all pass. Stock
    moves through ``catalog.actions`` (one conditional update); the constraints are the net.
    ``num_in_stock`` counts what is in the store, ``num_allocated`` what of it is promised.
    """

    price = models.DecimalField(_("price"), max_digits=12, decimal_places=2)
    num_in_stock = models.PositiveIntegerField(_("in the store"), default=0)
    num_allocated = models.PositiveIntegerField(_("promised to orders"), default=0)

    objects: ClassVar[models.Manager["StockRecord"]]

    class Meta(AbstractStockRecord.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["product"], name="stock_once_a_product"),
            models.CheckConstraint(
                condition=Q(price__gt=0) & Q(price=Cast("price", BigIntegerField())),
                name="stock_price_whole_dong",
            ),
            models.CheckConstraint(condition=Q(price_currency="VND"), name="stock_price_in_dong"),
            models.CheckConstraint(
                condition=Q(num_allocated__lte=F("num_in_stock")), name="stock_never_oversold"
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Refuse stock of another seller's product: not every caller validates first."""
        if self.product.seller_id != self.partner_id:
            raise ValidationError(
                _("Stock belongs to the seller of its product."), code="foreign_product"
            )
        super().save(*args, **kwargs)

    @property
    def amount(self) -> int:
        """The price in whole đồng."""
        return int(self.price)

    @property
    def available(self) -> int:
        """How many can still be sold."""
        return int(self.num_in_stock - self.num_allocated)

    def allocate(self, quantity: int) -> None:
        """Refuse Oscar's unconditional increment.

        Raises:
            NotImplementedError: always; `catalog.actions.hold_stock` holds stock.
        """
        raise NotImplementedError("hold stock through catalog.actions.hold_stock")

    def consume_allocation(self, quantity: int) -> None:
        """Refuse Oscar's way around the audit.

        Raises:
            NotImplementedError: always; `catalog.actions.consume_stock` does it.
        """
        raise NotImplementedError("consume stock through catalog.actions.consume_stock")

    def cancel_allocation(self, quantity: int) -> None:
        """Refuse Oscar's way around the audit.

        Raises:
            NotImplementedError: always; `catalog.actions.release_stock` does it.
        """
        raise NotImplementedError("release stock through catalog.actions.release_stock")


from oscar.apps.partner.models import *  # noqa: E402, F403
