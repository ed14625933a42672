"""Links of a code: added and taken away by staff, or by the party whose code it is."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from marketplace.kernel.audit import record
from traceability.models import Party
from traceability.resolver.core.addresses import AddressError, checked
from traceability.resolver.core.anchors import Anchor, anchors
from traceability.resolver.core.link_types import LINK_TYPES
from traceability.resolver.core.target import TargetError, parsed
from traceability.resolver.errors import (
    LinkAddressError,
    LinkAnchorError,
    LinkTitleError,
    LinkTypeError,
)
from traceability.resolver.models import Link
from traceability.resolver.named import known_levels

CLOSED_PATHS = ("/quan-tri/", "/ban/", "/tai-khoan/", "/dang-nhap/", "/gio/", "/thanh-toan/")
"""Our own pages that are for signed-in people: no label leads there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDraft:
    """What a link says. ``anchor`` is a path such as ``/01/09520600012353/10/A3``."""

    anchor: str
    link_type: str
    href: str
    title: str
    languages: tuple[str, ...] = ()
    media_type: str = "text/html"
    context: str = ""


def add_link(
    *, draft: LinkDraft, party: Party | None = None, acting_user: AbstractBaseUser | None = None
) -> Link:
    """Add a link to a code and return it; asked twice, the first one is kept.

    With ``party`` (a member asks) the code must be one of that party's; staff may link any key.

    Raises:
        LinkAnchorError: the code is no GS1 key, or not the party's.
        LinkTypeError: GS1 knows no such type.
        LinkTitleError: there are no words.
        LinkAddressError: it is not a public https address.
    """
    anchor = _anchor(draft.anchor, party)
    if draft.link_type not in LINK_TYPES:
        raise LinkTypeError
    if not draft.title.strip():
        raise LinkTitleError
    with transaction.atomic():
        link, is_new = Link.objects.get_or_create(
            anchor=anchor.path,
            link_type=draft.link_type,
            href=_href(draft.href),
            context=draft.context.strip(),
            defaults={
                "level": anchor.level.value,
                "party": party,
                "title": draft.title.strip()[:120],
                "languages": list(draft.languages),
                "media_type": draft.media_type.strip().lower(),
            },
        )
        if is_new:
            record("link.added", acting_user=acting_user, subject=link, href=link.href)
    return link


def remove_link(*, link: Link, acting_user: AbstractBaseUser | None = None) -> None:
    """Take a link away."""
    with transaction.atomic():
        record("link.removed", acting_user=acting_user, subject=link, href=link.href)
        link.delete()


def _anchor(text: str, party: Party | None) -> Anchor:
    try:
        link = parsed(text.strip().removesuffix("/"))
    except TargetError as error:
        raise LinkAnchorError from error
    anchor = anchors(link)[0]
    if party is None:
        return anchor
    named = next(iter(known_levels(link, "vi")), None)
    if named is None or named.anchor != anchor or named.party != party:
        raise LinkAnchorError
    return anchor


def _href(text: str) -> str:
    try:
        return checked(text, own_host=urlsplit(settings.PUBLIC_ORIGIN).netloc, closed=CLOSED_PATHS)
    except AddressError as error:
        raise LinkAddressError from error
