"""Addresses by the two-tier units of 2025. The order fork's ShippingAddress uses the same mixin."""

import re
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from oscar.apps.address.abstract_models import AbstractAddress

from marketplace.base.places.models import AdminUnit

VIETNAMESE_POSTCODE = re.compile(r"\d{5}", re.ASCII)


class VietnameseAddress(AbstractAddress):
    """Province, ward and street beside Oscar's lines, which mirror them in `save`.

    ``ward`` and ``province`` point to the units; ``ward_name`` and ``province_name`` keep what
    they were called when the address was written, so that a merger never rewrites a parcel.
    """

    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    ward = models.ForeignKey(
        AdminUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ward or commune"),
    )
    province = models.ForeignKey(
        AdminUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("province or city"),
    )
    ward_name = models.CharField(max_length=120, blank=True, editable=False)
    province_name = models.CharField(max_length=120, blank=True, editable=False)
    street = models.CharField(_("house, street, hamlet"), max_length=200, blank=True)

    line1: str
    base_fields: ClassVar[list[str]] = ["full_name", "street", "ward_name", "province_name"]
    hash_fields: ClassVar[list[str]] = [*base_fields, "line1", "postcode"]

    class Meta(AbstractAddress.Meta):
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Write the snapshot of the units' names and Oscar's own lines."""
        self._snapshot_units()
        self.first_name, self.last_name = self.full_name, ""
        self.line1 = self.street or self.line1
        self.line3, self.line4 = self.ward_name, self.province_name
        super().save(*args, **kwargs)

    def _snapshot_units(self) -> None:
        self.province = self.province or (self.ward.parent if self.ward else None)
        self.ward_name = self.ward.name if self.ward else ""
        self.province_name = self.province.name if self.province else ""

    def ensure_postcode_is_valid_for_country(self) -> None:
        """Accept five digits: Oscar still asks Vietnam for the six of before 2018."""
        if not self.postcode:
            return
        if not VIETNAMESE_POSTCODE.fullmatch(self.postcode.replace(" ", "")):
            raise ValidationError({"postcode": [_("A postcode has 5 digits.")]})
