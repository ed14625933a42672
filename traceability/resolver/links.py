"""The links of a code: those stored for its levels, and those we answer ourselves."""

from collections.abc import Sequence
from urllib.parse import quote

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from traceability import conf
from traceability.gs1.digital_link import ParsedLink
from traceability.resolver.core.anchors import Level
from traceability.resolver.core.choosing import Offer
from traceability.resolver.core.link_types import DEFAULT
from traceability.resolver.core.linkset import Anchored
from traceability.resolver.hooks import more_links
from traceability.resolver.models import Link, OriginSnapshot
from traceability.resolver.named import Named, known_levels

HTML = "text/html"
_GOODS = frozenset({Level.ITEM, Level.LOT, Level.SERIAL})


def levels_of(link: ParsedLink, language: str) -> list[Anchored]:
    """Return the known levels of a Digital Link with all their links, the finest first."""
    named = known_levels(link, language)
    stored = _stored([one.anchor.path for one in named])
    return [
        Anchored(
            anchor=absolute(one.anchor.path),
            title=one.title,
            default=_default(one),
            offers=[*_automatic(one, language), *stored.get(one.anchor.path, [])],
        )
        for one in named
    ]


def offers_of(levels: Sequence[Anchored], name: str) -> list[Offer]:
    """Return the links of one type at the finest level that has any: the walk up to the key."""
    for level in levels:
        found = [one for one in level.offers if one.link_type == name]
        if found:
            return found
    return []


def absolute(path: str) -> str:
    """Return a path of ours as an address."""
    return f"{settings.PUBLIC_ORIGIN}{path}"


def _stored(paths: Sequence[str]) -> dict[str, list[Offer]]:
    found: dict[str, list[Offer]] = {}
    for row in Link.objects.filter(anchor__in=paths):
        offer = Offer(
            link_type=row.link_type,
            href=row.href,
            title=row.title,
            languages=tuple(row.languages),
            media_type=row.media_type,
            context=row.context,
        )
        found.setdefault(row.anchor, []).append(offer)
    return found


def _default(one: Named) -> Offer:
    return Offer(
        link_type=DEFAULT, href=absolute(one.page), title=_("Page of %(name)s") % _name(one)
    )


def _automatic(one: Named, language: str) -> list[Offer]:
    """Return what we answer ourselves, and what other modules add."""
    offers = [_page(one, "traceability", _("Origin of %(name)s"), one.page)]
    if one.anchor.level in _GOODS:
        offers.append(_page(one, "pip", _("About %(name)s"), one.page))
        offers.append(_page(one, "recallStatus", _("Whether %(name)s is recalled"), one.page))
    if one.anchor.level == Level.PLACE:
        offers.append(_page(one, "locationInfo", _("About %(name)s"), one.page))
    if one.lot is not None:
        offers += _of_lot(one, language)
    offers += _elsewhere(one)
    return [*offers, *(offer for more in more_links.send(one.anchor) for offer in more)]


def _of_lot(one: Named, language: str) -> list[Offer]:
    rows = OriginSnapshot.objects.filter(lot=one.lot, language=language)
    facts = rows.values_list("facts", flat=True).first() or {}
    offers = []
    if facts.get("has_certificates"):
        offers.append(_page(one, "certificationInfo", _("Certificates of %(name)s"), one.page))
    if facts.get("is_recalled"):
        offers.append(_page(one, "safetyInfo", _("Warning about %(name)s"), one.page))
    return offers


def _elsewhere(one: Named) -> list[Offer]:
    """Return links to other pages of ours, where their modules are there."""
    check = _path("origin_log:check")
    offers = []
    events = _events(one)
    if events:
        title = _("Events of %(name)s (EPCIS 2.0)") % _name(one)
        media = "application/json"
        offers.append(Offer(link_type="epcis", href=events, title=title, media_type=media))
    if check and one.lot is not None:
        offers.append(_page(one, "verificationService", _("Check the proof of %(name)s"), check))
    if one.lot is not None and one.anchor.level == Level.LOT:
        offers += _passport(one)
    return offers


def _events(one: Named) -> str:
    """Return where the events of a level are read, as far as they are public."""
    is_place = one.anchor.level == Level.PLACE
    root = _path("epcis_rest:readPoints" if is_place else "epcis_rest:epcs")
    return absolute(f"{root}/{quote(one.anchor.canonical, safe='')}/events") if root else ""


def _passport(one: Named) -> list[Offer]:
    """Return the lot's passport, a verifiable credential."""
    passport = _path("origin_log:passport", str(one.lot.link_code)) if one.lot else ""
    title = _("Digital passport of %(name)s") % _name(one)
    media = "application/vc"
    made = Offer(link_type="dpp", href=absolute(passport), title=title, media_type=media)
    return [made] if passport else []


def _page(one: Named, name: str, title: str, path: str) -> Offer:
    return Offer(
        link_type=name,
        href=absolute(path),
        title=title % _name(one),
        languages=conf.languages(),
        media_type=HTML,
    )


def _name(one: Named) -> dict[str, str]:
    return {"name": one.title}


def _path(view: str, *args: str) -> str:
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return ""
