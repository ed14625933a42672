"""Payouts and the files that carry them. What was proposed never changes; actions move a state."""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from marketplace.kernel.money import Money
from payments.models import Bank, Payee, PayoutAccount
from payments.models.payees import Environment
from payments.payouts.core.files import shown
from payments.refunds.models import Refund
from payments.statements.models import StatementLine


def new_code() -> str:
    """Return what stands in the transfer's memo, so that the bank's statement finds the payout."""
    return f"CT{secrets.token_hex(5).upper()}"


class PayoutFile(AppendOnly):
    """A file for a bank, kept as it was made; ``sha256`` tells it from every other."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset({"checked_by", "checked_at"})

    template = models.CharField(_("bank file"), max_length=32)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(_("digest"), max_length=64)
    count = models.PositiveIntegerField(_("payouts"))
    total = models.BigIntegerField(_("total"))
    currency = models.CharField(_("currency"), max_length=3, default="VND")
    environment = models.CharField(_("environment"), max_length=8, choices=Environment.choices)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("made by"), related_name="+"
    )
    created_at = models.DateTimeField(_("created"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("compared by"),
        null=True,
        related_name="+",
    )
    checked_at = models.DateTimeField(_("compared"), null=True)

    class Meta:
        verbose_name = _("payout file")
        verbose_name_plural = _("payout files")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the file is called when it is downloaded."""
        return f"chi-{self.pk}-{self.sha256[:8]}.csv"

    @property
    def shown_digest(self) -> str:
        """The digest as people compare it."""
        return shown(self.sha256)

    @property
    def money(self) -> Money:
        """What it pays out in all."""
        return Money(self.total, self.currency)


class Payout(AppendOnly):
    """Money from the platform's bank: to a payee (settlement), or to a buyer (refund).

    Where it goes is copied here when it is proposed: a changed account changes no payout.
    """

    mutable_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "state",
            "approved_by",
            "approved_at",
            "file",
            "reference",
            "statement_line",
            "confirmed_by",
            "ended_at",
            "note",
        }
    )

    class Purpose(models.TextChoices):
        """What it is for."""

        SETTLEMENT = "settlement", _("to the seller")
        REFUND = "refund", _("back to the buyer")

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")
        FILED = "filed", _("in a file")
        PAID = "paid", _("paid out")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("given up")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payee = models.ForeignKey(
        Payee, models.PROTECT, verbose_name=_("payee"), related_name="payouts"
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    account = models.ForeignKey(
        PayoutAccount, models.PROTECT, verbose_name=_("account"), null=True, related_name="payouts"
    )
    refund = models.ForeignKey(
        Refund, models.PROTECT, verbose_name=_("refund"), null=True, related_name="payouts"
    )
    bank = models.ForeignKey(Bank, models.PROTECT, verbose_name=_("bank"), related_name="+")
    account_number = models.CharField(_("account number"), max_length=19)
    holder_name = models.CharField(_("account holder"), max_length=120)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="VND")
    environment = models.CharField(_("environment"), max_length=8, choices=Environment.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("proposed by"), related_name="+"
    )
    created_at = models.DateTimeField(_("created"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("approved by"),
        null=True,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    file = models.ForeignKey(
        PayoutFile, models.PROTECT, verbose_name=_("file"), null=True, related_name="payouts"
    )
    reference = models.CharField(_("bank's reference"), max_length=100, blank=True)
    statement_line = models.OneToOneField(
        StatementLine, models.PROTECT, null=True, related_name="payout"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("confirmed by"),
        null=True,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("ended"), null=True)
    note = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        ordering = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["payee"],
                condition=Q(state__in=["proposed", "approved", "filed"]),
                name="payout_open",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_amount_positive"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                name="payout_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "cancelled"]) | Q(approved_by__isnull=False),
                name="payout_moves_once_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="filed") | Q(file__isnull=False), name="payout_filed_in_a_file"
            ),
            models.CheckConstraint(
                condition=~Q(state="paid")
                | (~Q(reference="") & Q(confirmed_by__isnull=False, ended_at__isnull=False)),
                name="payout_paid_with_proof",
            ),
            models.CheckConstraint(
                condition=Q(purpose="settlement", account__isnull=False, refund__isnull=True)
                | Q(purpose="refund", account__isnull=True, refund__isnull=False),
                name="payout_to_payee_or_buyer",
            ),
            models.UniqueConstraint(
                fields=["refund"],
                condition=Q(state__in=["proposed", "approved", "filed", "paid"]),
                name="payout_once_per_refund",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def money(self) -> Money:
        """What goes out."""
        return Money(self.amount, self.currency)

    @property
    def memo(self) -> str:
        """What the receiver reads."""
        word = "CHI TRA" if self.purpose == self.Purpose.SETTLEMENT else "HOAN TIEN"
        return f"{self.code} {word}"


OPEN = (Payout.State.PROPOSED, Payout.State.APPROVED, Payout.State.FILED)
"""States in which the amount is promised and cannot be paid out a second time."""
