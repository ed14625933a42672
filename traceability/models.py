"""Who makes and moves goods, and where."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from traceability.gs1 import keys
from traceability.gs1.errors import Gs1Error

E164 = RegexValidator(
    r"^\+[1-9]\d{6,14}$", _("Write the number with its country code, such as +84912345678.")
)


def validate_gln(text: str) -> None:
    """Refuse what is no GLN.

    Raises:
        ValidationError: not 13 digits, or the check digit is wrong.
    """
    try:
        keys.gln(text)
    except Gs1Error as error:
        raise ValidationError(
            _("This is no GLN: 13 digits, the last one checks the others."), code="gln"
        ) from error


class PartyKind(models.TextChoices):
    """What a party does for a living."""

    COOPERATIVE = "cooperative", _("cooperative")
    COOPERATIVE_GROUP = "cooperative_group", _("cooperative group")
    FARM_HOUSEHOLD = "farm_household", _("farm household")
    HOUSEHOLD_BUSINESS = "household_business", _("household business")
    ENTERPRISE = "enterprise", _("enterprise")
    LABORATORY = "laboratory", _("laboratory")
    AUTHORITY = "authority", _("authority")


class Party(models.Model):
    """A cooperative, household or firm that makes or moves goods.

    ``place_code`` and ``place_name`` are a snapshot of the administrative unit, so that an old
    label keeps its address when communes merge. ``name`` is what the public page shows: the
    cooperative's, never a farmer's own without recorded consent.
    """

    kind = models.CharField(_("kind"), max_length=24, choices=PartyKind.choices)
    name = models.CharField(_("name"), max_length=160)
    gln = models.CharField(
        "GLN", max_length=13, unique=True, null=True, blank=True, validators=[validate_gln]
    )
    gln_valid_from = models.DateField(_("GLN valid from"), null=True, blank=True)
    gln_valid_to = models.DateField(_("GLN valid to"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    place_code = models.CharField(_("code of the commune"), max_length=20, blank=True)
    place_name = models.CharField(_("place shown to buyers"), max_length=120, blank=True)
    about = models.JSONField(
        _("one line about it, per language"), default=dict, blank=True, help_text='{"vi": "…"}'
    )
    published_contact = models.CharField(
        _("phone shown to buyers"), max_length=16, blank=True, validators=[E164]
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("members"),
        related_name="origin_parties",
        blank=True,
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gln__isnull=True) | ~Q(gln=""), name="party_gln_null_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(gln_valid_to__isnull=True)
                | Q(gln_valid_from__isnull=True)
                | Q(gln_valid_to__gte=F("gln_valid_from")),
                name="party_gln_validity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Store an empty GLN as null: two parties without one must not collide."""
        self.gln = self.gln or None


class PlaceKind(models.TextChoices):
    """What happens at a place."""

    PLOT = "plot", _("field")
    POND = "pond", _("pond")
    DRYER = "dryer", _("dryer")
    MILL = "mill", _("mill")
    PLANT = "plant", _("plant")
    STORE = "store", _("store")
    SHOP = "shop", _("shop")
    LABORATORY = "laboratory", _("laboratory")


class Place(models.Model):
    """A field, pond, mill or store of a party.

    ``code`` is the party's own or the State's (growing area, pond): an opaque text. ``locality``
    is the short name on the route strip.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    party = models.ForeignKey(
        Party, verbose_name=_("party"), related_name="places", on_delete=models.PROTECT
    )
    kind = models.CharField(_("kind"), max_length=16, choices=PlaceKind.choices)
    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=40, blank=True)
    gln = models.CharField(  # noqa: DJ001 -- most places have none, and two of them are no clash
        "GLN", max_length=13, null=True, blank=True, validators=[validate_gln]
    )
    gln_extension = models.CharField(_("GLN extension"), max_length=20, blank=True)
    locality = models.CharField(_("place name on the route"), max_length=60, blank=True)
    place_code = models.CharField(_("code of the commune"), max_length=20, blank=True)
    area_m2 = models.PositiveIntegerField(_("area in m²"), null=True, blank=True)
    valid_from = models.DateField(_("used from"), null=True, blank=True)
    valid_to = models.DateField(_("used until"), null=True, blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering: ClassVar[list[str]] = ["party_id", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gln", "gln_extension"],
                condition=Q(gln__isnull=False),
                name="place_gln_once",
            ),
            models.CheckConstraint(
                condition=Q(gln__isnull=True) | ~Q(gln=""), name="place_gln_null_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Store an empty GLN as null."""
        self.gln = self.gln or None
