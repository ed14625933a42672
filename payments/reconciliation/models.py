"""What gateways report, and where it differs from bank and ledger."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from payments.models import MerchantAccount, PayoutAccount
from payments.reconciliation.core.effect import effect


class ProviderReport(AppendOnly):
    """A gateway's report for some days, kept by its digest: the same twice is one."""

    merchant = models.ForeignKey(
        MerchantAccount,
        models.PROTECT,
        verbose_name=_("gateway account"),
        related_name="reports",
    )
    name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("read by"),
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("read at"))

    class Meta:
        verbose_name = _("gateway report")
        verbose_name_plural = _("gateway reports")
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["merchant", "sha256", "first_day", "last_day"], name="report_once"
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")), name="report_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProviderLine(AppendOnly):
    """One movement as a gateway reports it; told in two reports, it is one."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("payment")
        REFUND = "refund", _("refund")
        PAYOUT = "payout", _("to our bank")

    report = models.ForeignKey(ProviderReport, models.PROTECT, related_name="lines")
    merchant = models.ForeignKey(MerchantAccount, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    reference = models.CharField(_("gateway's number"), max_length=100)
    order_ref = models.CharField(_("order number at the gateway"), max_length=40, blank=True)
    amount = models.BigIntegerField(_("amount"))
    fee = models.BigIntegerField(_("fee"), default=0)
    booked_on = models.DateField(_("booked on"))

    class Meta:
        verbose_name = _("line of a gateway report")
        verbose_name_plural = _("lines of gateway reports")
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["merchant", "kind", "reference"], name="report_line_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, fee__gte=0), name="report_line_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Difference(AppendOnly):
    """Two sides that disagree. It stays; closing it says by whom and why.

    ``key`` names the movement, the sides and the amounts: a difference that changes is a new one,
    one that is seen again is not.
    """

    mutable_fields: ClassVar[frozenset[str]] = frozenset({"closed_at", "closed_by", "reason"})

    class Kind(models.TextChoices):
        """What disagrees; ``ours`` is what this site has, ``theirs`` what the other side says."""

        PAYMENT_NOT_HERE = "payment_not_here", _("paid at the gateway, unknown here")
        PAYMENT_NOT_THERE = "payment_not_there", _("received here, unknown to the gateway")
        PAYMENT_AMOUNT = "payment_amount", _("gateway reports another amount")
        REFUND_NOT_HERE = "refund_not_here", _("given back by the gateway, unknown here")
        REFUND_NOT_THERE = "refund_not_there", _("given back here, unknown to the gateway")
        REFUND_AMOUNT = "refund_amount", _("gateway gave another amount back")
        PAYOUT_NOT_IN_BANK = "payout_not_in_bank", _("sent by the gateway, not in the bank")
        NO_REPORT = "no_report", _("no report of the gateway for that day")
        NOT_IN_BANK = "not_in_bank", _("received here, not in the bank statement")
        NOT_HERE = "bank_not_here", _("in the bank statement, unknown here")
        WENT_OUT = "bank_went_out", _("left the shop's bank, unknown here")
        NOT_BOOKED = "not_booked", _("receipt and ledger differ")
        UNBALANCED = "unbalanced", _("an entry that does not balance")
        MIRROR = "mirror", _("books of seller and shop differ")

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    day = models.DateField(_("day"))
    merchant = models.ForeignKey(
        MerchantAccount, models.PROTECT, verbose_name=_("gateway account"), null=True
    )
    account = models.ForeignKey(PayoutAccount, models.PROTECT, verbose_name=_("account"), null=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    ours = models.BigIntegerField(_("here"))
    theirs = models.BigIntegerField(_("there"))
    found_at = models.DateTimeField(_("found"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("closed by"),
        null=True,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("listed differences")
        ordering = ("day", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["day"], condition=Q(closed_at=None), name="difference_open")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(reason=""), name="difference_closed_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def effect(self) -> int:
        """By how much there is more than the books say; 0 where nothing can be written off."""
        is_ours = self.merchant is not None and self.merchant.collects
        if not is_ours and self.kind != self.Kind.WENT_OUT:
            return 0
        return effect(self.kind, ours=self.ours, theirs=self.theirs)

    @property
    def effect_size(self) -> int:
        """How much writing it off moves."""
        return abs(self.effect)

    @property
    def current_write_off(self) -> "WriteOff | None":
        """The proposal that waits, or what it was written off by."""
        return next((one for one in self.write_offs.all() if one.undone_at is None), None)

    @property
    def apart(self) -> int:
        """How much we have more than the other side says."""
        return self.ours - self.theirs


class WriteOff(AppendOnly):
    """A difference that the platform bears (or keeps): an entry in its books, with a reason.

    ``effect`` is how much more than booked there really is. From an amount on (a setting, kept as
    ``needs_two``) it is a proposal until another person agrees. ``undone_at``: a proposal was
    withdrawn, or the entry was taken back.
    """

    mutable_fields: ClassVar[frozenset[str]] = frozenset(
        {"approved_by", "approved_at", "undone_by", "undone_at"}
    )

    difference = models.ForeignKey(
        Difference, models.PROTECT, verbose_name=_("difference"), related_name="write_offs"
    )
    effect = models.BigIntegerField(_("effect"))
    reason = models.CharField(_("reason"), max_length=200)
    needs_two = models.BooleanField(_("needs a second person"))
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
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("taken back by"),
        null=True,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("write-off")
        verbose_name_plural = _("write-offs")
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["difference"], condition=Q(undone_at=None), name="write_off_once"
            ),
            models.CheckConstraint(
                condition=~Q(effect=0) & ~Q(reason=""), name="write_off_of_something_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(needs_two=False)
                | Q(approved_by=None)
                | ~Q(approved_by=models.F("proposed_by")),
                name="write_off_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.difference_id}: {self.effect}"

    @property
    def waits(self) -> bool:
        """Whether a second person has to agree."""
        return self.approved_at is None and self.undone_at is None
