"""Disputes and notes about them. What was contested never changes; actions move a state."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from marketplace.kernel.money import Money
from payments.models import Charge, MerchantAccount, MoneyReturn, Receipt


class Dispute(AppendOnly):
    """A payment that its buyer contests.

    ``held`` is what the charge (or receipt) keeps aside while it is open: what can be taken cannot
    go back or be paid out as well. It is less than ``amount`` where money went back before.
    ``taken`` is what the gateway took away when it opened: all of ``amount``, or nothing.
    """

    mutable_fields: ClassVar[frozenset[str]] = frozenset(
        {"state", "held", "due_at", "ended_at", "given"}
    )

    class State(models.TextChoices):
        """Where it stands."""

        OPENED = "opened", _("to be answered")
        EVIDENCE_SENT = "evidence_sent", _("answered")
        WON = "won", _("won")
        LOST = "lost", _("lost")
        WITHDRAWN = "withdrawn", _("withdrawn by the buyer")

    merchant = models.ForeignKey(
        MerchantAccount, models.PROTECT, verbose_name=_("gateway account"), related_name="disputes"
    )
    payment = models.ForeignKey(
        Receipt, models.PROTECT, verbose_name=_("receipt"), related_name="disputes"
    )
    charge = models.ForeignKey(
        Charge, models.PROTECT, verbose_name=_("charge"), null=True, related_name="disputes"
    )
    dispute_ref = models.CharField(_("gateway's number"), max_length=100)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="VND")
    held = models.BigIntegerField(_("held back"), default=0)
    taken = models.BigIntegerField(_("taken by the gateway at once"), default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=14, choices=State.choices, default=State.OPENED)
    due_at = models.DateTimeField(_("to be answered by"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    given = models.OneToOneField(
        MoneyReturn, models.PROTECT, verbose_name=_("money given back"), null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["opened", "evidence_sent"]),
                name="dispute_open",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["payment", "dispute_ref"], name="dispute_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(held__gte=0) & Q(amount__gte=F("held")),
                name="dispute_amounts",
            ),
            models.CheckConstraint(
                condition=Q(taken=0) | Q(taken=F("amount")), name="dispute_all_taken_or_nothing"
            ),
            models.CheckConstraint(
                condition=Q(held=0) | Q(state__in=["opened", "evidence_sent"]),
                name="dispute_holds_while_open",
            ),
            models.CheckConstraint(
                condition=Q(given__isnull=True) | Q(state="lost"), name="dispute_lost_gives_back"
            ),
        ]

    def __str__(self) -> str:
        return self.dispute_ref

    @property
    def money(self) -> Money:
        """What is contested."""
        return Money(self.amount, self.currency)

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.state in {self.State.OPENED, self.State.EVIDENCE_SENT}

    @property
    def uncovered(self) -> int:
        """What is contested beyond what is still kept of the payment, in minor units."""
        covered = self.held or (self.given.amount if self.given is not None else 0)
        counts = self.is_open or self.state == self.State.LOST
        return self.amount - covered if counts else 0

    def is_urgent(self, moment: datetime) -> bool:
        """Whether less than two days are left to answer it."""
        return self.state == self.State.OPENED and (self.due_at - moment).days < 2  # noqa: PLR2004


class DisputeNote(AppendOnly):
    """What somebody wrote as evidence; never changed."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="notes")
    text = models.TextField(_("evidence"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("note on a dispute")
        verbose_name_plural = _("notes on disputes")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:60]
