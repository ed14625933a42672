"""A set of secrets of one account: encrypted while it counts, wiped when it is retired."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from payments.models import MerchantAccount, PayoutAccount
from payments.models.payees import Environment


class StoredSecret(AppendOnly):
    """What is shared with one gateway or feed for one account. At most two sets count at once."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset(
        {"sealed", "state", "retired_at", "retired_by", "last_used_at"}
    )

    class State(models.TextChoices):
        """We sign with the current set; a signature of the one before it is accepted, too."""

        CURRENT = "current", _("in use")
        PREVIOUS = "previous", _("still accepted")
        RETIRED = "retired", _("retired")

    provider = models.CharField(_("gateway or feed"), max_length=32)
    environment = models.CharField(_("environment"), max_length=8, choices=Environment.choices)
    merchant = models.ForeignKey(
        MerchantAccount,
        models.PROTECT,
        verbose_name=_("gateway account"),
        null=True,
        related_name="stored_secrets",
    )
    account = models.ForeignKey(
        PayoutAccount,
        models.PROTECT,
        verbose_name=_("account"),
        null=True,
        related_name="stored_secrets",
    )
    names = models.JSONField(_("names"), default=list)
    sealed = models.BinaryField()
    digest = models.CharField(_("digest"), max_length=16)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.CURRENT)
    created_at = models.DateTimeField(_("set"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("set by"), related_name="+"
    )
    last_used_at = models.DateTimeField(_("last asked for"), null=True)
    retired_at = models.DateTimeField(_("retired on"), null=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("retired by"),
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("set of secrets")
        verbose_name_plural = _("sets of secrets")
        ordering = ("-pk",)
        default_permissions = ()
        permissions = (("keep_secrets", "Can set and retire secrets of gateways and feeds"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(merchant__isnull=False, account__isnull=True)
                | Q(merchant__isnull=True, account__isnull=False),
                name="secret_of_merchant_or_account",
            ),
            models.UniqueConstraint(
                fields=["merchant", "provider", "state"],
                condition=~Q(state="retired") & Q(merchant__isnull=False),
                name="secret_two_sets_of_merchant",
            ),
            models.UniqueConstraint(
                fields=["account", "provider", "state"],
                condition=~Q(state="retired") & Q(account__isnull=False),
                name="secret_two_sets_of_account",
            ),
            models.CheckConstraint(
                condition=(~Q(state="retired") & Q(retired_at=None))
                | Q(state="retired", retired_at__isnull=False),
                name="secret_retired_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.digest}"

    @property
    def owner(self) -> str:
        """What the encryption is bound to."""
        whose = f"merchant:{self.merchant_id}" if self.merchant_id else f"account:{self.account_id}"
        return f"{self.provider}:{self.environment}:{whose}"
