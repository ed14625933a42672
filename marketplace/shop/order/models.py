"""Orders: ours first, then whatever Oscar has that we did not override.

One order is what a buyer placed; one :class:`Parcel` is what one seller owes of it and is paid for.
"""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Floor
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from oscar.apps.address.abstract_models import AbstractShippingAddress
from oscar.apps.order.abstract_models import AbstractLine, AbstractOrder

from marketplace.shop.core.parcels import ParcelState

PARCEL_STATES = [
    (ParcelState.AWAITING_PAYMENT, _("Waiting for payment")),
    (ParcelState.TO_PACK, _("To pack")),
    (ParcelState.PACKED, pgettext_lazy("parcel", "Packed")),
    (ParcelState.SHIPPED, _("On its way")),
    (ParcelState.RECEIVED, pgettext_lazy("parcel", "Received")),
    (ParcelState.CANCELLED, _("Cancelled")),
]


def new_key() -> str:
    """Return the secret part of an order's link: 22 characters, 128 bits."""
    return secrets.token_urlsafe(16)


class Order(AbstractOrder):
    """What a buyer placed, with or without an account."""

    key = models.CharField(_("secret of its link"), max_length=32, unique=True, default=new_key)
    # NULL for orders that no form placed: unique, and yet several may have none.
    placement_key = models.CharField(  # noqa: DJ001
        _("key of the form it was placed with"),
        max_length=64,
        unique=True,
        null=True,
        editable=False,
    )
    phone = models.CharField(_("phone"), max_length=16, db_index=True, default="")
    note = models.CharField(_("note for the courier"), max_length=200, blank=True)
    provider_code = models.CharField(_("way to pay"), max_length=64, blank=True)
    policies = models.JSONField(_("versions of the policies"), default=dict)
    language = models.CharField(_("language"), max_length=8, default="vi")

    objects: ClassVar[models.Manager["Order"]]

    class Meta(AbstractOrder.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(total_incl_tax=Floor("total_incl_tax")), name="order_total_whole_dong"
            ),
        ]


class ShippingAddress(AbstractShippingAddress):
    """Where an order goes: a snapshot, because places are renamed and merged."""

    full_name = models.CharField(_("name"), max_length=120, default="")
    street = models.CharField(_("house, street, hamlet"), max_length=200, default="")
    ward_code = models.CharField(_("code of the ward"), max_length=16, blank=True, default="")
    ward_name = models.CharField(_("ward"), max_length=120, blank=True, default="")
    province_name = models.CharField(_("province"), max_length=120, blank=True, default="")

    objects: ClassVar[models.Manager["ShippingAddress"]]

    def one_line(self) -> str:
        """Return the address as one line."""
        return ", ".join(part for part in (self.street, self.ward_name, self.province_name) if part)


class Parcel(models.Model):  # type: ignore[django-manager-missing]  # lines: Oscar is untyped
    """One seller's part of an order: packed, paid and delivered on its own."""

    order = models.ForeignKey(
        "order.Order", on_delete=models.PROTECT, related_name="parcels", verbose_name=_("order")
    )
    seller = models.ForeignKey(
        "partner.Partner",
        on_delete=models.PROTECT,
        related_name="parcels",
        verbose_name=_("seller"),
    )
    position = models.PositiveSmallIntegerField(_("position in the order"))
    state = models.CharField(
        _("state"), max_length=20, choices=PARCEL_STATES, default=ParcelState.AWAITING_PAYMENT
    )
    delivery_kind = models.CharField(_("kind of delivery"), max_length=16)
    delivery_name = models.CharField(_("delivery"), max_length=160)
    delivery_place = models.CharField(_("where to pick it up"), max_length=255, blank=True)
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    goods_amount = models.PositiveBigIntegerField(_("goods, in đồng"))
    delivery_amount = models.PositiveBigIntegerField(_("delivery, in đồng"))
    total_amount = models.PositiveBigIntegerField(_("total, in đồng"))
    holds_stock = models.BooleanField(_("holds its goods"), default=True)
    tracking_code = models.CharField(_("courier's number"), max_length=64, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("placed"), auto_now_add=True)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    packed_at = models.DateTimeField(_("packed"), null=True, blank=True)
    shipped_at = models.DateTimeField(_("shipped"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    class Meta:
        app_label = "order"
        ordering = ["order_id", "position"]
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        constraints = [
            models.UniqueConstraint(fields=["order", "seller"], name="parcel_one_per_seller"),
            models.UniqueConstraint(fields=["order", "position"], name="parcel_one_per_position"),
            models.CheckConstraint(
                condition=Q(total_amount=F("goods_amount") + F("delivery_amount")),
                name="parcel_total_is_the_sum",
            ),
            models.CheckConstraint(
                condition=~Q(state=ParcelState.CANCELLED) | Q(holds_stock=False),
                name="parcel_cancelled_holds_nothing",
            ),
        ]
        indexes = [models.Index(fields=["seller", "state", "created_at"], name="parcel_of_seller")]

    def __str__(self) -> str:
        return f"{self.order.number}/{self.position}"

    @property
    def purpose(self) -> str:
        """What this parcel's charge is for, in the words of ``payments``."""
        return f"parcel:{self.pk}"


class Line(AbstractLine):
    """One product of a parcel."""

    parcel = models.ForeignKey(
        Parcel, on_delete=models.PROTECT, related_name="lines", null=True, verbose_name=_("parcel")
    )
    facts = models.JSONField(_("what the buyer saw"), default=dict)

    objects: ClassVar[models.Manager["Line"]]


from oscar.apps.order.models import *  # noqa: E402, F403
