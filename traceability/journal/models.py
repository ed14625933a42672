"""What people, files and instruments write down."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.base.media.models import Media, originals
from marketplace.kernel.appendonly import AppendOnly
from traceability.epcis.models import Event
from traceability.journal.core.measures import MEASURES
from traceability.journal.core.steps import SPECS
from traceability.lots.models import Lot
from traceability.models import Party, Place


class GoodsKind(models.TextChoices):
    """What goods are, before they are packed."""

    SEED = "seed", _("seed")
    POSTLARVAE = "postlarvae", _("postlarvae")
    FEED = "feed", _("feed")
    PADDY = "paddy", _("paddy")
    RICE = "rice", _("milled rice")
    BROKEN = "broken", _("broken rice")
    BRAN = "bran", _("bran")
    HUSK = "husk", _("husk")
    SHRIMP = "shrimp", _("shrimp")
    FROZEN = "frozen", _("frozen shrimp")


class Goods(AppendOnly):
    """Goods in bulk that an event made or brought: a harvest, seed, feed, milled rice.

    ``uri`` is what events call them: the lot's own stage where a lot is named, else ``uuid``.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    party = models.ForeignKey(Party, related_name="goods", on_delete=models.PROTECT)
    kind = models.CharField(_("kind"), max_length=12, choices=GoodsKind.choices)
    code = models.CharField(_("lot code"), max_length=20)
    name = models.CharField(_("name"), max_length=80, blank=True)
    uri = models.CharField("URI", max_length=240, db_index=True)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=3, null=True)
    uom = models.CharField(_("unit"), max_length=3, blank=True)
    made_by = models.ForeignKey(Event, related_name="+", null=True, on_delete=models.PROTECT)
    made_on = models.DateField(_("day"))
    lot = models.ForeignKey(Lot, related_name="goods", null=True, on_delete=models.PROTECT)
    season = models.UUIDField(_("season"), null=True)

    class Meta:
        verbose_name = _("goods in bulk")
        verbose_name_plural = _("goods in bulk")
        ordering: ClassVar[list[str]] = ["-made_on", "-pk"]
        indexes = [models.Index(fields=["party", "kind", "code"], name="goods_code")]

    def __str__(self) -> str:
        return self.code


class VoiceNote(AppendOnly):
    """Something said into a phone; kept privately, played to members of the party only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, related_name="+", on_delete=models.PROTECT)
    file = models.FileField(_("file"), storage=originals, max_length=120)
    content_type = models.CharField(_("type"), max_length=20)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    created_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("voice note")
        verbose_name_plural = _("voice notes")


class Source(models.TextChoices):
    """How an entry came."""

    FORM = "form", _("by hand")
    IMPORT = "import", _("from a file")
    SENSOR = "sensor", _("from a device")


class Entry(AppendOnly):
    """One thing somebody wrote down, with the event it became.

    ``client_id`` is made by the phone (or the form): the same one twice is one entry, by the
    database. ``values`` is what was typed, to fill the form again when it was wrong.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    party = models.ForeignKey(Party, related_name="entries", on_delete=models.PROTECT)
    client_id = models.UUIDField(_("id from the phone"))
    step = models.CharField(_("step"), max_length=16, choices=[(code, code) for code in SPECS])
    place = models.ForeignKey(Place, related_name="+", null=True, on_delete=models.PROTECT)
    season = models.UUIDField(_("season"), null=True)
    lot = models.ForeignKey(Lot, related_name="entries", null=True, on_delete=models.PROTECT)
    event = models.OneToOneField(Event, related_name="entry", on_delete=models.PROTECT)
    happened_at = models.DateTimeField(_("happened at"))
    values = models.JSONField(_("what was typed"), default=dict)
    note = models.CharField(_("more words"), max_length=500, blank=True)
    voice = models.OneToOneField(
        VoiceNote, related_name="entry", null=True, on_delete=models.PROTECT
    )
    source = models.CharField(_("how it came"), max_length=8, choices=Source.choices)
    replaces = models.ForeignKey(
        "self", related_name="replaced_by", null=True, on_delete=models.PROTECT
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, on_delete=models.PROTECT
    )
    created_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering: ClassVar[list[str]] = ["-happened_at", "-pk"]
        indexes = [
            models.Index(fields=["party", "-happened_at"], name="entry_party_time"),
            models.Index(fields=["season", "step"], name="entry_season_step"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["party", "client_id"], name="entry_once_per_client_id"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.happened_at:%Y-%m-%d}"


class EntryPicture(AppendOnly):
    """A photo of an entry; ``sha256`` stands in the event, too."""

    entry = models.ForeignKey(Entry, related_name="pictures", on_delete=models.PROTECT)
    media = models.ForeignKey(Media, related_name="+", on_delete=models.PROTECT)
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("picture of an entry")
        verbose_name_plural = _("pictures of entries")
        ordering: ClassVar[list[str]] = ["pk"]


class DeviceKind(models.TextChoices):
    """What a device is."""

    PROBE = "probe", _("water probe")
    WEATHER = "weather", _("weather station")
    PUMP = "pump", _("pump or valve")
    OTHER = "other", _("another device")


class Span(models.TextChoices):
    """How long readings are gathered before they become an event."""

    HOUR = "hour", _("an hour")
    DAY = "day", _("a day")


class Device(models.Model):
    """An instrument at a place that sends readings with a key of its own."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    party = models.ForeignKey(Party, related_name="devices", on_delete=models.PROTECT)
    place = models.ForeignKey(
        Place, verbose_name=_("place"), related_name="devices", on_delete=models.PROTECT
    )
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=8, choices=DeviceKind.choices)
    span = models.CharField(
        _("one entry for"), max_length=4, choices=Span.choices, default=Span.DAY
    )
    key_id = models.PositiveBigIntegerField(_("number of its key"), unique=True)
    last_seen_at = models.DateTimeField(_("last heard of"), null=True, blank=True)
    is_quiet = models.BooleanField(_("quiet"), default=False)
    stopped_at = models.DateTimeField(_("taken away"), null=True, blank=True)
    created_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering: ClassVar[list[str]] = ["party_id", "name", "pk"]

    def __str__(self) -> str:
        return self.name


_MEASURE_CHOICES = [(code, code) for code in MEASURES]


class Reading(AppendOnly):
    """One measured value, kept once however often it is sent.

    ``device_time`` is what the device's clock said; ``taken_at`` is the same moment by ours.
    ``summed_in`` is the event that sums it up.
    """

    mutable_fields: ClassVar[frozenset[str]] = frozenset({"summed_in", "summed_in_id"})

    device = models.ForeignKey(Device, related_name="readings", on_delete=models.PROTECT)
    measure = models.CharField(_("what"), max_length=12, choices=_MEASURE_CHOICES)
    device_time = models.DateTimeField(_("time on the device"))
    taken_at = models.DateTimeField(_("measured at"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4)
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    is_clock_wrong = models.BooleanField(_("clock of the device was wrong"), default=False)
    summed_in = models.ForeignKey(Event, related_name="+", null=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering: ClassVar[list[str]] = ["taken_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["device", "measure", "device_time"], name="reading_once"
            )
        ]
        indexes = [
            models.Index(fields=["device", "measure", "taken_at"], name="reading_chart"),
            models.Index(
                fields=["device", "taken_at"],
                condition=Q(summed_in__isnull=True),
                name="reading_not_summed",
            ),
        ]


class Limit(models.Model):
    """Between which values a measure should stay at a place; the farm's own setting."""

    place = models.ForeignKey(Place, related_name="limits", on_delete=models.CASCADE)
    measure = models.CharField(_("what"), max_length=12, choices=_MEASURE_CHOICES)
    low = models.DecimalField(_("at least"), max_digits=14, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("at most"), max_digits=14, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        ordering: ClassVar[list[str]] = ["measure"]
        constraints = [
            models.UniqueConstraint(fields=["place", "measure"], name="limit_once_per_measure"),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lt=models.F("high")),
                name="limit_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.low} {self.high}"


class Alert(AppendOnly):
    """A value outside the limits, from the first reading until one is inside again."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset({"ended_at", "worst"})

    device = models.ForeignKey(Device, related_name="alerts", on_delete=models.PROTECT)
    measure = models.CharField(_("what"), max_length=12, choices=_MEASURE_CHOICES)
    worst = models.DecimalField(_("farthest value"), max_digits=14, decimal_places=4)
    started_at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("until"), null=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering: ClassVar[list[str]] = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["device", "measure"],
                condition=Q(ended_at__isnull=True),
                name="alert_open_once",
            )
        ]


class ImportState(models.TextChoices):
    """How far a file is."""

    CHECKING = "checking", _("being read")
    READY = "ready", _("read, nothing kept yet")
    RUNNING = "running", _("being written down")
    DONE = "done", _("written down")
    FAILED = "failed", _("not readable")


class ImportFile(models.Model):
    """A table somebody uploaded: read, shown, then written down row by row."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    party = models.ForeignKey(Party, related_name="+", on_delete=models.PROTECT)
    step = models.CharField(_("step"), max_length=16, choices=[(code, code) for code in SPECS])
    file = models.FileField(_("file"), storage=originals, max_length=120)
    name = models.CharField(_("name"), max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64)
    state = models.CharField(
        _("state"), max_length=8, choices=ImportState.choices, default=ImportState.CHECKING
    )
    rows = models.PositiveIntegerField(_("rows"), default=0)
    good = models.PositiveIntegerField(_("good rows"), default=0)
    written = models.PositiveIntegerField(_("rows written down"), default=0)
    is_all_or_nothing = models.BooleanField(_("all or nothing"), default=False)
    faults = models.JSONField(_("what is wrong"), default=list)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, on_delete=models.PROTECT
    )
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name
