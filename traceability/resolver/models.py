"""What the scan page reads, and what scans leave behind. No table of scans knows a person."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from traceability.lots.models import Lot, Serial
from traceability.models import Party
from traceability.resolver.core.anchors import Level
from traceability.resolver.core.suspicion import Rule


class OriginSnapshot(models.Model):
    """What a lot's page says in one language, prepared when the lot changes.

    ``facts`` holds what verdicts depend on, ``parts`` the finished fragments of HTML (zlib of a
    JSON object). Rewritten as a whole by the actions that change a lot, in their transaction.
    """

    lot = models.ForeignKey(Lot, related_name="snapshots", on_delete=models.CASCADE)
    language = models.CharField(_("language"), max_length=8)
    facts = models.JSONField(_("facts"))
    parts = models.BinaryField(_("fragments"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    class Meta:
        verbose_name = _("prepared origin page")
        verbose_name_plural = _("prepared origin pages")
        constraints = [
            models.UniqueConstraint(fields=["lot", "language"], name="snapshot_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.language}"


class ScanDay(models.Model):
    """How many devices opened a serial's page on one day."""

    serial = models.ForeignKey(Serial, related_name="scan_days", on_delete=models.CASCADE)
    day = models.DateField(_("day"))
    devices = models.PositiveIntegerField(_("devices"), default=0)

    class Meta:
        verbose_name = _("scans of a day")
        verbose_name_plural = _("scans of a day")
        ordering: ClassVar[list[str]] = ["serial_id", "day"]
        constraints = [
            models.UniqueConstraint(fields=["serial", "day"], name="scan_day_once_per_serial")
        ]

    def __str__(self) -> str:
        return f"{self.serial_id} {self.day}: {self.devices}"


class SeenDevice(models.Model):
    """That a device was counted for a serial today, so that a reload is not counted again.

    ``device`` is a hash under a salt that changes every day; rows of earlier days are deleted.
    ``area`` is a province, and only where the operator supplied a table of areas.
    """

    serial = models.ForeignKey(Serial, related_name="+", on_delete=models.CASCADE)
    day = models.DateField(_("day"), db_index=True)
    device = models.BinaryField(_("device"), max_length=12)
    at = models.DateTimeField(_("at"), null=True)
    area = models.CharField(_("area"), max_length=8, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["serial", "day", "device"], name="seen_once_per_device_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.serial_id} {self.day}"


class UnknownCode(models.Model):
    """A code that was asked for and never issued: often asked, it is printed somewhere."""

    code = models.CharField(_("code"), max_length=40)
    day = models.DateField(_("day"), db_index=True)
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("unknown code")
        verbose_name_plural = _("unknown codes")
        ordering: ClassVar[list[str]] = ["-day", "-times"]
        constraints = [
            models.UniqueConstraint(fields=["code", "day"], name="unknown_code_once_per_day")
        ]

    def __str__(self) -> str:
        return self.code


class ReportState(models.TextChoices):
    """Where a report stands."""

    NEW = "new", _("new")
    LOOKING = "looking", _("being looked at")
    CLOSED = "closed", _("closed")


class Report(models.Model):
    """A scanner's word that a pack looks wrong. They need not say who they are."""

    code = models.CharField(_("code on the pack"), max_length=60, blank=True)
    serial = models.ForeignKey(
        Serial, null=True, blank=True, related_name="reports", on_delete=models.PROTECT
    )
    lot = models.ForeignKey(
        Lot, null=True, blank=True, related_name="reports", on_delete=models.PROTECT
    )
    words = models.TextField(_("what looks wrong"), max_length=1000)
    bought_at = models.CharField(_("bought where"), max_length=160, blank=True)
    contact = models.CharField(_("phone, if they want an answer"), max_length=40, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=ReportState.choices, default=ReportState.NEW
    )
    answer = models.TextField(_("what we found"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("report of a suspicious pack")
        verbose_name_plural = _("reports of suspicious packs")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.code or f"#{self.pk}"


class Judgement(models.TextChoices):
    """What staff found when they looked into a pack."""

    NONE = "", _("not judged")
    CLEARED = "cleared", _("nothing wrong")
    COPIED = "copied", _("copies of its label were found")
    TRUSTED = "trusted", _("not watched any more")


class PackMark(models.Model):
    """What is known of one pack besides its label; only packs with something to say have a row.

    The scan page reads it together with the serial. ``pin_*`` belong to the scratch PIN.
    """

    serial = models.OneToOneField(
        Serial, primary_key=True, related_name="mark", on_delete=models.PROTECT
    )
    sold_on = models.DateField(_("sold on"), null=True, blank=True)
    judgement = models.CharField(
        _("judgement"), max_length=8, choices=Judgement.choices, blank=True, default=""
    )
    reason = models.CharField(_("what was found"), max_length=300, blank=True, default="")
    judged_at = models.DateTimeField(_("judged at"), null=True, blank=True)
    score = models.PositiveIntegerField(_("points"), default=0)
    pin_opened_on = models.DateField(_("PIN opened on"), null=True, blank=True)
    pin_failures = models.PositiveIntegerField(_("wrong PINs"), default=0)

    class Meta:
        verbose_name = _("mark of a pack")
        verbose_name_plural = _("marks of packs")
        constraints = [
            models.CheckConstraint(
                condition=Q(judgement="") | ~Q(reason=""), name="pack_judged_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.serial_id} {self.judgement}"


class Finding(models.Model):
    """That a rule spoke up for a pack on a day: points and bare facts, no scanner."""

    serial = models.ForeignKey(Serial, related_name="findings", on_delete=models.CASCADE)
    rule = models.CharField(_("rule"), max_length=16, choices=[(one, one) for one in Rule])
    day = models.DateField(_("day"), db_index=True)
    points = models.PositiveIntegerField(_("points"))
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("finding about a pack")
        verbose_name_plural = _("findings about packs")
        ordering: ClassVar[list[str]] = ["-day", "-points"]
        constraints = [
            models.UniqueConstraint(fields=["serial", "rule", "day"], name="finding_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.serial_id} {self.rule} {self.points}"


class Destination(models.Model):
    """Where a lot is meant to be sold: a country or one of its provinces (ISO 3166)."""

    lot = models.ForeignKey(Lot, related_name="destinations", on_delete=models.CASCADE)
    area = models.CharField(
        _("country or province"),
        max_length=8,
        validators=[RegexValidator(r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", _("Write VN, or VN-52."))],
    )

    class Meta:
        verbose_name = _("destination of a lot")
        verbose_name_plural = _("destinations of lots")
        constraints = [
            models.UniqueConstraint(fields=["lot", "area"], name="destination_once_per_lot")
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.area}"


class PackingDevice(models.Model):
    """A phone that packs a party's goods today: its scans are not a buyer's.

    The hash is of the day; the row says nothing the day after and is deleted then.
    """

    party = models.ForeignKey(Party, related_name="+", on_delete=models.CASCADE)
    day = models.DateField(_("day"), db_index=True)
    device = models.BinaryField(_("device"), max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "day", "device"], name="packing_device_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.day}"


class Link(models.Model):
    """Where one type of question about a code leads, besides what we answer ourselves.

    ``anchor`` is the canonical path of the level it hangs on, such as ``/01/09520600012353``;
    links of a product are found from its lots and packs too.
    """

    anchor = models.CharField(_("code"), max_length=200, db_index=True)
    level = models.CharField(
        _("level"), max_length=8, choices=[(one.value, one.value) for one in Level]
    )
    party = models.ForeignKey(
        Party,
        verbose_name=_("party"),
        related_name="links",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    link_type = models.CharField(_("what it shows"), max_length=40)
    href = models.URLField(_("address"), max_length=500)
    title = models.CharField(_("words before it is opened"), max_length=120)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    media_type = models.CharField(_("media type"), max_length=80, blank=True, default="text/html")
    context = models.CharField(_("context"), max_length=40, blank=True, default="")
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("link of a code")
        verbose_name_plural = _("links of codes")
        ordering: ClassVar[list[str]] = ["anchor", "link_type", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["anchor", "link_type", "href", "context"], name="link_once_per_anchor"
            ),
            models.CheckConstraint(condition=Q(href__startswith="https://"), name="link_is_https"),
        ]

    def __str__(self) -> str:
        return f"{self.anchor} {self.link_type}"
