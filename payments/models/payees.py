"""Who is paid, and into which account."""

import uuid
from typing import ClassVar
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

BIN = RegexValidator(r"^[0-9]{6}$", _("A BIN has six digits."))
ACCOUNT_NUMBER = RegexValidator(
    r"^[0-9A-Z]{4,19}$", _("An account number has 4 to 19 letters and digits.")
)
LINK_FIELDS = ("bin", "account", "amount", "memo", "payload")
"""What a deep link's template may name in braces."""


class Environment(models.TextChoices):
    """Real money, or a rehearsal. The one never pays for the other."""

    LIVE = "live", _("live")
    SANDBOX = "sandbox", _("sandbox")


def check_app_link(template: str) -> None:
    """Refuse a template that is no link to an app or page, or names a field we do not have.

    Raises:
        ValidationError: says which.
    """
    scheme = template.partition(":")[0].lower()
    if scheme in {"javascript", "data", "vbscript", "file"} or not scheme.isascii():
        raise ValidationError(_("Write a link to an app or a web page."))
    try:
        template.format(**dict.fromkeys(LINK_FIELDS, ""))
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise ValidationError(
            _("Only these may stand in braces: %(fields)s."),
            params={"fields": ", ".join(LINK_FIELDS)},
        ) from error


class Bank(models.Model):
    """A bank or wallet by its BIN, which survives renames; editable in the back office."""

    bin = models.CharField(_("BIN"), max_length=6, primary_key=True, validators=[BIN])
    code = models.CharField(_("code"), max_length=16)
    short_name = models.CharField(_("name"), max_length=60)
    app_link = models.CharField(
        _("link that opens its app"), max_length=300, blank=True, validators=[check_app_link]
    )
    position = models.PositiveSmallIntegerField(_("position on the pay page"), default=0)
    shown = models.BooleanField(_("shown on the pay page"), default=False)

    class Meta:
        verbose_name = _("bank")
        verbose_name_plural = _("banks")
        ordering = ("position", "short_name", "bin")

    def __str__(self) -> str:
        return self.short_name

    def link_for(self, values: dict[str, str]) -> str:
        """Return the app's link with ``values`` (keys of ``LINK_FIELDS``) filled in, quoted."""
        return self.app_link.format(
            **{name: quote(value, safe="") for name, value in values.items()}
        )


class Payee(models.Model):
    """Who should get money: a seller, a stall, the shop itself. Knows no shop and no product."""

    class Kind(models.TextChoices):
        SELLER = "seller", _("seller")
        STALL = "stall", _("stall")
        PLATFORM = "platform", _("the shop itself")

    name = models.CharField(_("name"), max_length=160)
    legal_name = models.CharField(_("legal name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    reference = models.CharField(_("reference"), max_length=64, unique=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("members"), related_name="payees", blank=True
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("payee")
        verbose_name_plural = _("payees")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class PayoutAccount(models.Model):
    """A payee's own bank account. Its number never changes: a new account is a new row."""

    class Feed(models.TextChoices):
        NONE = "none", _("the seller confirms")
        CONNECTED = "connected", _("the bank tells us")
        BROKEN = "broken", _("the bank has stopped telling us")

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    payee = models.ForeignKey(
        Payee, models.PROTECT, verbose_name=_("payee"), related_name="payout_accounts"
    )
    bank = models.ForeignKey(
        Bank, models.PROTECT, verbose_name=_("bank"), db_column="bank_bin", related_name="+"
    )
    account_number = models.CharField(
        _("account number"), max_length=19, validators=[ACCOUNT_NUMBER]
    )
    holder_name = models.CharField(_("account holder"), max_length=120)
    environment = models.CharField(
        _("environment"), max_length=8, choices=Environment.choices, default=Environment.LIVE
    )
    feed = models.CharField(_("feed"), max_length=10, choices=Feed.choices, default=Feed.NONE)
    feed_code = models.CharField(_("feed's code"), max_length=32, blank=True)
    active = models.BooleanField(_("in use"), default=False)
    verified_at = models.DateTimeField(_("checked"), null=True, blank=True, editable=False)
    rejected_at = models.DateTimeField(_("refused"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("payout account")
        verbose_name_plural = _("payout accounts")
        ordering = ("-active", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["payee", "environment"],
                condition=Q(active=True),
                name="payout_account_one_active_per_payee",
            ),
            models.UniqueConstraint(
                fields=["bank", "account_number", "environment"],
                condition=Q(active=True),
                name="payout_account_of_one_payee",
            ),
            models.CheckConstraint(
                condition=(Q(feed="none") & Q(feed_code="")) | (~Q(feed="none") & ~Q(feed_code="")),
                name="payout_account_feed_has_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_id} ••••{self.account_number[-4:]}"

    @property
    def bank_bin(self) -> str:
        """The bank's BIN, without a query."""
        return str(self.bank_id)

    @property
    def waits_for_check(self) -> bool:
        """Whether staff must look before it is used."""
        return not self.active and self.verified_at is None and self.rejected_at is None

    @property
    def seller_confirms(self) -> bool:
        """Whether nobody but the seller sees the money come."""
        return self.feed != self.Feed.CONNECTED
