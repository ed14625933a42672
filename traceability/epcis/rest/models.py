"""Keys of programs, capture jobs, named queries and who is told of their results."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.clock import now
from traceability.models import Party


class Scope(models.TextChoices):
    """What a key may be used for."""

    CAPTURE = "capture", _("Write events")
    QUERY = "query", _("Read events")
    DEVICE = "device", _("Send sensor readings")


class ApiKey(models.Model):
    """A key by which a program acts for a party. Only its hash is kept."""

    party = models.ForeignKey(
        Party, verbose_name=_("party"), related_name="api_keys", on_delete=models.PROTECT
    )
    name = models.CharField(_("what uses it"), max_length=80)
    prefix = models.CharField(_("beginning"), max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(_("what it may do"), default=list)
    created_at = models.DateTimeField(_("made at"), default=now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def scope_labels(self) -> list[str]:
        """Return what it may do, in words."""
        return [str(Scope(scope).label) for scope in self.scopes if scope in Scope.values]


class ErrorBehaviour(models.TextChoices):
    """What a capture job does about an event with faults."""

    ROLLBACK = "rollback", "rollback"
    PROCEED = "proceed", "proceed"


class CaptureJob(models.Model):
    """A document of events on its way into the repository.

    ``document`` is the text as it came, until all of it is done; ``position`` is the number of
    events that are done, written in the transaction that keeps them: whoever goes on after a
    crash starts there.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    party = models.ForeignKey(
        Party, verbose_name=_("party"), related_name="capture_jobs", on_delete=models.CASCADE
    )
    key = models.ForeignKey(
        ApiKey, verbose_name=_("key"), related_name="capture_jobs", on_delete=models.PROTECT
    )
    on_error = models.CharField(_("on error"), max_length=8, choices=ErrorBehaviour.choices)
    document = models.TextField(_("document"), blank=True)
    event_count = models.PositiveIntegerField(_("events"))
    position = models.PositiveIntegerField(_("events done"), default=0)
    running = models.BooleanField(_("is running"), default=True)
    success = models.BooleanField(_("without errors so far"), default=True)
    errors = models.JSONField(_("errors"), default=list)
    created_at = models.DateTimeField(_("came at"), default=now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("capture job")
        verbose_name_plural = _("capture jobs")
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes = [models.Index(fields=["party", "-id"], name="epcis_rest_job_party")]
        constraints = [
            models.CheckConstraint(
                condition=Q(running=True) | Q(finished_at__isnull=False),
                name="capture_job_ends_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class NamedQuery(models.Model):
    """A query that a party gave a name."""

    party = models.ForeignKey(
        Party, verbose_name=_("party"), related_name="named_queries", on_delete=models.CASCADE
    )
    name = models.CharField(_("name"), max_length=100)
    query = models.JSONField(_("query"))
    created_at = models.DateTimeField(_("made at"), default=now)

    class Meta:
        verbose_name = _("named query")
        verbose_name_plural = _("named queries")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["party", "name"], name="named_query_once_per_party")
        ]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """Somebody who is told of a named query's new events: at once, or by a timetable.

    ``reported_to`` is the record time up to which events were told of; ``next_at`` is None for
    streams. A subscription whose receiver failed too often is switched off, not deleted.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    query = models.ForeignKey(
        NamedQuery,
        verbose_name=_("query"),
        related_name="subscriptions",
        on_delete=models.CASCADE,
    )
    dest = models.CharField(_("receiver"), max_length=500)
    secret = models.CharField(max_length=400)
    is_stream = models.BooleanField(_("at once"), default=False)
    schedule = models.JSONField(_("timetable"), default=dict, blank=True)
    report_if_empty = models.BooleanField(_("also when nothing is new"), default=False)
    reported_to = models.DateTimeField(_("told up to"))
    initial_record_time = models.DateTimeField(_("tells from"))
    next_at = models.DateTimeField(_("next at"), null=True, blank=True, db_index=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    is_active = models.BooleanField(_("is active"), default=True)
    created_at = models.DateTimeField(_("made at"), default=now)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_stream=True, next_at=None) | Q(is_stream=False),
                name="stream_has_no_timetable",
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)
