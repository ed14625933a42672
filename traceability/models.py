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
    is_declared = models.BooleanField(
        _("registered by itself, not checked yet"), default=False, editable=False
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

    ``code`` is the party's own: an opaque text; the State's codes are ``identifiers``, and ``gln``
    mirrors the one in force among them. ``locality`` is the short name on the route strip.
    ``geometry`` is a checked GeoJSON point or polygon, ``measured_m2`` its area.
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
    geometry = models.JSONField(_("outline"), null=True, blank=True, editable=False)
    measured_m2 = models.PositiveIntegerField(
        _("area of the outline in m²"), null=True, blank=True, editable=False
    )
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


class IdentifierScheme(models.TextChoices):
    """Who counts: GS1, the plant-protection and fishery authorities, the tax office, buyers."""

    GLN = "gln", "GLN"
    GROWING_AREA = "growing_area", _("growing area code")
    FARM = "farm", _("farm code")
    FACILITY = "facility", _("facility code (DL, EU, FDA)")
    TAX_CODE = "tax_code", _("tax code")
    LOCATION = "vn_location", _("location code (TCVN 13274)")
    OTHER = "other", _("another code")


class Identifier(models.Model):
    """A code that somebody issued: it lives from a day to a day, and another may succeed it.

    The value is opaque: no structure is read into it but a GLN's check digit. A row is never
    overwritten; `traceability.identifiers` ends it and lets the next one begin.
    """

    scheme = models.CharField(_("kind of code"), max_length=16, choices=IdentifierScheme.choices)
    value = models.CharField(_("code"), max_length=60)
    extension = models.CharField(_("GLN extension"), max_length=20, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    successor = models.OneToOneField(
        "self",
        verbose_name=_("followed by"),
        related_name="predecessor",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["scheme", "-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.value}.{self.extension}" if self.extension else self.value

    def clean(self) -> None:
        """Check what can be checked of a code.

        Raises:
            ValidationError: a GLN is none; spaces or nothing; the days are not in order.
        """
        if self.scheme == IdentifierScheme.GLN:
            validate_gln(self.value)
        if not self.value or self.value != "".join(self.value.split()):
            raise ValidationError({"value": _("Write the code without spaces.")})
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("This day comes after the first one.")})


def _identifier_constraints(owner: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(
            fields=[owner, "scheme"],
            condition=Q(valid_to__isnull=True) & ~Q(scheme=IdentifierScheme.OTHER),
            name=f"{owner}_identifier_one_live",
        ),
        models.UniqueConstraint(
            fields=["scheme", "value", "extension", "issuer"],
            condition=Q(valid_to__isnull=True) & ~Q(scheme=IdentifierScheme.OTHER),
            name=f"{owner}_identifier_value_once",
        ),
        models.CheckConstraint(
            condition=Q(valid_to__isnull=True)
            | Q(valid_from__isnull=True)
            | Q(valid_to__gte=F("valid_from")),
            name=f"{owner}_identifier_in_order",
        ),
        models.CheckConstraint(condition=~Q(value=""), name=f"{owner}_identifier_not_empty"),
    ]


class PartyIdentifier(Identifier):
    """A code of a party."""

    party = models.ForeignKey(
        Party, verbose_name=_("party"), related_name="identifiers", on_delete=models.PROTECT
    )

    class Meta(Identifier.Meta):
        verbose_name = _("identifier of a party")
        verbose_name_plural = _("identifiers of parties")
        constraints = _identifier_constraints("party")


class PlaceIdentifier(Identifier):
    """A code of a place."""

    place = models.ForeignKey(
        Place, verbose_name=_("place"), related_name="identifiers", on_delete=models.PROTECT
    )

    class Meta(Identifier.Meta):
        verbose_name = _("identifier of a place")
        verbose_name_plural = _("identifiers of places")
        constraints = _identifier_constraints("place")


class SeasonKind(models.TextChoices):
    """What grows."""

    RICE = "rice", _("rice")
    SHRIMP = "shrimp", _("shrimp")
    OTHER = "other", _("another crop")


class Season(models.Model):
    """What a field or pond is used for from a day to a day; no day belongs to two seasons.

    Rice and shrimp take turns on the same plot. ``ends_on`` empty: it still goes on. On PostgreSQL
    an exclusion constraint keeps seasons apart as well (migration 0003).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey(
        Place, verbose_name=_("place"), related_name="seasons", on_delete=models.PROTECT
    )
    kind = models.CharField(_("what grows"), max_length=8, choices=SeasonKind.choices)
    variety = models.CharField(_("variety or species"), max_length=60, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("season")
        verbose_name_plural = _("seasons")
        ordering: ClassVar[list[str]] = ["place_id", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="season_days_in_order",
            ),
            models.UniqueConstraint(
                fields=["place"], condition=Q(ends_on__isnull=True), name="season_one_open"
            ),
        ]

    def __str__(self) -> str:
        last = f"{self.ends_on:%d/%m/%Y}" if self.ends_on else "…"
        return f"{self.get_kind_display()} {self.starts_on:%d/%m/%Y} – {last}"
