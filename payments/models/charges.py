"""What should be paid, and each try to pay it."""

import secrets
import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from marketplace.kernel.money import Money
from payments.core.states import ChargeFacts, ChargeState, charge_state
from payments.models.merchants import MerchantAccount
from payments.models.payees import Environment, Payee


def new_public_id() -> str:
    """Return 16 random bytes for a link nobody can guess."""
    return secrets.token_urlsafe(16)


class Charge(AppendOnly):
    """What one payee should get for one parcel, stall sale or fee.

    What was asked never changes. ``allocated``, ``returned``, ``waived`` (credit notes) and
    ``refunding`` (held by refunds under way and by disputes) are sums kept beside their rows under
    the charge's lock; the state is read off them.
    """

    mutable_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "expires_at",
            "settled_at",
            "expired_at",
            "cancelled_at",
            "allocated",
            "returned",
            "waived",
            "refunding",
        }
    )

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    payee = models.ForeignKey(
        Payee, models.PROTECT, verbose_name=_("payee"), related_name="charges"
    )
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="VND")
    environment = models.CharField(_("environment"), max_length=8, choices=Environment.choices)
    purpose = models.CharField(_("purpose"), max_length=64)
    description = models.CharField(_("line for the buyer"), max_length=200)
    memo_code = models.CharField(_("memo code"), max_length=10, unique=True)
    expires_at = models.DateTimeField(_("to be paid by"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))
    settled_at = models.DateTimeField(_("paid in full"), null=True, blank=True)
    expired_at = models.DateTimeField(_("expired"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    allocated = models.BigIntegerField(_("received so far"), default=0)
    returned = models.BigIntegerField(_("given back so far"), default=0)
    waived = models.BigIntegerField(_("lowered afterwards"), default=0)
    refunding = models.BigIntegerField(_("on its way back"), default=0)

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        ordering = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["expires_at"],
                condition=Q(settled_at=None, expired_at=None, cancelled_at=None),
                name="charge_to_expire",
            ),
            models.Index(fields=["payee", "-id"], name="charge_of_payee"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_amount_positive"),
            models.CheckConstraint(
                condition=Q(returned__gte=0)
                & Q(refunding__gte=0)
                & Q(allocated__gte=F("returned") + F("refunding")),
                name="charge_returned_within_allocated",
            ),
            models.CheckConstraint(
                condition=Q(waived__gte=0) & Q(amount__gte=F("waived")),
                name="charge_waived_within_amount",
            ),
            models.UniqueConstraint(
                fields=["purpose"],
                condition=Q(expired_at=None, cancelled_at=None),
                name="charge_one_open_per_purpose",
            ),
        ]

    def __str__(self) -> str:
        return self.memo_code

    @property
    def facts(self) -> ChargeFacts:
        """The amounts and endings that decide the state."""
        return ChargeFacts(
            amount=self.amount,
            allocated=self.allocated,
            returned=self.returned,
            waived=self.waived,
            refunding=self.refunding,
            expired=self.expired_at is not None,
            cancelled=self.cancelled_at is not None,
        )

    @property
    def state(self) -> ChargeState:
        """Derived; see docs/model/money.md."""
        return charge_state(self.facts)

    @property
    def asked(self) -> Money:
        """What the payee should get."""
        return Money(self.amount, self.currency)

    @property
    def received(self) -> Money:
        """What receipts pay of it so far."""
        return Money(self.allocated, self.currency)

    @property
    def rest(self) -> Money:
        """What is still due."""
        return Money(self.facts.rest, self.currency)

    def current_attempt(self) -> "Attempt | None":
        """Return the try the buyer chose last: the newest, or an older one they came back to."""
        newest_choice = Coalesce("chosen_at", "created_at").desc()
        return self.attempts.order_by(newest_choice, "-pk").first()

    @property
    def to_return(self) -> Money:
        """What the payee owes the buyer."""
        return Money(self.facts.to_return, self.currency)

    @property
    def owed(self) -> Money:
        """What the payee owes the buyer and is not on its way yet."""
        return Money(self.facts.owed, self.currency)

    @property
    def price(self) -> Money:
        """What the payee should have in the end."""
        return Money(self.facts.due, self.currency)


class Attempt(AppendOnly):
    """One try with one provider, written before the provider is called."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset(
        {"outcome", "step", "provider_ref", "next_query_at", "queries", "chosen_at"}
    )

    class Outcome(models.TextChoices):
        """What came of asking the provider; ``unknown`` is an outcome, a time-out is no refusal."""

        STARTED = "started", _("started")
        OFFERED = "offered", _("offered to the buyer")
        REFUSED = "refused", _("refused")
        UNKNOWN = "unknown", _("no answer yet")
        PAID = "paid", _("paid")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("given up by the buyer")

    charge = models.ForeignKey(
        Charge, models.PROTECT, verbose_name=_("charge"), related_name="attempts"
    )
    provider = models.CharField(_("provider"), max_length=32)
    provider_label = models.CharField(_("way to pay"), max_length=80)
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    due = models.BigIntegerField(_("still due then"))
    currency = models.CharField(_("currency"), max_length=3, default="VND")
    memo_code = models.CharField(_("memo code"), max_length=10, unique=True, null=True, blank=True)
    virtual_account = models.CharField(max_length=34, unique=True, null=True, blank=True)
    merchant = models.ForeignKey(
        MerchantAccount,
        models.PROTECT,
        verbose_name=_("gateway account"),
        null=True,
        blank=True,
        related_name="attempts",
    )
    order_ref = models.CharField(
        _("order number at the gateway"), max_length=40, unique=True, null=True, blank=True
    )
    provider_ref = models.CharField(_("gateway's number"), max_length=100, blank=True)
    expires_at = models.DateTimeField(_("shown until"), null=True, blank=True)
    next_query_at = models.DateTimeField(_("asked again at"), null=True, blank=True)
    queries = models.PositiveSmallIntegerField(_("times asked"), default=0)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.STARTED
    )
    step = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(_("created"))
    chosen_at = models.DateTimeField(_("chosen again at"), null=True, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("payment attempts")
        ordering = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_query_at"],
                condition=Q(next_query_at__isnull=False),
                name="attempt_to_ask_about",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(due__gt=0), name="attempt_due_positive"),
            models.CheckConstraint(
                condition=~Q(memo_code="") & ~Q(virtual_account="") & ~Q(order_ref=""),
                name="attempt_codes_null_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.idempotency_key}"

    @property
    def amount(self) -> Money:
        """What was still due when this try was made."""
        return Money(self.due, self.currency)

    def is_fresh(self, now: datetime) -> bool:
        """Whether what it shows the buyer may still be shown."""
        return self.expires_at is None or now < self.expires_at
