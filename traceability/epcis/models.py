"""Events as they were captured, and indexes of what they say."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly, AppendOnlyQuerySet
from marketplace.kernel.clock import now
from traceability.models import Party


class EventType(models.TextChoices):
    """The five event types of EPCIS 2.0."""

    OBJECT = "ObjectEvent", "ObjectEvent"
    AGGREGATION = "AggregationEvent", "AggregationEvent"
    TRANSACTION = "TransactionEvent", "TransactionEvent"
    TRANSFORMATION = "TransformationEvent", "TransformationEvent"
    ASSOCIATION = "AssociationEvent", "AssociationEvent"


_STARTING = ["int8_ops", "varchar_pattern_ops", "timestamptz_ops", "int8_ops"]
"""Also finds a place by how its name starts, whatever the database's collation."""


class EventQuerySet(AppendOnlyQuerySet["Event"]):
    """Events."""

    def valid(self) -> "EventQuerySet":
        """Leave out events that were declared wrong, and the declarations themselves."""
        return self.filter(declared_wrong_at=None)

    def declarations(self) -> "EventQuerySet":
        """Keep only what declares another event wrong."""
        return self.exclude(error_declared_at=None)


class Event(AppendOnly):
    """One EPCIS 2.0 event. Never changed: a mistake is declared, and other events follow.

    ``body`` is the event's JSON as captured; the other columns are read from it so that queries
    need not open it: CBV words bare, identifiers as canonical Digital Links.

    An error declaration is an event, too: the wrong one again (so with its id and its hash) with
    an ``errorDeclaration`` in it. ``error_declared_at`` is its time of declaration.
    ``declared_wrong_at`` is set on both of them, the only column that ever changes: one condition
    tells the events that still count.
    """

    mutable_fields = frozenset({"declared_wrong_at"})

    event_id = models.CharField(_("event id"), max_length=200)
    event_hash = models.CharField(_("CBV 2.0 hash"), max_length=96, blank=True)
    party = models.ForeignKey(
        Party,
        verbose_name=_("party"),
        related_name="events",
        on_delete=models.PROTECT,
        db_index=False,  # it leads several indexes below
    )
    event_type = models.CharField(_("type"), max_length=24, choices=EventType.choices)
    action = models.CharField(_("action"), max_length=8, blank=True)
    biz_step = models.CharField(_("business step"), max_length=200, blank=True)
    disposition = models.CharField(_("disposition"), max_length=200, blank=True)
    event_time = models.DateTimeField(_("happened at"))
    event_time_zone_offset = models.CharField(_("offset"), max_length=6)
    record_time = models.DateTimeField(_("recorded at"), default=now, editable=False)
    read_point = models.CharField(_("read point"), max_length=240, blank=True)
    biz_location = models.CharField(_("business location"), max_length=240, blank=True)
    error_declared_at = models.DateTimeField(_("declares an error at"), null=True, blank=True)
    declared_wrong_at = models.DateTimeField(_("declared wrong at"), null=True, blank=True)
    body = models.JSONField(_("event"))

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering: ClassVar[list[str]] = ["event_time", "pk"]
        indexes = [
            models.Index(fields=["party", "event_time"], name="event_party_time"),
            models.Index(fields=["event_id"], name="epcis_event_id"),
            models.Index(fields=["event_hash"], name="epcis_event_hash"),
            models.Index(fields=["party", "biz_step", "id"], name="epcis_event_party_step"),
            models.Index(fields=["party", "biz_location", "id"], name="epcis_event_party_location"),
            models.Index(fields=["read_point"], name="epcis_event_read_point"),
            models.Index(fields=["record_time", "id"], name="epcis_event_record_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event_id"],
                condition=Q(error_declared_at=None),
                name="event_id_once",
            ),
            models.UniqueConstraint(
                fields=["event_id", "error_declared_at"],
                condition=Q(error_declared_at__isnull=False),
                name="event_declared_wrong_once",
            ),
            models.CheckConstraint(
                condition=Q(error_declared_at=None) | Q(declared_wrong_at__isnull=False),
                name="event_declaration_counts_not",
            ),
            models.CheckConstraint(
                condition=Q(event_time_zone_offset__regex=r"^[+-]\d\d:\d\d$"),
                name="event_offset_form",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.biz_step} {self.event_id}"

    @property
    def is_error_declaration(self) -> bool:
        """Say whether this event declares another one wrong."""
        return self.error_declared_at is not None


class ElementRole(models.TextChoices):
    """In which list of the event an element stands."""

    EPC = "epc", _("object")
    PARENT = "parent", _("parent")
    CHILD = "child", _("child")
    INPUT = "input", _("input")
    OUTPUT = "output", _("output")


class EventElement(AppendOnly):
    """One thing an event names: an instance, or a class and how much of it (null: not counted).

    ``uri`` is canonical, so that a thing is found whichever way it was written.
    """

    event = models.ForeignKey(
        Event, related_name="elements", on_delete=models.PROTECT, db_index=False
    )
    role = models.CharField(max_length=8, choices=ElementRole.choices)
    uri = models.CharField(max_length=240)
    is_class = models.BooleanField(default=False)
    quantity = models.DecimalField(max_digits=24, decimal_places=9, null=True)
    uom = models.CharField(max_length=3, blank=True)

    class Meta:
        verbose_name = _("event element")
        verbose_name_plural = _("event elements")
        ordering: ClassVar[list[str]] = ["pk"]
        indexes = [
            models.Index(fields=["uri", "event", "role"], name="epcis_element_uri"),
            models.Index(fields=["event", "role"], name="epcis_element_event"),
            models.Index(
                fields=["uom", "quantity", "event"],
                name="epcis_element_quantity",
                condition=Q(quantity__isnull=False),
            ),
            models.Index(
                fields=["uri"],
                name="epcis_element_uri_like",
                opclasses=["varchar_pattern_ops"],
                include=["event", "role", "is_class"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.uri}"


class EventFact(AppendOnly):
    """One more value an event carries, for queries: transactions, parties, sensors, extensions.

    Names are those of `traceability.epcis.core.facts`. Derived from the body: the body counts.
    """

    event = models.ForeignKey(Event, related_name="facts", on_delete=models.PROTECT)
    name = models.CharField(max_length=160)
    text = models.CharField(max_length=240, blank=True)
    number = models.FloatField(null=True)
    time = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("event fact")
        verbose_name_plural = _("event facts")
        ordering: ClassVar[list[str]] = ["pk"]
        indexes = [
            models.Index(fields=["name", "text", "event"], name="epcis_fact_text"),
            models.Index(
                fields=["name", "number", "event"],
                name="epcis_fact_number",
                condition=Q(number__isnull=False),
            ),
            models.Index(
                fields=["name", "time", "event"],
                name="epcis_fact_time",
                condition=Q(time__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.text}"


class VisibleQuerySet(AppendOnlyQuerySet["VisibleEvent"]):
    """Events as readers see them."""


class VisibleEvent(AppendOnly):
    """An event as one of its readers may see it, with what queries filter and sort by.

    Every query is asked on behalf of a reader, so each index starts with the reader and goes on in
    the order of answers: a page is read off an index without a look at anybody else's events, nor
    at the long bodies. The columns equal those of the event, which never change.

    ``reader`` is the number that `traceability.epcis.readers` gives to a party that owns events,
    to one that events name, and to the public.
    """

    reader = models.BigIntegerField()
    event = models.ForeignKey(
        Event, related_name="visible_rows", on_delete=models.PROTECT, db_index=False
    )
    event_type = models.CharField(max_length=24)
    action = models.CharField(max_length=8, blank=True)
    biz_step = models.CharField(max_length=200, blank=True)
    disposition = models.CharField(max_length=200, blank=True)
    read_point = models.CharField(max_length=240, blank=True)
    biz_location = models.CharField(max_length=240, blank=True)
    event_time = models.DateTimeField()
    record_time = models.DateTimeField()

    objects: ClassVar[VisibleQuerySet] = VisibleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("visible event")
        verbose_name_plural = _("visible events")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "reader"], name="visible_event_once")
        ]
        indexes = [
            models.Index(
                fields=["reader", "record_time", "event"],
                name="epcis_visible_recorded",
                include=[
                    "event_type",
                    "action",
                    "biz_step",
                    "disposition",
                    "read_point",
                    "biz_location",
                    "event_time",
                ],
            ),
            models.Index(
                fields=["reader", "event_time", "event"],
                name="epcis_visible_time",
                include=["event_type", "biz_step"],
            ),
            models.Index(
                fields=["reader", "biz_step", "record_time", "event"],
                name="epcis_visible_step",
                include=["event_time"],
            ),
            models.Index(
                fields=["reader", "read_point", "record_time", "event"],
                name="epcis_visible_read_point",
                opclasses=_STARTING,
                include=["event_type", "biz_step", "event_time"],
            ),
            models.Index(
                fields=["reader", "biz_location", "event_time", "event"],
                name="epcis_visible_location",
                opclasses=_STARTING,
                include=["event_type", "biz_step", "record_time"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader} {self.event_id}"


class VocabularyElement(models.Model):
    """Master data of a thing, as its party told it last: a place, a party, a product.

    ``vocabulary`` is the type's URI, ``attributes`` holds every value by the attribute's name.
    """

    party = models.ForeignKey(
        Party, verbose_name=_("party"), related_name="vocabulary", on_delete=models.CASCADE
    )
    vocabulary = models.CharField(_("vocabulary"), max_length=160)
    uri = models.CharField(max_length=240)
    attributes = models.JSONField(_("attributes"), default=dict)
    children = models.JSONField(_("children"), default=list)
    changed_at = models.DateTimeField(_("changed at"), default=now)

    class Meta:
        verbose_name = _("master data")
        verbose_name_plural = _("master data")
        ordering: ClassVar[list[str]] = ["vocabulary", "uri", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "uri", "party"], name="vocabulary_element_once"
            )
        ]
        indexes = [models.Index(fields=["uri"], name="epcis_vocabulary_uri")]

    def __str__(self) -> str:
        return self.uri


class VocabularyAttribute(models.Model):
    """One value of an element's attribute, for queries."""

    element = models.ForeignKey(
        VocabularyElement, related_name="attribute_rows", on_delete=models.CASCADE
    )
    name = models.CharField(max_length=160)
    text = models.CharField(max_length=240, blank=True)

    class Meta:
        verbose_name = _("master data attribute")
        verbose_name_plural = _("master data attributes")
        ordering: ClassVar[list[str]] = ["pk"]
        indexes = [models.Index(fields=["name", "text"], name="epcis_vocabulary_attribute")]

    def __str__(self) -> str:
        return f"{self.name} {self.text}"


class VocabularyChild(models.Model):
    """One step down in the hierarchy of an element: ``uri`` belongs to ``parent_uri``."""

    element = models.ForeignKey(
        VocabularyElement, related_name="child_rows", on_delete=models.CASCADE
    )
    parent_uri = models.CharField(max_length=240)
    uri = models.CharField(max_length=240)

    class Meta:
        verbose_name = _("master data child")
        verbose_name_plural = _("master data children")
        ordering: ClassVar[list[str]] = ["pk"]
        indexes = [models.Index(fields=["parent_uri"], name="epcis_vocabulary_parent")]

    def __str__(self) -> str:
        return f"{self.parent_uri} {self.uri}"
