"""Messages as they were sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly


class NoticeMessage(AppendOnly):
    """One message to one phone or one e-mail address; what it says stays."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset(
        {"state", "channel", "sent_at", "text", "sms"}
    )
    """The texts are in it for one reason: secrets are blanked when they no longer work."""

    class State(models.TextChoices):
        """How far it is."""

        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not taken")

    to_phone = models.CharField(_("phone"), max_length=16, blank=True, db_index=True)
    to_email = models.EmailField(_("e-mail"), blank=True)
    kind = models.CharField(_("kind"), max_length=40)
    language = models.CharField(
        _("language"), max_length=8, default="vi", choices=settings.LANGUAGES
    )
    text = models.TextField(_("text"))
    sms = models.CharField(_("as an SMS"), max_length=200, blank=True)
    blank_after = models.DateTimeField(_("secret until"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(to_phone="") & ~Q(to_email="")) | (~Q(to_phone="") & Q(to_email="")),
                name="notice_has_one_address",
            ),
        ]
        indexes = [
            models.Index(
                fields=["blank_after"], name="notice_secrets", condition=~Q(blank_after=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def address(self) -> str:
        """Return where it goes."""
        return self.to_phone or self.to_email
