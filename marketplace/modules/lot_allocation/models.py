"""Which party a seller is, which item a product is, what is for sale of a lot, who got it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SellerParty(models.Model):
    """The party of ``traceability`` that a seller is."""

    seller = models.OneToOneField(
        "partner.Partner",
        on_delete=models.PROTECT,
        related_name="party_link",
        verbose_name=_("seller"),
    )
    party = models.OneToOneField(
        "traceability.Party",
        on_delete=models.PROTECT,
        related_name="seller_link",
        verbose_name=_("party"),
    )

    class Meta:
        verbose_name = _("party of a seller")
        verbose_name_plural = _("parties of sellers")

    def __str__(self) -> str:
        return str(self.seller_id)


class ProductItem(models.Model):
    """The trade item whose packs a product sells."""

    product = models.OneToOneField(
        "catalogue.Product",
        on_delete=models.PROTECT,
        related_name="item_link",
        verbose_name=_("product"),
    )
    item = models.ForeignKey(
        "lots.TradeItem",
        on_delete=models.PROTECT,
        related_name="product_links",
        verbose_name=_("item"),
    )

    class Meta:
        verbose_name = _("item of a product")
        verbose_name_plural = _("items of products")

    def __str__(self) -> str:
        return str(self.product_id)


class LotOffer(models.Model):
    """How many packs of a lot are offered as a product, and how many orders have taken."""

    lot = models.OneToOneField(
        "lots.Lot", on_delete=models.PROTECT, related_name="offer", verbose_name=_("lot")
    )
    product = models.ForeignKey(
        "catalogue.Product",
        on_delete=models.PROTECT,
        related_name="lot_offers",
        verbose_name=_("product"),
    )
    offered = models.PositiveIntegerField(_("packs offered"))
    taken = models.PositiveIntegerField(_("packs taken by orders"), default=0)

    class Meta:
        verbose_name = _("lot on sale")
        verbose_name_plural = _("lots on sale")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("offered")), name="lot_offer_not_oversold"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.taken}/{self.offered}"

    @property
    def left(self) -> int:
        """How many packs are still for sale."""
        return self.offered - self.taken


class ParcelLot(models.Model):
    """So many packs of an order line come from this lot."""

    line = models.ForeignKey(
        "order.Line", on_delete=models.PROTECT, related_name="lots", verbose_name=_("order line")
    )
    lot = models.ForeignKey(
        "lots.Lot", on_delete=models.PROTECT, related_name="parcel_lots", verbose_name=_("lot")
    )
    quantity = models.PositiveIntegerField(_("packs"))
    created_at = models.DateTimeField(_("chosen"), auto_now_add=True)
    freed_at = models.DateTimeField(_("given back"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("lot of a parcel")
        verbose_name_plural = _("lots of parcels")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "lot"], condition=Q(freed_at=None), name="parcel_lot_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="parcel_lot_some"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.quantity} × {self.lot_id}"
