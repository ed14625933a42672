"""Administrative units with the time they are in force, and what became of former ones."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WARD_KINDS = ("ward", "commune", "special_zone")
"""Kinds an address in force ends in."""


class AdminUnit(models.Model):
    """A province, district or commune while its name and bounds held.

    The code of a unit in force is the statistics office's. A former unit's is that code, ``~`` and
    its last day, because codes are used again: 31507 was *Phường 6* and is *Phường Sóc Trăng*.
    """

    class Kind(models.TextChoices):
        """What a unit is; its full name begins with the word."""

        PROVINCE = "province", pgettext_lazy("kind of place", "province")
        CITY = "city", pgettext_lazy("kind of place", "city")
        WARD = "ward", pgettext_lazy("kind of place", "ward")
        COMMUNE = "commune", pgettext_lazy("kind of place", "commune")
        SPECIAL_ZONE = "special_zone", pgettext_lazy("kind of place", "special zone")
        URBAN_DISTRICT = "urban_district", _("urban district (until 2025)")
        RURAL_DISTRICT = "rural_district", _("rural district (until 2025)")
        TOWN = "town", _("town (until 2025)")
        PROVINCIAL_CITY = "provincial_city", _("provincial city (until 2025)")
        TOWNSHIP = "township", _("township (until 2025)")

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    official_code = models.CharField(_("official code"), max_length=5, db_index=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    search_key = models.CharField(max_length=240, editable=False)

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering = ["search_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="admin_unit_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["official_code", "kind"],
                condition=Q(valid_to__isnull=True),
                name="admin_unit_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_force(self) -> bool:
        """Return whether addresses may still name it."""
        return self.valid_to is None

    @property
    def is_ward(self) -> bool:
        """Return whether an address in force can end here."""
        return self.is_in_force and self.kind in WARD_KINDS


class AdminUnitSuccession(models.Model):
    """A former unit, and one unit in force that took in all or part of it."""

    old = models.ForeignKey(AdminUnit, models.CASCADE, related_name="successions")
    new = models.ForeignKey(AdminUnit, models.CASCADE, related_name="predecessions")
    is_split = models.BooleanField(_("only a part"), default=False)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="succession_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
