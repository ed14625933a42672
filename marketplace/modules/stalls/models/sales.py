"""What a stall sells, and what its phone says when money came."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from marketplace.kernel.money import Money
from marketplace.modules.stalls.models.markets import Stall
from payments.models import Charge, Receipt


class Sale(AppendOnly):
    """One sale of a stall; its charge says what was paid of it.

    ``day`` is the day of the book it was begun in, ``number`` counts within that day.
    ``client_id`` is made by the phone, so that a second tap or a sent-again form is one sale.
    """

    mutable_fields: ClassVar[frozenset[str]] = frozenset({"kind", "cancelled_at"})

    class Kind(models.TextChoices):
        """How the vendor asked for the money, or how it came by itself."""

        QR = "qr", _("QR")
        STATIC = "static", _("QR on the stand")
        WALLET = "wallet", _("wallet")
        CASH = "cash", _("cash")

    stall = models.ForeignKey(Stall, models.PROTECT, verbose_name=_("stall"), related_name="sales")
    charge = models.OneToOneField(
        Charge, models.PROTECT, verbose_name=_("charge"), related_name="stall_sale"
    )
    amount = models.BigIntegerField(_("amount"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    day = models.DateField(_("day of the book"))
    number = models.PositiveIntegerField(_("number of the day"))
    client_id = models.CharField(_("number on the phone"), max_length=36)
    note = models.CharField(_("note"), max_length=80, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"))
    cancelled_at = models.DateTimeField(_("given up"), null=True, blank=True)

    class Meta:
        verbose_name = _("sale")
        verbose_name_plural = _("sales")
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["stall", "day", "number"], name="sale_number_once"),
            models.UniqueConstraint(fields=["stall", "client_id"], name="sale_once_per_tap"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="sale_amount_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.stall_id}/{self.number}"

    @property
    def asked(self) -> Money:
        """What the vendor asked for."""
        return Money(self.amount)


class Announcement(AppendOnly):
    """One sentence for the stall's phone: numbered, written with the money, never said twice."""

    class Kind(models.TextChoices):
        """What came against what was expected."""

        FULL = "full", _("as asked")
        SHORT = "short", _("less than asked")
        OVER = "over", _("more than asked")
        UNEXPECTED = "unexpected", _("not asked for")
        CASH = "cash", _("cash")

    stall = models.ForeignKey(Stall, models.PROTECT, related_name="announcements")
    number = models.PositiveIntegerField(_("number"))
    sale = models.ForeignKey(Sale, models.PROTECT, null=True, related_name="announcements")
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="announcements")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    amount = models.BigIntegerField(_("amount"))
    expected = models.BigIntegerField(_("asked"), null=True)
    language = models.CharField(_("language"), max_length=2)
    text = models.CharField(_("sentence"), max_length=240)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["stall", "number"], name="announcement_number_once"),
            # Doubtful money may find its sale: that is said, too, and once.
            models.UniqueConstraint(
                fields=["stall", "receipt"],
                condition=~Q(kind="unexpected"),
                name="announcement_once",
            ),
            models.UniqueConstraint(
                fields=["stall", "receipt"],
                condition=Q(kind="unexpected"),
                name="announcement_of_doubt_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="announcement_of_money"),
        ]

    def __str__(self) -> str:
        return f"{self.stall_id}/{self.number}"
