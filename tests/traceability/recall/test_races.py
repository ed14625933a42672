"""Two people decide one case in the same moment."""

from functools import partial

import pytest

from tests.factories.traceability import make_cooperative, make_item, make_lot, make_user
from tests.marketplace.shop.test_races import at_once
from traceability.lots.identity import lot_element
from traceability.lots.models import Recall
from traceability.recall.actions import CaseWords, decide, open_case
from traceability.recall.errors import CaseMovedOnError

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_decisions_at_once_one_counts() -> None:
    users = [make_user("+84900000021"), make_user("+84900000022")]
    lot = make_lot(make_item(make_cooperative(*users)))
    case = open_case(
        party=lot.item.party,
        starts={lot_element(lot): lot.code},
        words=CaseWords(reason="Dư lượng"),
    )

    results = at_once([partial(decide, case=case, acting_user=user) for user in users])

    assert sorted(type(one).__name__ for one in results) == ["CaseMovedOnError", "RecallCase"]
    assert any(isinstance(one, CaseMovedOnError) for one in results)
    assert Recall.objects.count() == 1


def test_two_cases_begun_at_once_have_two_numbers() -> None:
    user = make_user("+84900000021")
    lot = make_lot(make_item(make_cooperative(user)))
    begin = partial(
        open_case,
        party=lot.item.party,
        starts={lot_element(lot): lot.code},
        words=CaseWords(reason="Dư lượng"),
    )

    results = at_once([begin, begin, begin])

    assert len({getattr(one, "number", one) for one in results}) == 3
    assert not [one for one in results if isinstance(one, Exception)]
