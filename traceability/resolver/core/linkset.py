"""Links of several levels as a linkset. Pure.

Source: RFC 9264; GS1-Conformant Resolver 1.0: one default link for each anchor, bare.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from traceability.resolver.core.choosing import Offer
from traceability.resolver.core.link_types import DEFAULT, uri

MEDIA_TYPE = "application/linkset+json"

Target = dict[str, str | list[str]]

CONTEXT: Mapping[str, object] = {
    "@context": {
        "@version": 1.1,
        "linkset": "@graph",
        "anchor": "@id",
        "href": "@id",
        "title": "http://purl.org/dc/terms/title",
        "itemDescription": "http://purl.org/dc/terms/description",
        "type": "http://purl.org/dc/terms/format",
        "hreflang": {"@id": "http://purl.org/dc/terms/language", "@container": "@set"},
        "context": {"@id": "http://purl.org/dc/terms/audience", "@container": "@set"},
    }
}
"""What makes JSON-LD of a linkset: relations are absolute URIs already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """One level with its links. ``default`` is where it leads when nothing is asked for."""

    anchor: str
    title: str
    default: Offer
    offers: Sequence[Offer]


def linkset(levels: Iterable[Anchored]) -> dict[str, list[dict[str, object]]]:
    """Return the linkset of ``levels``, each an object of its own."""
    return {"linkset": [_object(level) for level in levels]}


def choices(anchor: str, offers: Sequence[Offer]) -> dict[str, list[dict[str, object]]]:
    """Return a linkset of links that suit equally well."""
    found: dict[str, object] = {"anchor": anchor}
    return {"linkset": [found | _by_type(offers)]}


def _object(level: Anchored) -> dict[str, object]:
    default: Target = {"href": level.default.href, "title": level.default.title}
    return {
        "anchor": level.anchor,
        "itemDescription": level.title,
        uri(DEFAULT): [default],
        **_by_type(level.offers),
    }


def _by_type(offers: Sequence[Offer]) -> dict[str, object]:
    found: dict[str, list[Target]] = {}
    for one in offers:
        found.setdefault(uri(one.link_type), []).append(_target(one))
    return dict(found)


def _target(one: Offer) -> Target:
    target: Target = {"href": one.href, "title": one.title}
    if one.media_type:
        target["type"] = one.media_type
    if one.languages:
        target["hreflang"] = list(one.languages)
    if one.context:
        target["context"] = [one.context]
    return target
