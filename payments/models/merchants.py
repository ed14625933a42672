"""Accounts with payment gateways: the payee's own, or the platform's, which collects for others."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payments.models.payees import Environment, Payee


class MerchantAccount(models.Model):
    """Who we are to a gateway. Its number never changes: a new contract is a new row.

    Without a payee it is the platform's own: what comes through it is collected and paid out.
    Secrets are not here, see `payments.secrets`.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    payee = models.ForeignKey(
        Payee,
        models.PROTECT,
        verbose_name=_("payee"),
        null=True,
        blank=True,
        related_name="merchant_accounts",
    )
    provider = models.CharField(_("way to pay"), max_length=32)
    merchant_id = models.CharField(_("number at the gateway"), max_length=64)
    environment = models.CharField(
        _("environment"), max_length=8, choices=Environment.choices, default=Environment.LIVE
    )
    active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("gateway account")
        verbose_name_plural = _("gateway accounts")
        ordering = ("provider", "environment", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["provider", "merchant_id", "environment"], name="merchant_account_once"
            ),
            models.UniqueConstraint(
                fields=["provider", "environment", "payee"],
                condition=Q(active=True),
                name="merchant_account_one_active_per_payee",
            ),
            models.UniqueConstraint(
                fields=["provider", "environment"],
                condition=Q(active=True, payee=None),
                name="merchant_account_one_active_of_platform",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.merchant_id}"

    @property
    def collects(self) -> bool:
        """Whether money comes to the platform first, and its payee is paid out later."""
        return self.payee_id is None
