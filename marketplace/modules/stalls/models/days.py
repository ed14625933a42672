"""A stall's day book: a line for every movement of money, and the close of a day."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from marketplace.modules.stalls.models.markets import Stall
from marketplace.modules.stalls.models.sales import Sale
from payments.models import Allocation, MoneyReturn


class BookLine(AppendOnly):
    """Money that came or went, in the day it is counted in. Never changed: a line corrects another.

    A line of an allocation or of money given back is written in the transaction that moved the
    money; an allocation that is taken back gets a line that undoes its own.
    After a day is closed its lines stay as they are; what comes later stands in the next day.
    """

    class Kind(models.TextChoices):
        """How the money moved."""

        QR = "qr", _("QR")
        STATIC = "static", _("QR on the stand")
        WALLET = "wallet", _("wallet")
        CASH = "cash", _("cash")
        RETURN = "return", _("given back")
        RETURN_CASH = "return_cash", _("given back in cash")
        EXPENSE = "expense", _("spent from the drawer")
        CORRECTION = "correction", _("correction of the cash")

    stall = models.ForeignKey(Stall, models.PROTECT, related_name="lines")
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    amount = models.BigIntegerField(_("amount"))
    sale = models.ForeignKey(Sale, models.PROTECT, null=True, related_name="lines")
    allocation = models.OneToOneField(
        Allocation, models.PROTECT, null=True, related_name="stall_line"
    )
    money_return = models.OneToOneField(
        MoneyReturn, models.PROTECT, null=True, related_name="stall_line"
    )
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    note = models.CharField(_("note"), max_length=120, blank=True)
    client_id = models.CharField(max_length=36, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("line of the day book")
        verbose_name_plural = _("lines of the day book")
        ordering = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["stall", "day"], name="book_line_of_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(amount=0), name="book_line_not_zero"),
            models.CheckConstraint(
                condition=Q(kind="correction")
                | Q(undoes__isnull=False)
                | (Q(kind__in=["qr", "static", "wallet", "cash"]) & Q(amount__gt=0))
                | (Q(kind__in=["return", "return_cash", "expense"]) & Q(amount__lt=0)),
                name="book_line_sign",
            ),
            models.UniqueConstraint(
                fields=["stall", "client_id"],
                condition=~Q(client_id=""),
                name="book_line_once_per_tap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stall_id} {self.day} {self.kind} {self.amount}"


class DayClose(AppendOnly):
    """A day that was counted and closed, once."""

    stall = models.ForeignKey(Stall, models.PROTECT, related_name="closes")
    day = models.DateField(_("day"))
    lines = models.PositiveIntegerField(_("lines"))
    cashless = models.BigIntegerField(_("came by QR and wallet"))
    cash = models.BigIntegerField(_("came in cash"))
    given_back = models.BigIntegerField(_("given back"))
    change = models.BigIntegerField(_("small money of the morning"), default=0)
    expected = models.BigIntegerField(_("cash by the book"))
    counted = models.BigIntegerField(_("cash counted"))
    note = models.CharField(_("note"), max_length=120, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed"))

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        ordering = ("-day", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["stall", "day"], name="day_closed_once"),
            models.CheckConstraint(
                condition=Q(counted__gte=0) & Q(change__gte=0), name="day_close_counts_money"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stall_id} {self.day}"

    @property
    def difference(self) -> int:
        """Cash that is there and not in the book (more than zero), or missing (less)."""
        return self.counted - self.expected - self.change
