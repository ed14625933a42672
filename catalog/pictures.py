"""Small pictures for cards, from facts that need no other table."""

from collections.abc import Mapping

from django.core.files.storage import default_storage

from marketplace.base.media.models import Media, PictureUrls

CARD_WIDTH = 320
"""CSS pixels a card's picture is at most wide."""


def picture_facts(media: Media) -> dict[str, object] | None:
    """Return the stored rendition for a card; None until the worker has made it."""
    stored = sorted(media.renditions.values(), key=lambda one: one["w"])
    fitting = next((one for one in stored if one["w"] >= CARD_WIDTH), None)
    chosen = fitting or (stored[-1] if stored else None)
    return dict(chosen) if chosen else None


def small_picture(facts: Mapping[str, object] | None) -> PictureUrls | None:
    """Return the URLs of what `picture_facts` stored."""
    if facts is None:
        return None
    url = default_storage.url
    width, height = int(str(facts["w"])), int(str(facts["h"]))
    return PictureUrls(url(str(facts["jpeg"])), url(str(facts["avif"])), width, height)
