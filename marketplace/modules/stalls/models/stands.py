"""The printed code on a stall's table, and each look at whether it still is the one printed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from marketplace.modules.stalls.models.markets import Stall
from payments.models import PayoutAccount


class StandPrint(AppendOnly):
    """What was printed for a stall; the newest is the one that should stand on the table."""

    stall = models.ForeignKey(Stall, models.PROTECT, related_name="prints")
    account = models.ForeignKey(PayoutAccount, models.PROTECT, related_name="+")
    payload = models.CharField(_("text of the code"), max_length=400)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    printed_at = models.DateTimeField(_("printed"))

    class Meta:
        verbose_name = _("printed stand")
        verbose_name_plural = _("printed stands")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.stall_id} {self.printed_at:%Y-%m-%d}"


class StandCheck(AppendOnly):
    """One photo of a stand, read and compared; the photo itself is not kept."""

    class Outcome(models.TextChoices):
        """What the photo shows."""

        SAME = "same", _("as printed")
        OTHER_ACCOUNT = "other_account", _("another account")
        OTHER_CODE = "other_code", _("our account, another code")
        UNREADABLE = "unreadable", _("no code can be read")

    stall = models.ForeignKey(Stall, models.PROTECT, related_name="checks")
    print = models.ForeignKey(StandPrint, models.PROTECT, null=True, related_name="checks")
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome.choices)
    found = models.CharField(_("what was read"), max_length=512, blank=True)
    differences = models.JSONField(_("differences"), default=list)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("checked"))

    class Meta:
        verbose_name = _("check of a stand")
        verbose_name_plural = _("checks of stands")
        ordering = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["stall", "-created_at"], name="stand_check_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.stall_id} {self.outcome}"
