"""Rules as rows, papers, and what was found."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.base.media.models import Media
from traceability.epcis.models import Event
from traceability.lots.models import TradeItem
from traceability.models import Party, Place


class Confidence(models.TextChoices):
    """How sure the source of a rule is."""

    OFFICIAL = "official", _("official text seen")
    SECONDARY = "secondary", _("second-hand")
    MEMORY = "memory", _("to be checked")


class DatedRule(models.Model):
    """A rule that somebody stands for, from a day to a day."""

    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=240)
    confidence = models.CharField(
        _("how sure"), max_length=12, choices=Confidence.choices, default=Confidence.MEMORY
    )

    class Meta:
        abstract = True


def _days_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True)
        | Q(valid_from__isnull=True)
        | Q(valid_to__gte=F("valid_from")),
        name=f"{name}_days_in_order",
    )


class Limit(DatedRule):
    """The range a number usually lies in, or a tolerance (its maximum). A finding, never a veto."""

    code = models.CharField(_("code"), max_length=40)
    minimum = models.DecimalField(
        _("minimum"), max_digits=12, decimal_places=3, null=True, blank=True
    )
    maximum = models.DecimalField(
        _("maximum"), max_digits=12, decimal_places=3, null=True, blank=True
    )

    class Meta:
        verbose_name = _("usual range")
        verbose_name_plural = _("usual ranges")
        ordering: ClassVar[list[str]] = ["code", "-valid_from", "-pk"]
        constraints = [
            _days_in_order("limit"),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True)
                | Q(maximum__isnull=True)
                | Q(maximum__gte=F("minimum")),
                name="limit_range_in_order",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="limit_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.minimum or '…'} – {self.maximum or '…'}"


class SubstanceScope(models.TextChoices):
    """What a substance must not touch."""

    CROP = "crop", _("crops")
    AQUACULTURE = "aquaculture", _("aquaculture")
    ALL = "all", _("everything")


class BannedSubstance(DatedRule):
    """A substance that must not be used; ``synonyms`` are other names it is sold under."""

    name = models.CharField(_("name"), max_length=120)
    synonyms = models.JSONField(_("other names"), default=list, blank=True)
    scope = models.CharField(_("where"), max_length=12, choices=SubstanceScope.choices)

    class Meta:
        verbose_name = _("banned substance")
        verbose_name_plural = _("banned substances")
        ordering: ClassVar[list[str]] = ["name", "scope"]
        constraints = [
            _days_in_order("banned_substance"),
            models.UniqueConstraint(
                fields=["name", "scope"],
                condition=Q(valid_to__isnull=True),
                name="banned_substance_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ActKind(models.TextChoices):
    """What was done on a field or in a pond that later events are judged by."""

    TREATMENT = "treatment", _("spray or drug")
    HARVEST = "harvest", _("harvest")
    SALINITY = "salinity", _("salinity reading")


class FieldAct(models.Model):
    """An index of events by what they were done to. Derived: the event counts.

    ``subject`` is the URI of a place (its UUID where we know it) or of goods. ``until`` is the
    first day on which harvest is allowed again; ``number`` the salinity in ‰.
    """

    event = models.ForeignKey(Event, related_name="field_acts", on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=ActKind.choices)
    subject = models.CharField(max_length=240)
    day = models.DateField()
    until = models.DateField(null=True)
    product = models.CharField(max_length=120, blank=True)
    days = models.PositiveIntegerField(default=0)
    is_drug = models.BooleanField(default=False)
    number = models.DecimalField(max_digits=9, decimal_places=3, null=True)

    class Meta:
        verbose_name = _("act on a field")
        verbose_name_plural = _("acts on fields")
        indexes = [models.Index(fields=["subject", "kind", "day"], name="field_act_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.day}"


class FindingState(models.TextChoices):
    """Where a finding stands."""

    OPEN = "open", pgettext_lazy("a finding", "open")
    EXPLAINED = "explained", pgettext_lazy("a finding", "explained")
    CLOSED = "closed", pgettext_lazy("a finding", "closed")


class Finding(models.Model):
    """A number or order of things that somebody should look at; it blocks nothing.

    ``numbers`` holds what the sentence names. The party explains it in its own words; staff close
    it. Nothing is deleted.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rule = models.CharField(_("rule"), max_length=40)
    event = models.ForeignKey(
        Event, verbose_name=_("event"), related_name="findings", on_delete=models.PROTECT
    )
    party = models.ForeignKey(
        Party, verbose_name=_("party"), related_name="findings", on_delete=models.PROTECT
    )
    place = models.ForeignKey(
        Place,
        verbose_name=_("place"),
        related_name="findings",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    numbers = models.JSONField(_("numbers"), default=dict)
    is_grave = models.BooleanField(_("grave"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=FindingState.choices, default=FindingState.OPEN
    )
    reason = models.CharField(_("explanation"), max_length=300, blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    explained_at = models.DateTimeField(_("explained at"), null=True, blank=True)
    answer = models.CharField(_("what was found out"), max_length=300, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    created_at = models.DateTimeField(_("found at"), auto_now_add=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering: ClassVar[list[str]] = ["-is_grave", "-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "-created_at"], name="finding_state")]
        constraints = [
            models.UniqueConstraint(fields=["event", "rule"], name="finding_once_per_event"),
            models.CheckConstraint(
                condition=~Q(state="explained") | ~Q(reason=""), name="finding_explained_in_words"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(answer=""), name="finding_closed_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.created_at:%Y-%m-%d}"


class Scheme(models.TextChoices):
    """What a certificate says."""

    VIETGAP = "vietgap", "VietGAP"
    GLOBALGAP = "globalgap", "GlobalG.A.P."
    ASC = "asc", "ASC"
    BAP = "bap", "BAP"
    ORGANIC_VN = "organic_vn", _("organic, TCVN 11041")
    ORGANIC_USDA = "organic_usda", _("organic, USDA")
    ORGANIC_EU = "organic_eu", _("organic, EU")
    OCOP = "ocop", "OCOP"
    HACCP = "haccp", "HACCP"
    ISO_22000 = "iso_22000", "ISO 22000"
    INDICATION = "gi", _("geographical indication or certification mark")
    CONFORMITY = "conformity", _("declaration of conformity")
    FOOD_SAFETY = "food_safety", _("food safety certificate")
    RESIDUE = "residue", _("residue test")


class CertificateState(models.TextChoices):
    """Whether staff have seen the paper."""

    WAITING = "waiting", _("waiting for a look")
    CONFIRMED = "confirmed", pgettext_lazy("a certificate", "confirmed")
    REFUSED = "refused", pgettext_lazy("a certificate", "refused")
    WITHDRAWN = "withdrawn", _("withdrawn by its issuer")


class Certificate(models.Model):
    """A paper of a party, of all it does, or of one place. Shown where it held at the time.

    It is never deleted: one that has expired stays, so marked, on pages of lots made while it held.
    ``sha256`` is of the document as it was uploaded.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    party = models.ForeignKey(
        Party, verbose_name=_("party"), related_name="certificates", on_delete=models.PROTECT
    )
    place = models.ForeignKey(
        Place,
        verbose_name=_("place"),
        related_name="certificates",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    scheme = models.CharField(_("kind"), max_length=16, choices=Scheme.choices)
    stars = models.PositiveSmallIntegerField(_("OCOP stars"), null=True, blank=True)
    number = models.CharField(_("number"), max_length=80)
    issuer = models.CharField(_("issued by"), max_length=160)
    scope = models.CharField(_("what it covers"), max_length=200, blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"))
    document = models.ForeignKey(
        Media,
        verbose_name=_("photo of the paper"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    check_url = models.CharField(
        _("page to check it"), max_length=200, blank=True, validators=[URLValidator(["https"])]
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=CertificateState.choices,
        default=CertificateState.WAITING,
    )
    state_reason = models.CharField(_("why"), max_length=200, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering: ClassVar[list[str]] = ["scheme", "-valid_to", "pk"]
        constraints = [
            _days_in_order("origin_certificate"),
            models.UniqueConstraint(
                fields=["party", "scheme", "number"], name="origin_certificate_once"
            ),
            models.CheckConstraint(
                condition=Q(scheme="ocop", stars__gte=3, stars__lte=5)
                | (~Q(scheme="ocop") & Q(stars__isnull=True)),
                name="origin_certificate_only_ocop_has_stars",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "withdrawn"]) | ~Q(state_reason=""),
                name="origin_certificate_reason",
            ),
        ]

    def __str__(self) -> str:
        stars = f" {self.stars}★" if self.stars else ""
        return f"{self.get_scheme_display()}{stars} {self.number}"


class GoodsFacts(models.Model):
    """What the law wants told of goods and no other table holds: the safety warning."""

    item = models.OneToOneField(
        TradeItem, verbose_name=_("trade item"), related_name="facts", on_delete=models.CASCADE
    )
    warning = models.CharField(_("safety warning"), max_length=300, blank=True)
    needs_no_warning = models.BooleanField(_("needs no safety warning"), default=False)

    class Meta:
        verbose_name = _("facts of goods")
        verbose_name_plural = _("facts of goods")
        constraints = [
            models.CheckConstraint(
                condition=Q(warning="") | Q(needs_no_warning=False), name="goods_warning_or_none"
            )
        ]

    def __str__(self) -> str:
        return self.warning
