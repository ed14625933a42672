"""What was handed out of the house: files for portals, and zips of many lots."""

from typing import ClassVar

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from traceability.lots.models import Lot


def export_storage() -> Storage:
    """Return where files lie: ``EXPORT_STORAGE`` names one of ``STORAGES``; else a local folder."""
    name: str = getattr(settings, "EXPORT_STORAGE", "")
    return storages[name] if name else FileSystemStorage(location=settings.VAR_DIR / "exports")


class SubmissionState(models.TextChoices):
    """How far a lot's record for a portal is."""

    WAITING = "waiting", _("waiting")
    READY = "ready", _("ready to hand in")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class PortalSubmission(models.Model):
    """A lot's record for a portal: who asked, what exactly, what became of it.

    ``sha256`` is of the file as it was made; the file itself is kept beside it.
    """

    lot = models.ForeignKey(
        Lot, verbose_name=_("lot"), related_name="portal_submissions", on_delete=models.PROTECT
    )
    portal = models.CharField(_("portal"), max_length=40)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=SubmissionState.choices,
        default=SubmissionState.WAITING,
    )
    file = models.FileField(_("file"), storage=export_storage, upload_to="portal/", blank=True)
    file_name = models.CharField(_("file name"), max_length=120, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    missing = models.JSONField(_("what was missing"), default=list, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    fault = models.CharField(_("why it failed"), max_length=300, blank=True)
    receipt = models.CharField(_("number of the receipt"), max_length=120, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ordered by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    requested_at = models.DateTimeField(_("ordered at"), default=timezone.now, editable=False)
    moved_at = models.DateTimeField(_("last moved at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("record for a portal")
        verbose_name_plural = _("records for portals")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "sent"]) | ~Q(file=""),
                name="submission_ready_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(fault=""), name="submission_failure_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.portal} {self.lot}"


class ExportState(models.TextChoices):
    """How far a zip is."""

    WAITING = "waiting", _("waiting")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")


class ExportJob(models.Model):
    """Passports of many lots in one zip, made by the worker for staff."""

    lots = models.ManyToManyField(Lot, verbose_name=_("lots"), related_name="+")
    total = models.PositiveIntegerField(_("how many lots"))
    done = models.PositiveIntegerField(_("lots done"), default=0)
    state = models.CharField(
        _("state"), max_length=8, choices=ExportState.choices, default=ExportState.WAITING
    )
    file = models.FileField(_("file"), storage=export_storage, upload_to="lots/", blank=True)
    fault = models.CharField(_("why it failed"), max_length=300, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ordered by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    requested_at = models.DateTimeField(_("ordered at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("export of lots")
        verbose_name_plural = _("exports of lots")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(file=""), name="export_ready_has_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.requested_at:%Y-%m-%d} {self.total}"
