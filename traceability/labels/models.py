"""Printing: what was ordered, in which files, how far each is, where it lies."""

from typing import ClassVar

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from traceability.labels.core.output import Output
from traceability.lots.models import Lot


def label_storage() -> Storage:
    """Return where sheets lie: never in the public media folder, codes not yet on sale are secret.

    ``LABELS_STORAGE`` names one of Django's ``STORAGES``; empty is a local folder.
    """
    name: str = getattr(settings, "LABELS_STORAGE", "")
    if name:
        return storages[name]
    return FileSystemStorage(location=settings.VAR_DIR / "labels")


class PrintJob(models.Model):
    """Labels ``first`` to ``last`` of a lot, ordered to be printed in one way.

    ``output`` are the settings (`Output`) as they were chosen. A reprint has a reason: a label
    that exists twice is a sign of copies.
    """

    lot = models.ForeignKey(
        Lot, verbose_name=_("lot"), related_name="print_jobs", on_delete=models.PROTECT
    )
    first = models.PositiveIntegerField(_("first number"))
    last = models.PositiveIntegerField(_("last number"))
    output = models.JSONField(_("how it is printed"))
    is_reprint = models.BooleanField(_("printed again"), default=False)
    reason = models.CharField(_("why printed again"), max_length=160, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ordered by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    requested_at = models.DateTimeField(_("ordered at"), default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(_("stopped at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("print job")
        verbose_name_plural = _("print jobs")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=1) & Q(last__gte=F("first")), name="job_range_in_order"
            ),
            models.CheckConstraint(
                condition=Q(is_reprint=False) | ~Q(reason=""), name="job_reprint_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot} {self.first:04}-{self.last:04}"

    @property
    def count(self) -> int:
        """Return how many numbers it covers."""
        return self.last - self.first + 1

    @property
    def how(self) -> Output:
        """Return the settings."""
        return Output.from_json(self.output)


class SheetState(models.TextChoices):
    """How far a sheet is."""

    WAITING = "waiting", _("waiting")
    MAKING = "making", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("stopped")


class LabelSheet(models.Model):
    """One file: the labels ``first`` to ``last`` of a job.

    ``drawn`` counts the labels in it once it is ready, and ``touched_at`` says when it last moved,
    so that a page can tell progress from standstill.
    """

    job = models.ForeignKey(
        PrintJob, verbose_name=_("print job"), related_name="sheets", on_delete=models.PROTECT
    )
    first = models.PositiveIntegerField(_("first number"))
    last = models.PositiveIntegerField(_("last number"))
    state = models.CharField(
        _("state"), max_length=10, choices=SheetState.choices, default=SheetState.WAITING
    )
    drawn = models.PositiveIntegerField(_("labels drawn"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    file = models.FileField(_("file"), storage=label_storage, upload_to="sheets/", blank=True)
    fault = models.CharField(_("why it failed"), max_length=40, blank=True)
    downloads = models.PositiveIntegerField(_("times downloaded"), default=0)
    touched_at = models.DateTimeField(_("last moved at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("label sheet")
        verbose_name_plural = _("label sheets")
        ordering: ClassVar[list[str]] = ["-job_id", "first"]
        constraints = [
            models.UniqueConstraint(fields=["job", "first"], name="sheet_first_once_per_job"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="sheet_range_in_order"),
            models.CheckConstraint(
                condition=~Q(state=SheetState.READY) | ~Q(file=""), name="sheet_ready_has_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job.lot} {self.first:04}-{self.last:04}"

    @property
    def count(self) -> int:
        """Return how many numbers the sheet covers."""
        return self.last - self.first + 1

    @property
    def is_under_way(self) -> bool:
        """Say whether the worker still has to finish it."""
        return self.state in {SheetState.WAITING, SheetState.MAKING}
