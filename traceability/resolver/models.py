"""What the scan page reads, and what scans leave behind. No table here knows a person."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from traceability.lots.models import Lot, Serial


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
    """

    serial = models.ForeignKey(Serial, related_name="+", on_delete=models.CASCADE)
    day = models.DateField(_("day"), db_index=True)
    device = models.BinaryField(_("device"), max_length=12)

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
