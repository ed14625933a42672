"""What is sold in packs: trade items, lots, serials, label runs, recalls."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly, AppendOnlyQuerySet
from traceability.epcis.models import Event
from traceability.epcis.readers import show_to_public
from traceability.gs1 import keys
from traceability.gs1.errors import Gs1Error
from traceability.lots.core.codes import LINK_LENGTH, new_code
from traceability.models import Party, Place


def new_link_code() -> str:
    """Return a code for a lot's own page."""
    return new_code(LINK_LENGTH)


def validate_gtin14(text: str) -> None:
    """Refuse what is no GTIN-14.

    Raises:
        ValidationError: not 14 digits, or the check digit is wrong.
    """
    try:
        is_whole = keys.gtin(text) == text
    except Gs1Error:
        is_whole = False
    if not is_whole:
        raise ValidationError(
            _("This is no GTIN: 14 digits, the last one checks the others."), code="gtin"
        )


def validate_lot_code(text: str) -> None:
    """Refuse what cannot stand in AI 10.

    Raises:
        ValidationError: empty, longer than 20, or outside character set 82 (spaces, accents).
    """
    try:
        keys.batch_or_lot(text)
    except Gs1Error as error:
        raise ValidationError(
            _("Use up to 20 letters without accents, digits or dashes; no spaces."), code="lot"
        ) from error


class Storage(models.TextChoices):
    """How packs are kept; decides how robust the label's QR must be."""

    DRY = "dry", _("dry")
    COOL = "cool", _("cool")
    FROZEN = "frozen", _("frozen")


class TradeItem(models.Model):
    """A thing sold in packs of one size, with or without a GTIN."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    party = models.ForeignKey(
        Party, verbose_name=_("party"), related_name="items", on_delete=models.PROTECT
    )
    gtin14 = models.CharField(
        "GTIN", max_length=14, unique=True, null=True, blank=True, validators=[validate_gtin14]
    )
    names = models.JSONField(_("names per language"), help_text='{"vi": "…", "en": "…"}')
    pack = models.JSONField(
        _("pack in words, per language"), default=dict, blank=True, help_text='{"vi": "Túi 5 kg"}'
    )
    net_weight_grams = models.PositiveIntegerField(_("net weight in grams"))
    storage = models.CharField(
        _("storage"), max_length=8, choices=Storage.choices, default=Storage.DRY
    )
    picture = models.CharField(_("picture"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("trade item")
        verbose_name_plural = _("trade items")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gtin14__isnull=True) | Q(gtin14__regex=r"^\d{14}$"),
                name="item_gtin_14_digits",
            ),
            models.CheckConstraint(
                condition=Q(net_weight_grams__gt=0), name="item_weighs_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name_in(translation.get_language() or "vi")

    def clean(self) -> None:
        """Store an empty GTIN as null and ask for the Vietnamese name.

        Raises:
            ValidationError: there is no Vietnamese name.
        """
        self.gtin14 = self.gtin14 or None
        if not (isinstance(self.names, dict) and self.names.get("vi")):
            raise ValidationError({"names": _("Write the Vietnamese name.")})

    def name_in(self, language: str) -> str:
        """Return the name in ``language``, else the Vietnamese one."""
        return str(self.names.get(language) or self.names["vi"])

    def pack_in(self, language: str) -> str:
        """Return the pack's words in ``language``, else the Vietnamese ones, else nothing."""
        return str(self.pack.get(language) or self.pack.get("vi") or "")

    @property
    def label_level(self) -> str:
        """Return the QR error level of its labels: Q where packs are wet and frozen, else M."""
        return "Q" if self.storage == Storage.FROZEN else "M"


class LotState(models.TextChoices):
    """Where a lot stands."""

    OPEN = "open", _("on sale")
    RECALLED = "recalled", _("recalled")
    CLOSED = "closed", _("closed")


class Lot(models.Model):
    """Packs of one item made together. ``quantity`` is the number of packs."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(
        TradeItem, verbose_name=_("item"), related_name="lots", on_delete=models.PROTECT
    )
    code = models.CharField(_("lot code"), max_length=20, validators=[validate_lot_code])
    link_code = models.CharField(
        _("code of its page"), max_length=8, unique=True, default=new_link_code, editable=False
    )
    harvested_on = models.DateField(_("harvested on"), null=True, blank=True)
    packed_on = models.DateField(_("packed on"), null=True, blank=True)
    best_before = models.DateField(_("best before"), null=True, blank=True)
    quantity = models.PositiveIntegerField(_("number of packs"), default=0)
    state = models.CharField(
        _("state"), max_length=8, choices=LotState.choices, default=LotState.OPEN, db_index=True
    )
    created_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    events = models.ManyToManyField(Event, through="LotEvent", related_name="lots")

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "code"], name="lot_code_once_per_item"),
            models.CheckConstraint(
                condition=Q(harvested_on__isnull=True)
                | Q(packed_on__isnull=True)
                | Q(packed_on__gte=F("harvested_on")),
                name="lot_packed_after_harvest",
            ),
            models.CheckConstraint(
                condition=Q(best_before__isnull=True)
                | Q(packed_on__isnull=True)
                | Q(best_before__gt=F("packed_on")),
                name="lot_best_before_after_packing",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def party(self) -> Party:
        """Return who made it."""
        return self.item.party


class LotEventQuerySet(AppendOnlyQuerySet["LotEvent"]):
    """Links of lots and events."""

    def bulk_create(self, objs: Iterable["LotEvent"], **how: Any) -> list["LotEvent"]:  # type: ignore[override] # noqa: ANN401
        """Keep links; with them everybody may read the events."""
        links = super().bulk_create(objs, **how)
        show_to_public([link.event for link in links])
        return links


class LotEvent(AppendOnly):
    """An event that tells something about a lot; inherited when it is about what became the lot."""

    lot = models.ForeignKey(Lot, related_name="event_links", on_delete=models.PROTECT)
    event = models.ForeignKey(Event, related_name="lot_links", on_delete=models.PROTECT)
    is_inherited = models.BooleanField(_("from an earlier lot"), default=False)
    place = models.ForeignKey(
        Place, null=True, blank=True, related_name="+", on_delete=models.PROTECT
    )

    objects: ClassVar[LotEventQuerySet] = LotEventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("event of a lot")
        verbose_name_plural = _("events of lots")
        constraints = [
            models.UniqueConstraint(fields=["lot", "event"], name="lot_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.event_id}"

    def save(  # type: ignore[override]
        self,
        *,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
        **how: bool,
    ) -> None:
        """Keep the link; with it everybody may read the event."""
        super().save(using=using, update_fields=update_fields, **how)
        show_to_public([self.event])


class LabelRun(models.Model):
    """Serials ordered for printing together: numbers ``first`` to ``last`` of their lot.

    ``issued`` counts those already made, so that a broken job goes on where it stopped.
    ``reprinted`` counts labels printed again: each of them may be on two packs.
    """

    lot = models.ForeignKey(
        Lot, verbose_name=_("lot"), related_name="label_runs", on_delete=models.PROTECT
    )
    first = models.PositiveIntegerField(_("first number"))
    last = models.PositiveIntegerField(_("last number"))
    issued = models.PositiveIntegerField(_("serials made"), default=0)
    reprinted = models.PositiveIntegerField(_("labels printed again"), default=0)
    with_pin = models.BooleanField(_("with a scratch PIN"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ordered by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    created_at = models.DateTimeField(_("ordered at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("label run")
        verbose_name_plural = _("label runs")
        ordering: ClassVar[list[str]] = ["lot_id", "first"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "first"], name="run_first_once_per_lot"),
            models.CheckConstraint(
                condition=Q(first__gte=1) & Q(last__gte=F("first")), name="run_range_in_order"
            ),
            models.CheckConstraint(
                condition=Q(issued__lte=F("last") - F("first") + 1), name="run_issued_within_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot} {self.first}-{self.last}"

    @property
    def count(self) -> int:
        """Return how many labels the run has."""
        return self.last - self.first + 1

    @property
    def is_ready(self) -> bool:
        """Say whether every serial is made, so that the sheet can be printed."""
        return self.issued == self.count


class SerialStatus(models.TextChoices):
    """A label's life: made and printed, on sale, thrown away."""

    PRINTED = "printed", _("printed")
    ACTIVE = "active", _("in use")
    VOID = "void", _("void")


class Serial(models.Model):
    """One pack's label.

    ``serial`` is AI 21, unique with its item; ``code`` is unique everywhere and stands in
    ``/q/<code>``. For labels made here both are the same text. ``number`` is the pack's number
    within the lot. The last three columns are written by the scan counter only.
    """

    lot = models.ForeignKey(
        Lot, verbose_name=_("lot"), related_name="serials", on_delete=models.PROTECT
    )
    run = models.ForeignKey(
        LabelRun, verbose_name=_("label run"), related_name="serials", on_delete=models.PROTECT
    )
    number = models.PositiveIntegerField(_("number"))
    serial = models.CharField(_("serial"), max_length=20, db_index=True)
    code = models.CharField(_("code"), max_length=20, unique=True)
    status = models.CharField(
        _("status"), max_length=8, choices=SerialStatus.choices, default=SerialStatus.PRINTED
    )
    activated_at = models.DateTimeField(_("activated at"), null=True, blank=True)
    void_reason = models.CharField(_("why void"), max_length=120, blank=True)
    reprints = models.PositiveSmallIntegerField(_("times printed again"), default=0)
    scan_count = models.PositiveIntegerField(_("devices that scanned it"), default=0)
    first_scanned_on = models.DateField(_("first scanned on"), null=True, blank=True)
    unusual_since = models.DateTimeField(_("seen unusually often since"), null=True, blank=True)

    class Meta:
        verbose_name = _("serial")
        verbose_name_plural = _("serials")
        ordering: ClassVar[list[str]] = ["lot_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "number"], name="serial_number_once_per_lot"),
            models.CheckConstraint(
                condition=~Q(status=SerialStatus.ACTIVE) | Q(activated_at__isnull=False),
                name="serial_active_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=SerialStatus.VOID) | ~Q(void_reason=""),
                name="serial_void_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.serial


class RecallOutcome(models.TextChoices):
    """How a recall ended."""

    COMPLETED = "completed", _("the goods are back or destroyed")
    WITHDRAWN = "withdrawn", _("it was a mistake, the goods are fine")


class Recall(AppendOnly):
    """A decision to take a lot back. Its reason stays as written; only its end is added."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset(
        {"lifted_at", "lifted_by", "outcome", "lift_reason"}
    )

    lot = models.ForeignKey(
        Lot, verbose_name=_("lot"), related_name="recalls", on_delete=models.PROTECT
    )
    reason = models.CharField(_("reason"), max_length=300)
    scope = models.CharField(_("which packs"), max_length=200, blank=True)
    guidance = models.CharField(_("what buyers do"), max_length=500, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, on_delete=models.PROTECT
    )
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    lifted_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    outcome = models.CharField(
        _("how it ended"), max_length=12, choices=RecallOutcome.choices, blank=True
    )
    lift_reason = models.CharField(_("why it ended"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("recall")
        verbose_name_plural = _("recalls")
        ordering: ClassVar[list[str]] = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lot"], condition=Q(lifted_at__isnull=True), name="recall_open_once_per_lot"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | (~Q(outcome="") & ~Q(lift_reason="")),
                name="recall_end_has_reason",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="recall_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.lot} {self.started_at:%Y-%m-%d}"
