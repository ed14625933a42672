"""However many events a criterion tells of, and whatever way is gone for them: the same pages."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.epcis import CONTEXT, event_with
from tests.factories.traceability import make_lot
from tests.traceability.epcis.test_queries import BUYER, SELLER
from traceability.epcis.actions import capture
from traceability.epcis.models import VisibleQuerySet
from traceability.epcis.queries import compile as compiling
from traceability.epcis.queries.compile import matching, narrowed, stated, together
from traceability.epcis.queries.core.reading import read
from traceability.epcis.queries.pages import Place, page
from traceability.epcis.rest.visible import views_of_party
from traceability.models import Party

pytestmark = pytest.mark.django_db

EVENTS = 12
QUERIES: Sequence[Mapping[str, str]] = (
    {"EQ_source_owning_party": SELLER},
    {"GE_ex:moisture": "14", "EQ_destination_owning_party": BUYER},
    {"GE_ex:moisture": "11", "LE_ex:moisture": "12", "EQ_bizStep": "inspecting"},
    {"EQ_source_owning_party": SELLER, "orderBy": "eventTime", "orderDirection": "DESC"},
    {"EQ_source_owning_party": SELLER, "orderBy": "ex:moisture", "orderDirection": "ASC"},
    {"EQ_source_owning_party": "urn:x:nobody"},
)
WAYS = {
    "few": (300, 4000, 10_000),
    "together": (0, 4000, 10_000),
    "each view by itself": (0, 0, 10_000),
    "joined": (0, 0, 0),
}


@pytest.fixture
def buyer() -> Party:
    """The party that half of the events name; a third of them is public, too."""
    lot = make_lot()
    named = Party.objects.create(kind="company", name="A buyer", gln="9520600090030")
    for number in range(EVENTS):
        made = event_with(
            {
                "@context": [CONTEXT, {"ex": "urn:ex:"}],
                "eventTime": f"2026-01-{number + 1:02}T08:00:00+07:00",
                "action": "OBSERVE",
                "bizStep": "inspecting" if number % 3 == 0 else "shipping",
                "ex:moisture": 10 + number * 5 % 7,
                "sourceList": [{"type": "owning_party", "source": SELLER}],
                "destinationList": [
                    {"type": "owning_party", "destination": BUYER if number % 2 else SELLER}
                ],
            }
        )
        kept = capture(body=made, party=named if number % 4 == 0 else lot.item.party).event
        lot.events.add(kept)
    return named


def told(asked: Mapping[str, str], views: Sequence[VisibleQuerySet]) -> list[int]:
    """Return the events of all pages, two a page, in their order."""
    query = read({**asked, "perPage": "2"}, {"ex": "urn:ex:"})
    found: list[int] = []
    after: Place | None = None
    for _page in range(EVENTS):
        got = page(query, views, after)
        found += [event.pk for event in got.events]
        after = got.end
        if after is None:
            break
    return found


@pytest.mark.parametrize("asked", QUERIES, ids=str)
@pytest.mark.parametrize("way", WAYS)
def test_every_way_leads_to_the_same_pages(
    way: str, asked: Mapping[str, str], buyer: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in zip(("FEW", "SOME", "MANY"), WAYS[way], strict=True):
        monkeypatch.setattr(compiling, name, number)
    query = read({**asked}, {"ex": "urn:ex:"})
    views = views_of_party(buyer)
    wanted = {row.event_id for view in views for row in matching(stated(query), view)}

    found = told(asked, views)

    assert len(found) == len(set(found))
    assert set(found) == wanted
    assert bool(wanted) is ("nobody" not in str(asked))


def test_all_ways_keep_one_order(buyer: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    views = views_of_party(buyer)
    orders = set()
    for few, some, many in WAYS.values():
        monkeypatch.setattr(compiling, "FEW", few)
        monkeypatch.setattr(compiling, "SOME", some)
        monkeypatch.setattr(compiling, "MANY", many)
        orders.add(tuple(told(QUERIES[4], views)))

    assert len(orders) == 1


def test_criteria_leave_what_fulfils_them_all(
    buyer: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "FEW", 0)
    query = read({"GE_ex:moisture": "14", "LE_ex:moisture": "15"}, {"ex": "urn:ex:"})

    narrow = narrowed(query)

    everything = reduce(or_, views_of_party(buyer))
    by_join = {row.event_id for row in matching(stated(query), everything)}
    assert narrow.conditions == ()
    assert narrow.ids is not None
    assert narrow.ids >= by_join > set()


def test_views_are_one_read_where_the_events_are_known(buyer: Party) -> None:
    views = views_of_party(buyer)
    known = narrowed(read({"EQ_source_owning_party": SELLER}, {}))

    assert len(together(known, views)) == 1
    assert len(together(narrowed(read({"EQ_bizStep": "shipping"}, {})), views)) == len(views)


def test_reports_to_subscribers_look_nothing_up_beforehand(buyer: Party) -> None:
    with CaptureQueriesContext(connection) as asked:
        stated(read({"EQ_source_owning_party": SELLER}, {}))

    assert len(asked) == 0
