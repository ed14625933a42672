"""Statement files and their lines. What a file said stays; a line tells which receipt it is."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from payments.models import PayoutAccount, Receipt


class StatementFile(AppendOnly):
    """A file that somebody read in, kept by its digest: the same file twice is one."""

    account = models.ForeignKey(
        PayoutAccount, models.PROTECT, verbose_name=_("account"), related_name="statements"
    )
    name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("read by"), related_name="+"
    )
    created_at = models.DateTimeField(_("read at"))

    class Meta:
        verbose_name = _("statement file")
        verbose_name_plural = _("statement files")
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "sha256"], name="statement_file_once"),
        ]

    def __str__(self) -> str:
        return self.name


class StatementLine(AppendOnly):
    """One movement as the bank wrote it; ``amount`` below zero went out."""

    class Outcome(models.TextChoices):
        """What the line turned out to be."""

        NEW_MONEY = "new_money", _("new: nobody had told of it")
        KNOWN = "known", _("known already")
        OUT = "out", _("went out")
        MISSED = "missed", _("the feed did not tell of it")

    file = models.ForeignKey(StatementFile, models.PROTECT, related_name="lines")
    account = models.ForeignKey(PayoutAccount, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    booked_on = models.DateField(_("booked on"))
    amount = models.BigIntegerField(_("amount"))
    memo = models.TextField(_("content"), blank=True)
    reference = models.CharField(_("bank's reference"), max_length=100, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    receipt = models.OneToOneField(
        Receipt, models.PROTECT, null=True, related_name="statement_line"
    )

    class Meta:
        verbose_name = _("statement line")
        verbose_name_plural = _("statement lines")
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "key"], name="statement_line_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="statement_line_moves_money"),
            models.CheckConstraint(
                condition=Q(outcome__in=["new_money", "known"], receipt__isnull=False)
                | Q(outcome__in=["out", "missed"], receipt__isnull=True),
                name="statement_line_receipt_when_money",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.amount}"
