"""Rules of commission, what was taken of each sale, and bills."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from payments.models import Charge, Payee
from payments.settlement.core.commission import Rule, Terms


class CommissionRule(AppendOnly):
    """What is taken of a sale, of whom, from when. Never edited: it ends and a new one begins."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset({"valid_to"})

    payee = models.ForeignKey(
        Payee,
        models.PROTECT,
        verbose_name=_("payee"),
        null=True,
        blank=True,
        related_name="commission_rules",
    )
    payee_kind = models.CharField(
        _("kind"), max_length=10, choices=Payee.Kind.choices, blank=True, default=""
    )
    category = models.CharField(_("category"), max_length=60, blank=True, default="")
    basis_points = models.PositiveIntegerField(_("rate in hundredths of a per cent"), default=0)
    fixed = models.BigIntegerField(_("fixed amount"), default=0)
    minimum = models.BigIntegerField(_("at least"), default=0)
    maximum = models.BigIntegerField(_("at most"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("commission rule")
        verbose_name_plural = _("commission rules")
        ordering = ("-valid_from", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(basis_points__lte=10_000) & Q(fixed__gte=0) & Q(minimum__gte=0),
                name="commission_terms_possible",
            ),
            models.CheckConstraint(
                condition=Q(maximum=None) | Q(maximum__gte=F("minimum")),
                name="commission_most_not_below_least",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="commission_rule_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.basis_points} bp {self.valid_from}"

    @property
    def terms(self) -> Terms:
        """What the core computes with."""
        return Terms(
            basis_points=self.basis_points,
            fixed=self.fixed,
            minimum=self.minimum,
            maximum=self.maximum,
        )

    @property
    def rule(self) -> Rule:
        """What the core chooses by."""
        return Rule(
            pk=self.pk,
            terms=self.terms,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            payee=self.payee_id,
            kind=self.payee_kind,
            category=self.category,
        )


class CommissionLine(AppendOnly):
    """Commission of a sale by one rule, or a later correction of it (then ``corrects`` is set).

    ``kept_back`` is what of ``amount`` was taken out of money the platform held; the rest is the
    seller's debt. Corrections are negative when money went back.
    """

    charge = models.ForeignKey(
        Charge, models.PROTECT, verbose_name=_("charge"), related_name="commission_lines"
    )
    rule = models.ForeignKey(CommissionRule, models.PROTECT, related_name="lines")
    base = models.BigIntegerField(_("base"))
    amount = models.BigIntegerField(_("amount"))
    kept_back = models.BigIntegerField(_("kept back"))
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    reason = models.CharField(_("reason"), max_length=20)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(corrects__isnull=False)
                | Q(base__gt=0, amount__gte=0, kept_back__gte=0),
                name="commission_negative_only_to_correct",
            ),
            models.UniqueConstraint(
                fields=["charge", "rule"],
                condition=Q(corrects=None),
                name="commission_once_per_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charge_id}: {self.amount}"


class Bill(AppendOnly):
    """What a seller owes the platform at a month's end, as a charge they pay like any other.

    ``booked`` is what of it the books count as paid, kept under the charge's lock.
    """

    mutable_fields: ClassVar[frozenset[str]] = frozenset({"booked"})

    payee = models.ForeignKey(
        Payee, models.PROTECT, verbose_name=_("payee"), related_name="platform_bills"
    )
    month = models.DateField(_("month"))
    amount = models.BigIntegerField(_("amount"))
    charge = models.OneToOneField(
        Charge, models.PROTECT, verbose_name=_("charge"), related_name="bill"
    )
    booked = models.BigIntegerField(_("paid of it"), default=0)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        ordering = ("-month", "payee_id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["payee", "month"], name="bill_once_a_month"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bill_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.amount}"
