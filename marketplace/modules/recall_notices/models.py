"""Who is told of a recall: one row a buyer, and how far the telling is."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.base.notices.models import NoticeMessage
from traceability.recall.models import RecallCase


class NoticeRun(models.Model):
    """One telling: the lots that a decision took back. ``cursor`` is the last pack row looked at.

    Its row is locked while a part is written, so two workers never write the same part.
    """

    case = models.ForeignKey(RecallCase, related_name="notice_runs", on_delete=models.PROTECT)
    lots = models.JSONField(_("lots"))
    cursor = models.BigIntegerField(default=0)
    unreachable = models.PositiveIntegerField(_("buyers without address"), default=0)
    started_at = models.DateTimeField(_("begun at"), default=timezone.now)
    done_at = models.DateTimeField(_("all are queued since"), null=True, blank=True)

    class Meta:
        verbose_name = _("telling of a recall")
        verbose_name_plural = _("tellings of recalls")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id}: {len(self.lots)}"


class Answer(models.TextChoices):
    """What a buyer says became of the packs."""

    KEPT = "kept", _("I keep it apart")
    EATEN = "eaten", _("It is eaten already")
    RETURNED = "returned", _("I gave it back")
    GONE = "gone", _("I threw it away")


class RecallNotice(models.Model):
    """One buyer of a telling: told once, however many orders."""

    run = models.ForeignKey(NoticeRun, related_name="notices", on_delete=models.PROTECT)
    address = models.CharField(_("phone or e-mail"), max_length=254)
    packs = models.PositiveIntegerField(_("packs"))
    lots = models.JSONField(_("lots"))
    code = models.CharField(_("code of its page"), max_length=16, unique=True)
    message = models.OneToOneField(NoticeMessage, related_name="+", on_delete=models.PROTECT)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("recall notice")
        verbose_name_plural = _("recall notices")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "address"], name="recall_notice_once"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False),
                name="recall_notice_answer_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.pk}"
