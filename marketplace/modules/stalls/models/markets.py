"""Markets and their stalls."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payments.models import Payee

STALL_CODE = RegexValidator(
    r"^[A-Z0-9]{2,6}$", _("A stall's code has 2 to 6 capital letters and digits.")
)


class Language(models.TextChoices):
    """What a stall's page speaks."""

    VIETNAMESE = "vi", _("Vietnamese")
    KHMER = "km", _("Khmer")


class Market(models.Model):
    """A wet market: stalls in aisles, and the people who look after it."""

    slug = models.SlugField(_("name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    place = models.CharField(_("place"), max_length=160)
    ward_code = models.CharField(_("code of the ward"), max_length=10, blank=True)
    managers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("managers"), related_name="markets", blank=True
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("market")
        verbose_name_plural = _("markets")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Stall(models.Model):
    """One stall. Who belongs to its payee sells at it.

    ``memo_code`` stands in the memo of its printed code and tells two stalls of one payee apart.
    ``last_announcement`` is the highest number of an announcement; it is raised under the row's
    lock, so no number is given twice. ``reminded_on`` is the last day whose close was asked for by
    message: one reminder a day.
    """

    market = models.ForeignKey(
        Market, models.PROTECT, verbose_name=_("market"), related_name="stalls"
    )
    code = models.CharField(_("code"), max_length=6, validators=[STALL_CODE])
    number = models.CharField(_("number"), max_length=8)
    aisle = models.CharField(_("aisle"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the aisle"), default=0)
    name = models.CharField(_("name"), max_length=80)
    goods = models.CharField(_("what it sells"), max_length=80, blank=True)
    payee = models.ForeignKey(Payee, models.PROTECT, verbose_name=_("payee"), related_name="stalls")
    memo_code = models.CharField(_("code in the memo"), max_length=10, unique=True, editable=False)
    language = models.CharField(
        _("language of its page"), max_length=2, choices=Language.choices, default="vi"
    )
    speaks = models.BooleanField(_("speaks when money comes"), default=True)
    last_announcement = models.PositiveIntegerField(default=0, editable=False)
    reminded_on = models.DateField(_("reminded to close"), null=True, editable=False)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("stall")
        verbose_name_plural = _("stalls")
        ordering = ("market", "aisle", "position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["market", "code"], name="stall_code_once_per_market"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="stall_closed_after_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.name}"

    @property
    def is_open(self) -> bool:
        """Whether it sells."""
        return self.closed_at is None
