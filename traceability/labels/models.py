"""Printing: what was ordered, in which files, how far each is; cases and pallets of packs."""

from typing import ClassVar

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from traceability.labels.core.output import Output
from traceability.lots.core.codes import new_code
from traceability.lots.models import Lot, Serial
from traceability.models import Party


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


PREFIX_DIGITS = RegexValidator(r"^\d{4,12}$", _("A GS1 company prefix has 4 to 12 digits."))


class SsccSeries(models.Model):
    """The numbers of a party for its cases and pallets: extension digit, GS1 prefix, a counter.

    The counter only ever rises; at the end of the digits the extension rises, and after the last
    one numbers begin again with those that rested long enough (``ORIGIN_SSCC_REUSE_DAYS``).
    """

    party = models.OneToOneField(
        Party, verbose_name=_("party"), related_name="sscc_series", on_delete=models.PROTECT
    )
    prefix = models.CharField(_("GS1 company prefix"), max_length=12, validators=[PREFIX_DIGITS])
    extension = models.PositiveSmallIntegerField(_("extension digit"), default=0)
    next_reference = models.PositiveBigIntegerField(_("next number"), default=1)

    class Meta:
        verbose_name = _("series of SSCCs")
        verbose_name_plural = _("series of SSCCs")
        constraints = [
            models.CheckConstraint(condition=Q(extension__lte=9), name="sscc_extension_one_digit"),
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^\d{4,12}$"), name="sscc_prefix_digits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.extension} {self.prefix}"


class UnitKind(models.TextChoices):
    """What packs travel in."""

    CASE = "case", _("case")
    PALLET = "pallet", _("pallet")


class LogisticUnit(models.Model):
    """A case or a pallet: with an SSCC where its party has a GS1 prefix, else with a code of ours.

    ``emptied_at``: nothing is in it any more and its label is dead.
    """

    party = models.ForeignKey(
        Party, verbose_name=_("party"), related_name="logistic_units", on_delete=models.PROTECT
    )
    kind = models.CharField(_("kind"), max_length=8, choices=UnitKind.choices)
    code = models.CharField(_("code"), max_length=20, unique=True, default=new_code, editable=False)
    sscc = models.CharField("SSCC", max_length=18, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("on the pallet"),
        related_name="children",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    emptied_at = models.DateTimeField(_("emptied at"), null=True, blank=True)

    class Meta:
        verbose_name = _("logistic unit")
        verbose_name_plural = _("logistic units")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sscc"],
                condition=~Q(sscc="") & Q(emptied_at__isnull=True),
                name="sscc_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(sscc="") | Q(sscc__regex=r"^\d{18}$"), name="sscc_18_digits"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(kind=UnitKind.CASE),
                name="only_cases_lie_on_pallets",
            ),
        ]
        indexes = [models.Index(fields=["sscc"], name="unit_sscc")]

    def __str__(self) -> str:
        return self.sscc or self.code


class UnitPack(models.Model):
    """A pack in a case or on a pallet; ``removed_at`` when it was taken out."""

    unit = models.ForeignKey(LogisticUnit, related_name="packs", on_delete=models.PROTECT)
    serial = models.ForeignKey(Serial, related_name="units", on_delete=models.PROTECT)
    added_at = models.DateTimeField(_("put in at"), default=timezone.now, editable=False)
    removed_at = models.DateTimeField(_("taken out at"), null=True, blank=True)

    class Meta:
        verbose_name = _("pack in a unit")
        verbose_name_plural = _("packs in units")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["serial"],
                condition=Q(removed_at__isnull=True),
                name="pack_in_one_unit_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.serial}"
