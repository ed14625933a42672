"""``{% load media_tags %}{% picture product.photo alt="Gạo ST25" %}``."""

from collections.abc import Mapping

from django import template

from marketplace.base.media.models import Media

register = template.Library()


@register.inclusion_tag("media/picture.html")
def picture(
    media: Media | None, alt: str = "", sizes: str = "100vw", *, lazy: bool = True
) -> Mapping[str, object]:
    """Show a photo in the size that fits, or a quiet placeholder until the worker is done.

    Args:
        media: the photo; None for none.
        alt: what it shows; empty where the words beside it say so already.
        sizes: the ``sizes`` attribute: how wide it stands on the page.
        lazy: False for what is seen first.
    """
    shown = media.sizes() if media is not None and media.is_ready else []
    return {
        "shown": shown,
        "first": shown[0] if shown else None,
        "alt": alt,
        "sizes": sizes,
        "lazy": lazy,
    }
