"""Rules of withholding, who sellers are to the tax office, and what was withheld."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from payments.models import Charge, Payee

CLASSES = [
    ("distribution", _("goods sold on")),
    ("production", _("goods made or processed")),
    ("service", _("service")),
    ("transport", _("transport, services with goods")),
    ("other", _("other business")),
    ("own_produce", _("own unprocessed produce")),
]


class TaxRule(AppendOnly):
    """Rates of one class from a day on, with their basis and how sure we are of them."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset({"valid_to"})

    tax_class = models.CharField(_("class"), max_length=16, choices=CLASSES)
    vat = models.PositiveIntegerField(_("VAT in hundredths of a per cent"))
    pit = models.PositiveIntegerField(_("income tax in hundredths of a per cent"))
    pit_nonresident = models.PositiveIntegerField(
        _("income tax of non-residents"), null=True, blank=True
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    basis = models.CharField(_("legal basis"), max_length=200)
    confidence = models.CharField(_("how sure"), max_length=60)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("tax rule")
        verbose_name_plural = _("tax rules")
        ordering = ("-valid_from", "tax_class")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tax_class", "valid_from"], name="tax_rule_once_a_day"),
            models.CheckConstraint(
                condition=Q(vat__lte=10_000) & Q(pit__lte=10_000), name="tax_rates_possible"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="tax_rule_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tax_class} {self.valid_from}"


class PayeeTax(AppendOnly):
    """Who a payee is to the tax office from a day on, as an officer wrote it, with the reason."""

    class Status(models.TextChoices):
        HOUSEHOLD = "household", _("household")
        INDIVIDUAL = "individual", _("individual")
        ENTERPRISE = "enterprise", _("enterprise")
        COOPERATIVE = "cooperative", _("cooperative")

    payee = models.ForeignKey(
        Payee, models.PROTECT, verbose_name=_("payee"), related_name="tax_statuses"
    )
    status = models.CharField(_("taxpayer"), max_length=12, choices=Status.choices)
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True)
    resident = models.BooleanField(_("resident"), default=True)
    default_class = models.CharField(
        _("class of what they sell"), max_length=16, choices=CLASSES, blank=True, default=""
    )
    reason = models.CharField(_("reason"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("tax status")
        verbose_name_plural = _("tax statuses")
        ordering = ("-valid_from", "-pk")

    def __str__(self) -> str:
        return f"{self.payee_id} {self.status}"


class OwnProduceDeclaration(AppendOnly):
    """A seller's signed word that they sell only what they grew or raised themselves."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset({"valid_to"})

    payee = models.ForeignKey(
        Payee, models.PROTECT, verbose_name=_("payee"), related_name="own_produce"
    )
    produce = models.CharField(_("what they grow"), max_length=200)
    signed_on = models.DateField(_("signed on"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("declaration of own produce")
        verbose_name_plural = _("declarations of own produce")
        ordering = ("-signed_on", "-pk")

    def __str__(self) -> str:
        return f"{self.payee_id} {self.signed_on}"


class WithholdingLine(AppendOnly):
    """Tax withheld of one part of a sale, or a later correction of it (then ``corrects`` is set).

    ``rule`` and the amounts stay as they were on the day of the sale. ``period`` is the month of
    the return it stands in: a return of goods is set off in the month it happens.
    """

    charge = models.ForeignKey(
        Charge, models.PROTECT, verbose_name=_("charge"), related_name="withholding_lines"
    )
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="withholding_lines")
    item = models.CharField(_("part"), max_length=80, blank=True)
    tax_class = models.CharField(_("class"), max_length=16, choices=CLASSES, blank=True)
    rule = models.ForeignKey(TaxRule, models.PROTECT, related_name="lines")
    base = models.BigIntegerField(_("base"))
    vat = models.BigIntegerField(_("VAT"))
    pit = models.BigIntegerField(_("income tax"))
    kept_back = models.BigIntegerField(_("kept back"))
    period = models.DateField(_("month"))
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    reason = models.CharField(_("reason"), max_length=20)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("withheld tax")
        verbose_name_plural = _("withheld taxes")
        ordering = ("pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["period", "payee"], name="withholding_of_month")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(corrects__isnull=False)
                | Q(base__gt=0, vat__gte=0, pit__gte=0, kept_back__gte=0),
                name="withholding_negative_only_to_correct",
            ),
            models.CheckConstraint(condition=Q(period__day=1), name="withholding_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.charge_id}: {self.vat} + {self.pit}"


class TaxPayment(AppendOnly):
    """A month's withheld tax, filed and paid to the tax office."""

    month = models.DateField(_("month"), unique=True)
    vat = models.BigIntegerField(_("VAT"))
    pit = models.BigIntegerField(_("income tax"))
    reference = models.CharField(_("number of the payment"), max_length=100)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("payment to the tax office")
        verbose_name_plural = _("payments to the tax office")
        ordering = ("-month",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(vat__gte=0, pit__gte=0), name="tax_paid_not_negative"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
