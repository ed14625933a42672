"""The quick way: a lot's own page begins a case, and decides it where nothing else is touched."""

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.urls import reverse

from marketplace.base.accounts.models import User
from traceability.lots.hooks import lot_recall_wanted
from traceability.lots.identity import lot_element
from traceability.lots.models import Lot
from traceability.recall import conf
from traceability.recall.actions import CaseWords, decide, open_case


@lot_recall_wanted.register
def begin_case(lot: Lot, words: Mapping[str, str], user: AbstractBaseUser) -> str:
    """Begin a case with one lot and return its page.

    It is decided at once when the lot is all it touches and one person may decide alone;
    otherwise its page asks to look at the scope first.
    """
    if not isinstance(user, User):
        return ""
    with transaction.atomic():
        case = open_case(
            party=lot.item.party,
            starts={lot_element(lot): f"{lot.item} · {lot.code}"},
            words=CaseWords(
                reason=words["reason"],
                scope=words.get("scope", ""),
                guidance=words.get("guidance", ""),
                phone=words.get("phone", ""),
            ),
            acting_user=user,
        )
        if case.lots.count() == 1 and not conf.four_eyes():
            decide(case=case, acting_user=user)
    return reverse("origin_recall:case", args=[case.number])
