"""How sellers deliver: ours first, then whatever Oscar has that we did not override."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.shop.core.delivery import Tariff

HOME = "home"
PICKUP = "pickup"


class SellerDelivery(models.Model):
    """One way a seller's goods reach a buyer; without a seller: for every seller who has none."""

    KINDS = [(HOME, _("To the door")), (PICKUP, _("Pick up"))]

    seller = models.ForeignKey(
        "partner.Partner",
        on_delete=models.CASCADE,
        related_name="deliveries",
        null=True,
        blank=True,
        verbose_name=_("seller"),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=KINDS)
    name = models.CharField(_("name"), max_length=120)
    place = models.CharField(_("where to pick it up"), max_length=255, blank=True)
    price = models.PositiveIntegerField(_("price, in đồng"), default=0)
    free_from = models.PositiveIntegerField(
        _("free from this amount of goods, in đồng"), null=True, blank=True
    )
    days = models.PositiveSmallIntegerField(_("working days"), default=3)
    active = models.BooleanField(_("offered"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        app_label = "shipping"
        ordering = ["position", "pk"]
        verbose_name = _("delivery of a seller")
        verbose_name_plural = _("deliveries of sellers")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=PICKUP) | ~Q(place=""), name="delivery_pickup_has_a_place"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def tariff(self) -> Tariff:
        """Return the arithmetic side of this row."""
        return Tariff(code=str(self.pk), price=self.price, free_from=self.free_from, days=self.days)


from oscar.apps.shipping.models import *  # noqa: E402, F403
