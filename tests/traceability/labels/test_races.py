"""Two people at once: packing the same pack, numbering units, ordering labels, drawing a file."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from marketplace.kernel.errors import DomainError
from tests.factories.traceability import make_lot, make_serials
from traceability.epcis.models import Event
from traceability.labels import making
from traceability.labels.actions import order_labels
from traceability.labels.models import LabelSheet, LogisticUnit, UnitPack
from traceability.labels.unit_actions import move_packs, new_units, pack, set_prefix

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(*works: Callable[[], object]) -> list[object]:
    """Do all at the same moment; what one refuses is its result."""
    barrier = Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        barrier.wait(timeout=20)
        try:
            return work()
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


def test_a_pack_scanned_into_two_cases_at_once_is_in_one() -> None:
    lot = make_lot()
    serials = make_serials(lot, 5)
    one, two = new_units(party=lot.party, kind="case", count=2)

    found = together(
        lambda: pack(unit=one, serials=serials),
        lambda: pack(unit=two, serials=list(reversed(serials))),
    )

    assert sorted(map(str, found)) == ["5", "packed_elsewhere"]
    assert UnitPack.objects.filter(removed_at=None).count() == 5
    assert Event.objects.filter(event_type="AggregationEvent").count() == 1


def test_packs_moved_both_ways_at_once_are_each_in_one_case() -> None:
    lot = make_lot()
    left, right = make_serials(lot, 3), make_serials(lot, 3)
    one, two = new_units(party=lot.party, kind="case", count=2)
    pack(unit=one, serials=left)
    pack(unit=two, serials=right)

    together(
        lambda: move_packs(serials=left, to=two),
        lambda: move_packs(serials=right, to=one),
    )

    inside = UnitPack.objects.filter(removed_at=None)
    assert {row.unit_id for row in inside.filter(serial__in=left)} == {two.pk}
    assert {row.unit_id for row in inside.filter(serial__in=right)} == {one.pk}
    assert inside.count() == 6


def test_units_made_at_once_get_numbers_of_their_own() -> None:
    party = make_lot().party
    set_prefix(party=party, prefix="9520600")

    together(*[lambda: new_units(party=party, kind="case", count=5)] * 4)

    numbers = list(LogisticUnit.objects.values_list("sscc", flat=True))
    assert len(numbers) == len(set(numbers)) == 20


def test_two_taps_order_labels_once() -> None:
    lot = make_lot()

    found = together(*[lambda: order_labels(lot=lot, count=10, after=0)] * 2)

    assert "labels_moved_on" in found
    assert lot.serials.count() == 10


def test_two_workers_on_one_file_leave_one_file() -> None:
    order_labels(lot=make_lot(), count=3)
    sheet = LabelSheet.objects.get()

    together(*[lambda: making.draw(sheet.pk)] * 2)

    sheet.refresh_from_db()
    assert (sheet.state, sheet.drawn) == ("ready", 3)
    assert sheet.file.read().startswith(b"%PDF")
