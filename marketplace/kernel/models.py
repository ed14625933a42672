"""The kernel's tables: switches, the audit trail, rate windows, and what the queue remembers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from marketplace.kernel.audit import AuditEncoder


class ModuleState(models.Model):
    """Whether an installed module is on. No row means on."""

    name = models.CharField(_("module"), max_length=200, primary_key=True)
    active = models.BooleanField(_("active"), default=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("module state")
        verbose_name_plural = _("module states")

    def __str__(self) -> str:
        return self.name


class AuditRow(AppendOnly):
    """Who did what to which record, written in the transaction that did it."""

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    action = models.CharField(_("action"), max_length=100)
    # No database constraint: a person may be erased, the row stays with the bare number.
    acting_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("acting user"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    subject_type = models.CharField(_("kind of record"), max_length=100)
    subject_id = models.CharField(_("record"), max_length=100)
    request_id = models.CharField(_("request"), max_length=64, blank=True)
    details = models.JSONField(_("details"), default=dict, encoder=AuditEncoder)

    class Meta:
        verbose_name = _("audit row")
        verbose_name_plural = _("audit rows")
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id"], name="kernel_audit_subject"),
            models.Index(fields=["action", "at"], name="kernel_audit_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_id}"


class RateWindow(models.Model):
    """How often a key was used in its current window."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class TaskLease(models.Model):
    """What django-tasks-db does not know of a task: who holds it, until when, how often begun."""

    task = models.OneToOneField(
        "django_tasks_database.DBTaskResult",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="lease",
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    worker = models.CharField(_("worker"), max_length=120, blank=True, db_index=True)
    until = models.DateTimeField(_("leased until"), null=True)
    dead_at = models.DateTimeField(_("given up at"), null=True, db_index=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("task lease")
        verbose_name_plural = _("task leases")

    def __str__(self) -> str:
        return str(self.task_id)


class OnceKey(models.Model):
    """Something that was done, so that it is not done again."""

    key = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.key


class PeriodicJob(models.Model):
    """When a periodic job is due next."""

    name = models.CharField(max_length=200, primary_key=True)
    next_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
