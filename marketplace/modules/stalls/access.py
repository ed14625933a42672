"""Whose stall a page is about: always named in its address, so that two tabs never mix."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from marketplace.base.accounts.models import User
from marketplace.modules.stalls.models import Market, Stall

STALL_FIELD = "sap"
"""Query parameter and hidden field that carry the stall's key."""


def stalls_of(user: User) -> QuerySet[Stall]:
    """Return the open stalls that a person sells at."""
    mine = Stall.objects.filter(payee__members=user, closed_at=None)
    return mine.select_related("market", "payee")


def markets_of(user: User) -> QuerySet[Market]:
    """Return the markets that a person looks after; staff may look after all."""
    return Market.objects.all() if user.is_staff else Market.objects.filter(managers=user)


def signed_in(request: HttpRequest) -> User:
    """Return the signed-in person; pages ask for the sign-in before."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return user


def stand_stall_from(request: HttpRequest) -> Stall | None:
    """Return the stall whose stand a request is about: its vendors and its market may look.

    Raises:
        Http404: somebody else's stall.
    """
    user = signed_in(request)
    named = _key(request.POST.get(STALL_FIELD) or request.GET.get(STALL_FIELD) or "")
    markets = markets_of(user).values("pk")
    looked_after = Stall.objects.filter(pk=named, market__in=markets, closed_at=None)
    theirs = looked_after.select_related("market", "payee").first() if named else None
    return theirs or stall_from(request, user)


def stall_from(request: HttpRequest, user: User) -> Stall | None:
    """Return the stall that a request names, or the person's only one; None: they must choose.

    Raises:
        Http404: another vendor's stall, or none at all of that key.
    """
    named = request.POST.get(STALL_FIELD) or request.GET.get(STALL_FIELD)
    if named:
        return _named(user, named)
    mine = list(stalls_of(user)[:2])
    if not mine:
        raise Http404
    return mine[0] if len(mine) == 1 else None


def _key(text: str) -> int:
    """Return the key that a text holds, 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0  # noqa: PLR2004


def _named(user: User, key: str) -> Stall:
    stall = stalls_of(user).filter(pk=_key(key)).first()
    if stall is None:
        raise Http404
    return stall
