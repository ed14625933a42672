"""Who may see, draft and decide recalls: members for their own lots, staff for any."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from marketplace.base.accounts.models import User
from traceability.lots.access import person
from traceability.lots.models import Lot
from traceability.recall.models import RecallCase

View = Callable[..., HttpResponseBase]


def is_staff_decider(user: User) -> bool:
    """Say whether the person may decide recalls of every party."""
    return bool(
        user.has_perm("origin_recall.decide_recallcase") or user.has_perm("lots.add_recall")
    )


def may_decide_for(user: User, lot: Lot) -> bool:
    """Say whether the person may take this lot back: a member of its party, or staff."""
    is_member: bool = lot.item.party.members.filter(pk=user.pk).exists()
    return is_member or is_staff_decider(user)


def cases_of(user: User) -> QuerySet[RecallCase]:
    """Return the cases that the person sees: of the own parties; staff see all."""
    cases = RecallCase.objects.select_related("party")
    return cases if is_staff_decider(user) else cases.filter(party__members=user).distinct()


def for_cases(view: View) -> View:
    """Give the view the case that the address names; others hear that there is none."""

    @wraps(view)
    def guarded(request: HttpRequest, number: str, **more: object) -> HttpResponseBase:
        case = cases_of(person(request)).filter(number=number).first()
        if case is None:
            raise Http404
        return view(request, case, **more)

    return never_cache(login_required(guarded))
