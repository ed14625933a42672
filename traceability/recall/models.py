"""Recall cases: what is doubted, what it touches, who decided, what came back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.base.media.models import Media
from marketplace.kernel.appendonly import AppendOnly
from traceability.lots.models import Lot, Recall
from traceability.models import Party


class CaseState(models.TextChoices):
    """How far a case is."""

    DRAFT = "draft", pgettext_lazy("recall case", "being checked")
    DECIDED = "decided", pgettext_lazy("recall case", "being recalled")
    CLOSED = "closed", pgettext_lazy("recall case", "closed")
    DROPPED = "dropped", pgettext_lazy("recall case", "no recall needed")


class Reach(models.TextChoices):
    """How far the scope goes from where the doubt began."""

    FORWARD = "forward", _("These goods, and all that was made of them")
    FAMILY = "family", _("Besides, all that was made of the same ingredients")


class Risk(models.TextChoices):
    """How bad it is to eat it."""

    LOW = "low", _("Wrong label or quality, no danger")
    MEDIUM = "medium", _("May make somebody ill")
    HIGH = "high", _("Dangerous, act at once")


class RecallCase(models.Model):
    """One doubt and what was done about it. A drill is a case that touches nothing."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    party = models.ForeignKey(
        Party, verbose_name=_("party"), related_name="recall_cases", on_delete=models.PROTECT
    )
    is_drill = models.BooleanField(_("drill"), default=False)
    state = models.CharField(
        _("state"), max_length=8, choices=CaseState.choices, default=CaseState.DRAFT, db_index=True
    )
    reach = models.CharField(
        _("how far"), max_length=8, choices=Reach.choices, default=Reach.FORWARD
    )
    risk = models.CharField(_("risk"), max_length=6, choices=Risk.choices, default=Risk.MEDIUM)
    reason = models.CharField(_("reason"), max_length=300)
    scope = models.CharField(_("which packs"), max_length=200, blank=True)
    guidance = models.CharField(_("what buyers do"), max_length=500, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    measures = models.CharField(_("what was done"), max_length=1000, blank=True)

    authority = models.CharField(_("authority"), max_length=160, blank=True)
    decision_number = models.CharField(_("number of its decision"), max_length=60, blank=True)
    authority_decided_at = models.DateTimeField(_("time of its decision"), null=True, blank=True)

    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, on_delete=models.PROTECT
    )
    drafted_at = models.DateTimeField(_("begun at"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, on_delete=models.PROTECT
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    shown_until = models.DateField(_("shown until"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, on_delete=models.PROTECT
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    outcome_reason = models.CharField(_("how it ended"), max_length=300, blank=True)
    measured = models.JSONField(_("measured"), default=dict, blank=True)

    class Meta:
        verbose_name = _("recall case")
        verbose_name_plural = _("recall cases")
        ordering: ClassVar[list[str]] = ["-drafted_at", "-pk"]
        permissions = [("decide_recallcase", _("Can decide any recall"))]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="case_has_reason"),
            models.CheckConstraint(
                condition=~Q(state=CaseState.DECIDED)
                | Q(decided_at__isnull=False, shown_until__isnull=False),
                name="case_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CaseState.CLOSED, CaseState.DROPPED])
                | (Q(closed_at__isnull=False) & ~Q(outcome_reason="")),
                name="case_end_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(is_drill=True) | ~Q(state=CaseState.DECIDED),
                name="case_drill_is_never_decided",
            ),
            models.CheckConstraint(
                condition=Q(authority_decided_at__isnull=True)
                | (~Q(authority="") & ~Q(decision_number="")),
                name="case_authority_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_mandatory(self) -> bool:
        """Say whether an authority decided it."""
        return self.authority_decided_at is not None


class CaseStart(AppendOnly):
    """A thing that is doubted: a lot, a pack, a box, an ingredient."""

    case = models.ForeignKey(RecallCase, related_name="starts", on_delete=models.PROTECT)
    uri = models.CharField(max_length=240)
    words = models.CharField(_("as it was named"), max_length=240)

    class Meta:
        verbose_name = _("start of a case")
        verbose_name_plural = _("starts of cases")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "uri"], name="case_start_once"),
        ]

    def __str__(self) -> str:
        return self.words


class Way(models.TextChoices):
    """How a lot came into the scope."""

    START = "start", _("doubted")
    BACKWARD = "backward", _("among its sources")
    FORWARD = "forward", _("made of it")


class CaseLot(models.Model):
    """A lot of the scope, taken back or left out with a reason; numbers are of the decision."""

    case = models.ForeignKey(RecallCase, related_name="lots", on_delete=models.PROTECT)
    lot = models.ForeignKey(Lot, related_name="recall_cases", on_delete=models.PROTECT)
    way = models.CharField(_("how it is concerned"), max_length=8, choices=Way.choices)
    is_left_out = models.BooleanField(_("left out"), default=False)
    left_out_reason = models.CharField(_("why left out"), max_length=300, blank=True)
    made = models.PositiveIntegerField(_("packs made"), default=0)
    sold = models.PositiveIntegerField(_("packs sold"), default=0)
    buyers = models.PositiveIntegerField(_("buyers"), default=0)
    recall = models.ForeignKey(
        Recall, related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )

    class Meta:
        verbose_name = _("lot of a case")
        verbose_name_plural = _("lots of cases")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "lot"], name="case_lot_once"),
            models.CheckConstraint(
                condition=Q(is_left_out=False) | (~Q(left_out_reason="") & Q(recall__isnull=True)),
                name="case_lot_left_out_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.lot}"


class CaseReceiver(models.Model):
    """Somebody who received goods of the scope in bulk, to be told by phone or letter."""

    case = models.ForeignKey(RecallCase, related_name="receivers", on_delete=models.PROTECT)
    name = models.CharField(_("who received it"), max_length=200)
    words = models.CharField(_("what was sent"), max_length=240, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, on_delete=models.PROTECT
    )

    class Meta:
        verbose_name = _("receiver of a case")
        verbose_name_plural = _("receivers of cases")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "name"], name="case_receiver_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Treatment(models.TextChoices):
    """What became of goods that came back: the four ways of Circular 17/2021."""

    FIX = "fix", _("Defect or label put right")
    OTHER_USE = "other_use", _("Used for something else")
    REEXPORT = "reexport", _("Sent back abroad")
    DESTROY = "destroy", _("Destroyed")
    STORED = "stored", _("Kept apart for now")


class Recovery(AppendOnly):
    """Packs that came back: where, how many, what became of them."""

    case = models.ForeignKey(RecallCase, related_name="recoveries", on_delete=models.PROTECT)
    lot = models.ForeignKey(Lot, related_name="+", on_delete=models.PROTECT)
    place = models.CharField(_("where"), max_length=120)
    packs = models.PositiveIntegerField(_("packs"))
    treatment = models.CharField(_("what became of them"), max_length=10, choices=Treatment.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    photo = models.ForeignKey(
        Media,
        verbose_name=_("photo"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField(_("written at"), default=timezone.now)

    class Meta:
        verbose_name = _("goods that came back")
        verbose_name_plural = _("goods that came back")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(packs__gt=0), name="recovery_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.lot_id}: {self.packs}"
