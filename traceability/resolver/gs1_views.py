"""The GS1-conformant resolver: Digital Links of ours, for people and for machines.

Source: GS1-Conformant Resolver 1.0; docs/model/resolver.md says check by check what we do.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from traceability.gs1.digital_link import ParsedLink
from traceability.resolver import describing, things
from traceability.resolver.answering import answer, blocked, is_stranger_patient, unreadable
from traceability.resolver.core.accept import Want, media_of, want_of
from traceability.resolver.core.anchors import anchors
from traceability.resolver.core.choosing import Offer, Wish, choose
from traceability.resolver.core.link_types import name_of
from traceability.resolver.core.linkset import (
    CONTEXT,
    MEDIA_TYPE,
    Anchored,
    choices,
    linkset,
)
from traceability.resolver.core.target import Target, TargetError, of_goods, parsed, stands_for
from traceability.resolver.http import (
    SHARED,
    html_answer,
    in_chosen_language,
    raw_path,
    wished_languages,
)
from traceability.resolver.links import absolute, levels_of, offers_of

R = TypeVar("R", bound=HttpResponseBase)

METHODS = ("GET", "HEAD", "OPTIONS")
_OURS = frozenset({"linkType", "context"})
"""Keys of the query that are for the resolver; all others are passed on."""

_CORS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type",
    "Access-Control-Expose-Headers": "Link, Location, Content-Language",
    "Access-Control-Max-Age": "86400",
}
_CONTEXT_PATH = "/.well-known/linkset-context.jsonld"


@dataclass(frozen=True, slots=True)
class Asked:
    """The Digital Link that is asked for: as it was sent, or what a compressed one stands for."""

    path: str
    query: str

    @property
    def fields(self) -> QueryDict:
        """Return the query's keys and values."""
        return QueryDict(self.query)


@require_http_methods(METHODS)
@in_chosen_language
def link_page(request: HttpRequest, language: str) -> HttpResponseBase:
    """Answer a Digital Link: the page for people, links for machines, or the way to either."""
    path = raw_path(request).removesuffix("/")
    plain = stands_for(path)
    if plain:
        return _as_plain(request, plain, language)
    asked = Asked(path, _query(request))
    return _open(_answered(request, asked, language), asked)


@require_http_methods(METHODS)
@in_chosen_language
def compressed_page(request: HttpRequest, language: str, plain: str) -> HttpResponseBase:
    """Answer a wholly compressed Digital Link; ``plain`` is the uncompressed one."""
    return _as_plain(request, plain, language)


@require_http_methods(METHODS)
@in_chosen_language
def page_of_link(request: HttpRequest, language: str) -> HttpResponseBase:
    """Show the page of a Digital Link whatever is accepted: where default links lead."""
    path = raw_path(request).removesuffix("/")[len("/q") :]
    try:
        link = parsed(path, request.META.get("QUERY_STRING", ""))
    except TargetError:
        return unreadable(request, _shown(path), language)
    return _page(request, link, language)


@require_http_methods(METHODS)
def description_file(_request: HttpRequest) -> HttpResponse:
    """Say what this resolver can do: ``/.well-known/gs1resolver``."""
    return _cors(_json(describing.description(), "application/json"))


@require_http_methods(METHODS)
def linkset_context(_request: HttpRequest) -> HttpResponse:
    """Say what the words of a linkset mean as JSON-LD."""
    return _cors(_json(CONTEXT, "application/ld+json"))


def _as_plain(request: HttpRequest, plain: str, language: str) -> HttpResponseBase:
    """Answer a compressed Digital Link as the one it stands for, and say which that is."""
    path, _, own = plain.partition("?")
    asked = Asked(path, "&".join(filter(None, (own, _query(request)))))
    response = _open(_answered(request, asked, language), asked)
    if "Link" in response.headers:
        response.headers["Link"] += f', <{absolute(plain)}>; rel="owl:sameAs"'
    return response


def _query(request: HttpRequest) -> str:
    return str(request.META.get("QUERY_STRING", ""))


def _answered(request: HttpRequest, asked: Asked, language: str) -> HttpResponseBase:
    try:
        link = parsed(asked.path, asked.query)
    except TargetError:
        return unreadable(request, _shown(asked.path), language)
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
    want = want_of(asked.fields.get("linkType", ""), request.META.get("HTTP_ACCEPT", ""))
    if want == Want.PAGE:
        return _page(request, link, language)
    return _for_machines(request, asked, link, language, want)


def _page(request: HttpRequest, link: ParsedLink, language: str) -> HttpResponseBase:
    if link.key.ai == "01":
        return answer(request, of_goods(link), language)
    html = things.thing_page(link, language)
    if html:
        return html_answer(html, SHARED)
    return answer(request, Target(code=link.key.value), language)


def _for_machines(
    request: HttpRequest, asked: Asked, link: ParsedLink, language: str, want: Want
) -> HttpResponseBase:
    levels = levels_of(link, language)
    finest = anchors(link)[0]
    is_known = bool(levels) and levels[0].anchor == absolute(finest.path)
    if not is_known and not is_stranger_patient(request, finest.elements[-1].value[:40]):
        return blocked(Target(), language)
    if not levels:
        return HttpResponse(status=404)
    if want == Want.LINKSET:
        return _linkset(linkset(levels))
    if want == Want.DEFAULT:
        return _sent_on(asked, _default_of(levels[0], f"/q{finest.path}", is_known=is_known))
    return _link(request, asked, levels)


def _default_of(level: Anchored, page: str, *, is_known: bool) -> str:
    """Return where an unasked question leads.

    A lot or pack that was never issued leads to the page that says so, not to the product's: a
    copied label must not look like a good one.
    """
    return level.default.href if is_known else absolute(page)


def _link(request: HttpRequest, asked: Asked, levels: Sequence[Anchored]) -> HttpResponse:
    wish = Wish(
        languages=tuple(wished_languages(request)),
        media=tuple(media_of(request.META.get("HTTP_ACCEPT", ""))),
        context=asked.fields.get("context", ""),
    )
    best = choose(offers_of(levels, name_of(asked.fields.get("linkType", ""))), wish)
    if not best:
        return HttpResponse(status=404)
    if len(best) == 1:
        return _sent_on(asked, best[0].href)
    return _several(levels[0].anchor, best)


def _several(anchor: str, best: Sequence[Offer]) -> HttpResponse:
    """Answer that nothing tells the links apart: the client chooses."""
    return _json(choices(anchor, best), MEDIA_TYPE, status=300)


def _sent_on(asked: Asked, href: str) -> HttpResponse:
    """Redirect with the question's own query passed on; what the address says itself stands."""
    return HttpResponse(status=307, headers={"Location": _with_query(href, asked.fields)})


def _with_query(href: str, query: QueryDict) -> str:
    fixed = {key for key, _value in parse_qsl(urlsplit(href).query, keep_blank_values=True)}
    rest = [
        (key, value)
        for key, values in query.lists()
        for value in values
        if key not in _OURS and key not in fixed
    ]
    if not rest:
        return href
    address, mark, fragment = href.partition("#")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode(rest)}{mark}{fragment}"


def _linkset(body: Mapping[str, object]) -> HttpResponse:
    response = _json(body, MEDIA_TYPE)
    response.headers["Cache-Control"] = SHARED
    return response


def _open(response: HttpResponseBase, asked: Asked) -> HttpResponseBase:
    """Add what every answer of the resolver carries: CORS, Vary, the way to the linkset."""
    patch_vary_headers(response, ["Accept"])
    address = absolute(asked.path)
    links = [f'<{address}?linkType=linkset>; rel="linkset"; type="{MEDIA_TYPE}"']
    if response.headers.get("Content-Type") == MEDIA_TYPE:
        rel = "http://www.w3.org/ns/json-ld#context"
        links.append(f'<{absolute(_CONTEXT_PATH)}>; rel="{rel}"; type="application/ld+json"')
    if response.status_code != HTTPStatus.BAD_REQUEST:
        response.headers["Link"] = ", ".join(links)
    return _cors(response)


def _cors(response: R) -> R:
    for name, value in _CORS.items():
        response.headers[name] = value
    return response


def _json(body: Mapping[str, object], media_type: str, status: int = 200) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type=media_type, status=status)


def _shown(path: str) -> Target:
    return Target(code=path.rpartition("/")[2])
