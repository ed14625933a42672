"""Who may enter a seller's pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.actions.sellers import missing_papers
from catalog.choices import SellerState
from catalog.partner.models import Partner
from catalog.queries import seller_of
from marketplace.base.accounts.models import User

P = ParamSpec("P")
SellerView = Callable[Concatenate[HttpRequest, Partner, P], HttpResponse]


def person_of(request: HttpRequest) -> User:
    """Return who is signed in; call it behind a door."""
    return cast("User", request.user)


def for_sellers(view: SellerView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let in who works for a verified seller; show others what is missing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _sign_in(request)
        seller = seller_of(person_of(request))
        if seller is None or not seller.is_verified:
            return papers_page(request, seller)
        return view(request, seller, *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)


def _sign_in(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page; a fragment asked for by htmx takes the whole page there."""
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/ban/"
    response = HttpResponse(status=204)
    response["HX-Redirect"] = redirect_to_login(page).url
    return response


def papers_page(request: HttpRequest, seller: Partner | None) -> HttpResponse:
    """Say what is missing before this person can sell."""
    fields = missing_papers(seller) if seller else []
    context = {
        "seller": seller,
        "missing": [Partner._meta.get_field(name).verbose_name for name in fields],
        "can_submit": seller is not None and seller.state == SellerState.DRAFT and not fields,
        "tab": "home",
    }
    return render(request, "seller/papers.html", context, status=403)
