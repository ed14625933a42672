"""The stand: its poster, and the daily look at whether a sticker was pasted over it."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.kernel.errors import DomainError
from marketplace.kernel.ratelimit import allow
from marketplace.modules.stalls.access import signed_in, stand_stall_from
from marketplace.modules.stalls.actions.stands import check_stand, print_stand
from marketplace.modules.stalls.core.photo import MOST_BYTES
from marketplace.modules.stalls.models import Stall
from marketplace.modules.stalls.stands import stand_of

LOOKS_PER_HOUR = 30
HOME = "/quay/"
"""Where a vendor with several stalls chooses one."""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stand(request: HttpRequest) -> HttpResponse:
    """Show the poster as it would be printed; pressing the button writes down that it was."""
    stall = stand_stall_from(request)
    if stall is None:
        return redirect(HOME)
    if request.method == "POST":
        print_stand(stall=stall, acting_user=signed_in(request))
        return redirect(f"{_address('stand', stall)}&in=1")
    context = {
        "stand": stand_of(stall),
        "printing": "in" in request.GET,
        "home": f"{HOME}?sap={stall.pk}",
    }
    return render(request, "stalls/stand.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Take a photo of the stand and say whether it still is the one that was printed."""
    stall = stand_stall_from(request)
    if stall is None:
        return redirect(HOME)
    error = ""
    if request.method == "POST":
        error = _look(request, stall)
        if not error:
            return redirect(_address("look", stall))
    context = {"stand": stand_of(stall), "error": error, "back": _address("stand", stall)}
    return render(request, "stalls/look.html", context, status=422 if error else 200)


def _look(request: HttpRequest, stall: Stall) -> str:
    """Check the uploaded photo; return what is wrong with it, nothing when it was read."""
    user = signed_in(request)
    photo = request.FILES.get("photo")
    if photo is None or isinstance(photo, list):
        return _("Choose a photo of the stand.")
    if (photo.size or 0) > MOST_BYTES:
        return _("The photo is larger than 10 MB. Take it smaller.")
    if not allow(f"stand:{user.pk}", LOOKS_PER_HOUR, timedelta(hours=1)):
        return _("Too many photos. Try again in an hour.")
    try:
        check_stand(stall=stall, photo=bytes(photo.read(MOST_BYTES + 1)), acting_user=user)
    except DomainError as refused:
        return refused.title()
    return ""


def _address(name: str, stall: Stall) -> str:
    return f"{reverse(f'stalls:{name}')}?sap={stall.pk}"
