"""What a stall's page asks every second, and the files that let it speak without a network."""

import hashlib
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from marketplace.base.accounts.models import User
from marketplace.base.words import formats
from marketplace.kernel.clock import now
from marketplace.modules.stalls.access import stalls_of
from marketplace.modules.stalls.core.vocabulary import CLIPS
from marketplace.modules.stalls.core.voice import clips
from marketplace.modules.stalls.listening import (
    Ticket,
    announcements_after,
    last_number,
    ticket_for,
    ticket_of,
    whole_number,
)
from marketplace.modules.stalls.models import Announcement, Stall
from marketplace.modules.stalls.screens import sale_of, today_of
from marketplace.modules.stalls.views.quay import screen_context

DAY: Final = 24 * 3600
OLD_SALE: Final = timedelta(hours=12)


@require_safe
def listen(request: HttpRequest) -> HttpResponseBase:
    """Answer what came since, 204 when nothing new did; 401: sign in again.

    ``sau`` is the number of the last announcement the page has; ``dang`` the sale it shows.
    """
    ticket = ticket_of(request)
    renewed = ""
    if ticket is None:
        ticket, renewed = _by_session(request)
    last = last_number(ticket) if ticket else None
    if ticket is None or last is None:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    after = whole_number(request, "sau")
    response = HttpResponse(status=204) if last == after else _news(request, ticket, after, last)
    response["Cache-Control"] = "no-store"
    if renewed:
        response["X-Quay"] = renewed
    return response


@cache_control(max_age=DAY)
@require_safe
def voice(_request: HttpRequest, language: str) -> HttpResponse:
    """Name the file of every clip of a language."""
    if language not in CLIPS:
        raise Http404
    index = render_to_string("stalls/voice.json", {"files": clip_files(language)})
    return HttpResponse(index, content_type="application/json")


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: keeps the page, its files and the voice on the phone."""
    files = [file for language in CLIPS for _name, file in clip_files(language)]
    indexes = [reverse("stalls:voice", args=[language]) for language in CLIPS]
    context = {
        "root": reverse("stalls:quay"),
        "listen": reverse("stalls:listen"),
        "files": files,
        "indexes": indexes,
        "version": "@version@",
    }
    script = render_to_string("stalls/worker.js", context, request=request)
    version = hashlib.sha256(script.encode()).hexdigest()[:12]
    return HttpResponse(
        script.replace("@version@", version), content_type="text/javascript; charset=utf-8"
    )


@cache_control(max_age=DAY)
@require_safe
def app(request: HttpRequest) -> HttpResponse:
    """The manifest with which a phone puts the stall's page beside its other apps."""
    response = render(request, "stalls/app.webmanifest")
    response["Content-Type"] = "application/manifest+json; charset=utf-8"
    return response


def clip_files(language: str) -> list[tuple[str, str]]:
    """Return each clip's name and its file among the theme's files."""
    return [(clip.name, f"voice/{language}/{clip.name}.mp3") for clip in CLIPS[language]]


def _by_session(request: HttpRequest) -> tuple[Ticket | None, str]:
    """Return a new ticket for whoever is signed in: the old one has had its day."""
    user = request.user
    key = whole_number(request, "sap")
    stall = stalls_of(user).filter(pk=key).first() if isinstance(user, User) else None
    if stall is None or not isinstance(user, User):
        return None, ""
    return Ticket(user.pk, stall.pk), ticket_for(request, stall, user)


def _news(request: HttpRequest, ticket: Ticket, after: int, last: int) -> HttpResponse:
    """Return what was said since. A page that knows more than we do starts again from ours."""
    said = announcements_after(ticket.stall, after) if last > after else []
    stall = Stall.objects.get(pk=ticket.stall)
    on_screen = whole_number(request, "dang")
    with translation.override(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, stall.language)):
        shown = on_screen if any(one.sale_id == on_screen for one in said) else 0
        return JsonResponse(
            {
                "last": last,
                "said": [_told(one) for one in said],
                "today": _today(stall),
                "screen": _screen(request, ticket, shown) if shown else "",
            }
        )


def _told(one: Announcement) -> dict[str, object]:
    return {
        "number": one.number,
        "kind": one.kind,
        "sale": one.sale_id,
        "text": one.text,
        "lang": one.language,
        "sum": formats.dong(one.amount),
        "time": formats.time(timezone.localtime(one.created_at)),
        "age": int(_age(one).total_seconds()),
        "clips": clips(one.amount, one.language, one.kind, one.expected),
    }


def _age(one: Announcement) -> timedelta:
    """Return how old the news is; what is old is listed and not spoken.

    Cash that a phone without a network sends later is as old as the phone says. Money that staff
    find the sale of a day later is as old as the sale: it would be taken for the next customer's.
    """
    since = one.receipt.occurred_at if one.kind == Announcement.Kind.CASH else one.created_at
    if one.sale is not None and since - one.sale.created_at > OLD_SALE:
        since = one.sale.created_at
    return max(timedelta(0), now() - since)


def _today(stall: Stall) -> str:
    return str(render_to_string("stalls/_today.html", {"today": today_of(stall)})).strip()


def _screen(request: HttpRequest, ticket: Ticket, pk: int) -> str:
    user = User.objects.get(pk=ticket.user)
    sale = sale_of(user, pk)
    if sale is None:
        return ""
    return render_to_string("stalls/_sale.html", screen_context(sale), request=request)
