"""What a bank said, what came, what it pays, and what went back. All of it stays."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from marketplace.kernel.money import Money
from payments.models.charges import Charge
from payments.models.merchants import MerchantAccount
from payments.models.payees import Environment, Payee, PayoutAccount


class Notice(AppendOnly):
    """What a provider or bank feed said, kept as it came."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset({"outcome", "tries"})

    class Outcome(models.TextChoices):
        NEW = "new", _("not read yet")
        CREDITED = "credited", _("money came")
        NOTHING = "nothing", _("no money came in")
        UNREADABLE = "unreadable", _("cannot be read")
        MISMATCH = "mismatch", _("speaks of another account")

    provider = models.CharField(_("feed"), max_length=32)
    event_id = models.CharField(_("the feed's number"), max_length=100)
    environment = models.CharField(_("environment"), max_length=8, choices=Environment.choices)
    account = models.ForeignKey(
        PayoutAccount,
        models.PROTECT,
        verbose_name=_("account"),
        null=True,
        related_name="notices",
    )
    merchant = models.ForeignKey(
        MerchantAccount,
        models.PROTECT,
        verbose_name=_("gateway account"),
        null=True,
        related_name="notices",
    )
    body = models.BinaryField(_("as received"))
    headers = models.JSONField(_("headers"), default=dict)
    received_at = models.DateTimeField(_("received"))
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.NEW
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["provider", "event_id"], name="notice_once_per_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id}"


class Receipt(AppendOnly):
    """Money that came. It exists whether or not anybody knows what for."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset(
        {"allocated", "returned", "refunding", "attention", "hint", "suggested"}
    )

    class Source(models.TextChoices):
        NOTICE = "notice", _("told by the bank")
        STATEMENT = "statement", _("from a bank statement")
        PERSON = "person", _("confirmed by the seller")
        CASH = "cash", _("cash")

    class Attention(models.TextChoices):
        """Why a person should look; empty once the money has a place."""

        NONE = "", _("nothing to do")
        UNKNOWN = "unknown", _("unknown")
        SUGGESTED = "suggested", _("to be confirmed")
        LATE = "late", _("late")
        FAILED = "failed", _("to be tried again")
        AMOUNT = "amount", _("another amount than asked")
        HELD = "held", _("held by the gateway")

    payee = models.ForeignKey(
        Payee, models.PROTECT, verbose_name=_("payee"), null=True, related_name="receipts"
    )
    account = models.ForeignKey(
        PayoutAccount, models.PROTECT, verbose_name=_("account"), null=True, related_name="receipts"
    )
    merchant = models.ForeignKey(
        MerchantAccount,
        models.PROTECT,
        verbose_name=_("gateway account"),
        null=True,
        related_name="receipts",
    )
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="VND")
    environment = models.CharField(_("environment"), max_length=8, choices=Environment.choices)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    notice = models.OneToOneField(
        Notice, models.PROTECT, verbose_name=_("notice"), null=True, related_name="receipt"
    )
    reference = models.CharField(_("bank's reference"), max_length=100, blank=True)
    memo = models.TextField(_("content"), blank=True)
    virtual_account = models.CharField(max_length=34, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("confirmed by"),
        null=True,
        related_name="+",
    )
    occurred_at = models.DateTimeField(_("came"))
    created_at = models.DateTimeField(_("recorded"))
    allocated = models.BigIntegerField(_("matched"), default=0)
    returned = models.BigIntegerField(_("sent back"), default=0)
    refunding = models.BigIntegerField(_("on its way back"), default=0)
    attention = models.CharField(
        _("attention"), max_length=10, choices=Attention.choices, blank=True, default=""
    )
    hint = models.CharField(max_length=20, blank=True, default="")
    suggested = models.ForeignKey(
        Charge, models.PROTECT, null=True, related_name="suggested_receipts"
    )

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["attention"], condition=~Q(attention=""), name="receipt_needs_a_person"
            ),
            models.Index(fields=["occurred_at"], name="receipt_by_time"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_amount_positive"),
            models.CheckConstraint(
                condition=Q(allocated__gte=0)
                & Q(returned__gte=0)
                & Q(refunding__gte=0)
                & Q(amount__gte=F("allocated") + F("returned") + F("refunding")),
                name="receipt_allocated_within_amount",
            ),
            models.CheckConstraint(
                condition=~Q(source__in=["person", "cash"]) | Q(confirmed_by__isnull=False),
                name="receipt_of_a_person_names_them",
            ),
            models.CheckConstraint(
                condition=(Q(source="notice") & Q(notice__isnull=False))
                | (~Q(source="notice") & Q(notice__isnull=True)),
                name="receipt_notice_when_from_notice",
            ),
            models.UniqueConstraint(
                fields=["merchant", "reference"],
                condition=Q(merchant__isnull=False),
                name="receipt_once_per_gateway_payment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @property
    def total(self) -> Money:
        """What came."""
        return Money(self.amount, self.currency)

    @property
    def open_amount(self) -> int:
        """What pays nothing yet and neither went back nor is on its way, in minor units."""
        return self.amount - self.allocated - self.returned - self.refunding


class Allocation(AppendOnly):
    """Which receipt pays which charge, and how much."""

    class Proof(models.TextChoices):
        VIRTUAL_ACCOUNT = "virtual_account", _("by its own account")
        CODE = "code", _("by the code")
        ORDER = "order", _("by its order number")
        SELLER = "seller", _("by the seller")
        STAFF = "staff", _("by staff")
        CASH = "cash", _("by cash")

    receipt = models.ForeignKey(
        Receipt, models.PROTECT, verbose_name=_("receipt"), related_name="allocations"
    )
    charge = models.ForeignKey(
        Charge, models.PROTECT, verbose_name=_("charge"), related_name="allocations"
    )
    amount = models.BigIntegerField(_("amount"))
    proof = models.CharField(_("matched"), max_length=16, choices=Proof.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_amount_positive"),
            models.CheckConstraint(
                condition=~Q(proof__in=["seller", "staff", "cash"]) | Q(made_by__isnull=False),
                name="allocation_by_hand_names_them",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} → {self.charge_id}"


class AllocationUndo(AppendOnly):
    """An allocation that was taken back; the allocation itself stays."""

    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="undo")
    reason = models.CharField(_("reason"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("undone allocation")
        verbose_name_plural = _("undone allocations")

    def __str__(self) -> str:
        return f"undo {self.allocation_id}"


class MatchProposal(AppendOnly):
    """A large match that waits for a second person."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset({"closed_at"})

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="proposals")
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="proposals")
    reason = models.CharField(_("reason"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposed match")
        verbose_name_plural = _("proposed matches")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["receipt"], condition=Q(closed_at=None), name="proposal_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} → {self.charge_id}?"


class MoneyReturn(AppendOnly):
    """Money that went back, with its proof: of a charge, or of a receipt that paid nothing.

    ``payment`` is the receipt whose money it was, where that is known (a gateway's refund).
    """

    class Kind(models.TextChoices):
        SENT = "sent", _("sent back")
        NEVER_CAME = "never_came", _("confirmed by mistake")
        GATEWAY = "gateway", _("given back by the gateway")
        DISPUTE = "dispute", _("taken back by the gateway")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SENT)
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, related_name="returns")
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="returns")
    payment = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+")
    amount = models.BigIntegerField(_("amount"))
    reference = models.CharField(_("bank's reference of the transfer"), max_length=100)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("money given back")
        verbose_name_plural = _("money given back")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="return_amount_positive"),
            models.CheckConstraint(
                condition=Q(charge__isnull=False, receipt__isnull=True)
                | Q(charge__isnull=True, receipt__isnull=False),
                name="return_of_charge_or_receipt",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["gateway", "dispute"]) | Q(made_by__isnull=False),
                name="return_by_hand_names_them",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
