"""What recalls show on other pages: the notice on the home page, the case on a lot's page."""

from collections.abc import Mapping

from django.template.loader import render_to_string

from marketplace.kernel.slots import fill_slot
from traceability.lots.identity import lot_element
from traceability.lots.models import Lot
from traceability.recall.models import CaseState, Reach, RecallCase
from traceability.recall.queries import shown_cases
from traceability.recall.scope import scope_of

MOST_SHOWN = 3


@fill_slot("home.notices")
def notice_on_home_page(_context: Mapping[str, object]) -> str:
    """The recalls of the last ten days, before anything else."""
    cases = list(shown_cases()[: MOST_SHOWN + 1])
    if not cases:
        return ""
    more = len(cases) > MOST_SHOWN
    return render_to_string("recall/_banner.html", {"cases": cases[:MOST_SHOWN], "more": more})


@fill_slot("footer.origin")
def link_in_footer(_context: Mapping[str, object]) -> str:
    """The way to all recalls; it stands on every page, so it asks the database nothing."""
    return render_to_string("recall/_footer.html")


@fill_slot("lot.recall")
def case_of_lot(context: Mapping[str, object]) -> str:
    """The case that a lot belongs to, on its party's page."""
    lot = context.get("lot")
    if not isinstance(lot, Lot):
        return ""
    open_states = (CaseState.DRAFT, CaseState.DECIDED)
    cases = RecallCase.objects.filter(
        lots__lot=lot, lots__is_left_out=False, state__in=open_states, party=lot.item.party_id
    )
    return render_to_string("recall/_lot_case.html", {"cases": cases}) if cases else ""


@fill_slot("lot.recall.preview")
def preview_of_recall(context: Mapping[str, object]) -> str:
    """What else a recall of this lot touches, before it is decided."""
    lot = context.get("lot")
    if not isinstance(lot, Lot):
        return ""
    scope = scope_of([lot_element(lot)], Reach.FORWARD, own=lot.item.party)
    others = [one for one in scope.lots if one.pk != lot.pk]
    told = {"others": others, "receivers": scope.receivers}
    return render_to_string("recall/_preview.html", told)
