"""What a client asks a resolver for: a page, a linkset, or to be sent on. Pure."""

from enum import StrEnum

from traceability.resolver.core.link_types import DEFAULT, name_of

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_LINKSETS = frozenset({"application/linkset+json", "application/json", "application/ld+json"})
_ASKS_LINKSET = frozenset({"linkset", "all"})
"""``all`` is what earlier releases of the standard called it."""


class Want(StrEnum):
    """How to answer."""

    PAGE = "page"
    LINKSET = "linkset"
    DEFAULT = "default"
    LINK = "link"


def want_of(link_type: str, accept: str) -> Want:
    """Return what ``?linkType=`` asks for, else what the Accept header names first.

    Browsers name text/html and get the buyer's page; who names neither is sent to it.

    >>> want_of("", "text/html,application/xml;q=0.9,*/*;q=0.8"), want_of("", "*/*")
    (<Want.PAGE: 'page'>, <Want.DEFAULT: 'default'>)
    """
    if link_type in _ASKS_LINKSET:
        return Want.LINKSET
    if link_type:
        return Want.DEFAULT if name_of(link_type) == DEFAULT else Want.LINK
    for media in media_of(accept):
        if media in _PAGES:
            return Want.PAGE
        if media in _LINKSETS:
            return Want.LINKSET
    return Want.DEFAULT


def media_of(accept: str) -> list[str]:
    """Return the media ranges of an Accept header, the most wanted first, refused ones left out.

    >>> media_of("text/html;q=0.2, application/pdf")
    ['application/pdf', 'text/html']
    """
    weighted = [_weighted(part) for part in accept.split(",") if "/" in part]
    wanted = [one for one in weighted if one[1] > 0]
    return [media for media, _weight in sorted(wanted, key=lambda one: -one[1])]


def _weighted(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip() for piece in part.lower().split(";"))
    quality = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    try:
        return media, min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return media, 0.0
