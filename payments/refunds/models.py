"""Refunds. What was asked never changes; a state is moved by actions alone."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from marketplace.kernel.money import Money
from payments.models import Attempt, Bank, Charge, MoneyReturn, Receipt
from payments.models.charges import new_public_id
from payments.refunds.core import states


class Refund(AppendOnly):
    """Money that should go back: of a charge, or of a receipt that paid nothing.

    ``payment`` is the receipt whose money it is, where one is meant: a gateway gives back one
    payment of its own. ``held`` is what the charge (or receipt) keeps aside for it while it is
    open, ``lowered`` the credit note that was written for it.
    """

    mutable_fields: ClassVar[frozenset[str]] = frozenset(
        {"state", "provider_ref", "code", "held", "next_query_at", "queries", "ended_at", "given"}
    )

    class Way(models.TextChoices):
        """How the money goes back."""

        GATEWAY = "gateway", _("by the gateway")
        PAYOUT = "payout", _("by a payout of the platform")
        BY_HAND = "by_hand", _("by the seller's own transfer")
        EXTERNAL = "external", _("on the gateway's own page")

    class State(models.TextChoices):
        """Where it stands."""

        REQUESTED = "requested", _("asked for")
        SENT = "sent", _("on its way")
        UNKNOWN = "unknown", _("no answer yet")
        DONE = "done", _("money went back")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back")

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    charge = models.ForeignKey(
        Charge, models.PROTECT, verbose_name=_("charge"), null=True, related_name="refunds"
    )
    payment = models.ForeignKey(
        Receipt, models.PROTECT, verbose_name=_("receipt"), null=True, related_name="refunds"
    )
    attempt = models.ForeignKey(
        Attempt, models.PROTECT, verbose_name=_("attempt"), null=True, related_name="refunds"
    )
    way = models.CharField(_("way"), max_length=10, choices=Way.choices)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="VND")
    lowered = models.BigIntegerField(_("price lowered by"), default=0)
    held = models.BigIntegerField(_("on its way back"), default=0)
    reason = models.CharField(_("reason"), max_length=200)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    refund_ref = models.CharField(_("our number"), max_length=30, unique=True)
    provider_ref = models.CharField(_("gateway's number"), max_length=100, blank=True)
    code = models.CharField(_("gateway's answer"), max_length=60, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.REQUESTED
    )
    to_bank = models.ForeignKey(
        Bank, models.PROTECT, verbose_name=_("buyer's bank"), null=True, related_name="+"
    )
    to_account = models.CharField(_("buyer's account"), max_length=19, blank=True)
    to_holder = models.CharField(_("account holder"), max_length=120, blank=True)
    next_query_at = models.DateTimeField(_("asked again at"), null=True, blank=True)
    queries = models.PositiveSmallIntegerField(_("times asked"), default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("asked for by"),
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    given = models.OneToOneField(
        MoneyReturn, models.PROTECT, verbose_name=_("money given back"), null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_query_at"],
                condition=Q(next_query_at__isnull=False),
                name="refund_to_ask_about",
            ),
            models.Index(
                fields=["state"],
                condition=Q(state__in=["requested", "sent", "unknown"]),
                name="refund_open",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                # What a gateway gave back unasked of a price paid in part ends the rest of it, too.
                condition=Q(amount__gt=0)
                & Q(lowered__gte=0)
                & (Q(amount__gte=models.F("lowered")) | Q(way="external")),
                name="refund_amounts",
            ),
            models.CheckConstraint(
                condition=Q(held=0)
                | (
                    Q(held=models.F("amount"))
                    & Q(state__in=[str(one) for one in sorted(states.OPEN)])
                ),
                name="refund_holds_while_open",
            ),
            models.CheckConstraint(
                condition=Q(state="done", given__isnull=False)
                | (~Q(state="done") & Q(given__isnull=True)),
                name="refund_done_with_proof",
            ),
            models.CheckConstraint(
                condition=Q(charge__isnull=False) | Q(payment__isnull=False),
                name="refund_of_charge_or_receipt",
            ),
            models.CheckConstraint(
                condition=~Q(way="gateway") | Q(attempt__isnull=False, payment__isnull=False),
                name="refund_by_gateway_of_a_payment",
            ),
            models.CheckConstraint(
                condition=~Q(way="payout") | ~Q(to_account=""), name="refund_by_payout_to_account"
            ),
            models.UniqueConstraint(
                fields=["payment", "provider_ref"],
                condition=Q(way="external"),
                name="refund_external_once",
            ),
        ]

    def __str__(self) -> str:
        return self.refund_ref

    @property
    def money(self) -> Money:
        """What goes back."""
        return Money(self.amount, self.currency)

    @property
    def is_open(self) -> bool:
        """Whether it may still happen."""
        return states.State(self.state) in states.OPEN

    @property
    def is_platforms(self) -> bool:
        """Whether the platform holds the money, so that it sends it."""
        of = self.payment.merchant if self.payment is not None else None
        return of is not None and of.collects

    @property
    def needs_a_person(self) -> bool:
        """Whether nobody asks the gateway any more, though nothing certain came of it."""
        unsure = self.state in {self.State.UNKNOWN, self.State.SENT}
        return self.way in {self.Way.GATEWAY, self.Way.EXTERNAL} and (
            unsure and self.next_query_at is None
        )

    @property
    def payee_id(self) -> int | None:
        """Whose money it is."""
        if self.charge is not None:
            return self.charge.payee_id
        return self.payment.payee_id if self.payment is not None else None
