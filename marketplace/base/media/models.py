"""Photos: the private original and what was made of it."""

import uuid
from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings
from django.core.files.storage import Storage, default_storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredRendition(TypedDict):
    """One size of a photo: paths in the public storage, size in pixels."""

    avif: str
    jpeg: str
    w: int
    h: int


@dataclass(frozen=True, slots=True)
class PictureUrls:
    """One size of a photo as a page shows it."""

    jpeg: str
    avif: str
    width: int
    height: int


def originals() -> Storage:
    """Return where originals are kept; no URL leads there."""
    return storages["originals"]


class Media(models.Model):
    """One uploaded photo."""

    class State(models.TextChoices):
        """How far the worker is with it."""

        NEW = "new", _("being prepared")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be prepared")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    original = models.FileField(_("original"), storage=originals, max_length=120)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.NEW)
    renditions = models.JSONField[dict[str, StoredRendition]](default=dict, blank=True)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0), name="media_has_a_size"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_ready(self) -> bool:
        """Return whether it can be shown."""
        return self.state == self.State.READY

    def sizes(self) -> list[PictureUrls]:
        """Return what can be shown, smallest first; nothing until the worker is done."""
        stored = sorted(self.renditions.values(), key=lambda one: one["w"])
        url = default_storage.url
        return [
            PictureUrls(url(one["jpeg"]), url(one["avif"]), one["w"], one["h"]) for one in stored
        ]

    def picture(self, width: int = 320) -> PictureUrls | None:
        """Return the smallest size at least this wide, else the largest there is."""
        sizes = self.sizes()
        return next((one for one in sizes if one.width >= width), sizes[-1] if sizes else None)
