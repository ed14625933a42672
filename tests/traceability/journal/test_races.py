"""Two tabs send the same entry at the same moment."""

import threading
import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection

from tests.factories.traceability import make_cooperative, make_place
from traceability.epcis.models import Event
from traceability.journal.actions import Kept, write_entry
from traceability.journal.drafts import EntryDraft
from traceability.journal.models import Entry, Goods

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_same_entry_from_two_tabs_at_once_is_one_event() -> None:
    party = make_cooperative()
    draft = EntryDraft(
        party=party,
        step="harvest",
        happened_at=datetime(2026, 1, 14, tzinfo=UTC),
        place=make_place(party),
        client_id=uuid.uuid4(),
        values={"amount": Decimal(6200)},
    )
    together = threading.Barrier(4)
    kept: list[Kept] = []

    def tab() -> None:
        try:
            together.wait()
            kept.append(write_entry(draft=draft))
        finally:
            connection.close()

    tabs = [threading.Thread(target=tab) for _ in range(4)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()

    assert sorted(one.is_new for one in kept) == [False, False, False, True]
    assert Entry.objects.count() == Event.objects.count() == Goods.objects.count() == 1
