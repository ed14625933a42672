"""Events as they were captured, and an index of the elements they name."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from traceability.models import Party


class EventType(models.TextChoices):
    """The five event types of EPCIS 2.0."""

    OBJECT = "ObjectEvent", "ObjectEvent"
    AGGREGATION = "AggregationEvent", "AggregationEvent"
    TRANSACTION = "TransactionEvent", "TransactionEvent"
    TRANSFORMATION = "TransformationEvent", "TransformationEvent"
    ASSOCIATION = "AssociationEvent", "AssociationEvent"


class Event(AppendOnly):
    """One EPCIS 2.0 event. Never changed: a mistake is corrected by another event.

    ``body`` is the event's JSON as captured; the other columns are read from it so that queries
    need not open it.
    """

    event_id = models.CharField(_("event id"), max_length=200, unique=True)
    party = models.ForeignKey(
        Party, verbose_name=_("party"), related_name="events", on_delete=models.PROTECT
    )
    event_type = models.CharField(_("type"), max_length=24, choices=EventType.choices)
    biz_step = models.CharField(_("business step"), max_length=80, blank=True)
    disposition = models.CharField(_("disposition"), max_length=80, blank=True)
    event_time = models.DateTimeField(_("happened at"))
    event_time_zone_offset = models.CharField(_("offset"), max_length=6)
    record_time = models.DateTimeField(_("recorded at"), auto_now_add=True)
    read_point = models.CharField(_("read point"), max_length=200, blank=True)
    body = models.JSONField(_("event"))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering: ClassVar[list[str]] = ["event_time", "pk"]
        indexes = [
            models.Index(fields=["party", "event_time"], name="event_party_time"),
            models.Index(fields=["biz_step", "event_time"], name="event_step_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(event_time_zone_offset__regex=r"^[+-]\d\d:\d\d$"),
                name="event_offset_form",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.biz_step} {self.event_id}"


class ElementRole(models.TextChoices):
    """In which list of the event an element stands."""

    EPC = "epc", _("object")
    PARENT = "parent", _("parent")
    CHILD = "child", _("child")
    INPUT = "input", _("input")
    OUTPUT = "output", _("output")


class EventElement(AppendOnly):
    """One thing an event names: an instance, or a class and how much of it (null: not counted)."""

    event = models.ForeignKey(Event, related_name="elements", on_delete=models.PROTECT)
    role = models.CharField(max_length=8, choices=ElementRole.choices)
    uri = models.CharField(max_length=240, db_index=True)
    is_class = models.BooleanField(default=False)
    quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    uom = models.CharField(max_length=3, blank=True)

    class Meta:
        verbose_name = _("event element")
        verbose_name_plural = _("event elements")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.role} {self.uri}"
