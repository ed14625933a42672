"""The books: accounts, entries, postings. Written once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from payments.ledger.core.postings import Role


class Account(AppendOnly):
    """One account of one owner's books in one currency."""

    owner = models.CharField(_("owner"), max_length=64)
    role = models.CharField(
        _("account"), max_length=16, choices=[(role.value, role.value) for role in Role]
    )
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "role", "currency"], name="ledger_account_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.role} {self.currency}"


class JournalEntry(AppendOnly):
    """Why money moved in the books; its postings add up to zero."""

    kind = models.CharField(_("kind"), max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_type", "subject_id"], name="journal_of_subject")
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
