"""The books: accounts, entries, postings, closed months. Written once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from payments.ledger.core.postings import Role


class Account(AppendOnly):
    """One account of one owner's books in one currency.

    ``detail`` makes sub-accounts: the platform's PAYABLE for each payee, CLEARING for each gateway.
    """

    owner = models.CharField(_("owner"), max_length=64)
    role = models.CharField(
        _("account"), max_length=24, choices=[(role.value, role.value) for role in Role]
    )
    detail = models.CharField(_("sub-account"), max_length=64, blank=True, default="")
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "role", "detail", "currency"], name="ledger_account_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.role} {self.currency}"


class JournalEntry(AppendOnly):
    """Why money moved in the books; its postings add up to zero.

    ``booked_on`` is the day it belongs to, ``created_at`` when it was written.
    """

    kind = models.CharField(_("kind"), max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    booked_on = models.DateField(_("booked on"))
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_type", "subject_id"], name="journal_of_subject"),
            models.Index(fields=["booked_on"], name="journal_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}:{self.subject_id}"


class Posting(AppendOnly):
    """One line of an entry: a debit or a credit, in minor units."""

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    debit = models.BigIntegerField(_("debit"), default=0)
    credit = models.BigIntegerField(_("credit"), default=0)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0),
                name="posting_has_one_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.debit - self.credit}"


class MonthClose(AppendOnly):
    """A month whose books are closed, for good: what comes later is booked in the open month.

    ``digest`` is the SHA-256 of the month's balances and entries, so that a change by whoever can
    pass the database's own refusal shows.
    """

    month = models.DateField(_("month"), unique=True)
    entries = models.PositiveIntegerField(_("entries"))
    turnover = models.BigIntegerField(_("turnover"))
    digest = models.CharField(max_length=64)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("closed by"), related_name="+"
    )
    closed_at = models.DateTimeField(_("closed at"))

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        ordering = ("-month",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(month__day=1), name="month_close_is_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
